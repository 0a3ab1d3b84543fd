import { dirname, join } from 'node:path';
import { archiveOperations } from './archive-operations.ts';
import { openArchives } from './archives.ts';
import { AwsError } from './aws-error.ts';
import { eventBusOperations } from './event-bus-operations.ts';
import { openEventBusStore } from './event-bus-store.ts';
import { createEventDelivery, type EventDestinations } from './event-delivery.ts';
import { eventRuleOperations } from './event-rule-operations.ts';
import { eventTagOperations } from './event-tags.ts';
import { eventTargetOperations } from './event-target-operations.ts';
import { openJsonFile } from './json-file.ts';
import type { LocalBackend } from './local-call.ts';
import { jsonBackend, operation } from './operation.ts';
import {
  publish,
  putEvents,
  putEventsInput,
  scheduledEvent,
  testEventPattern,
  testPatternInput,
} from './put-events.ts';
import { replayOperations } from './replay-operations.ts';
import { openReplays } from './replays.ts';

export interface EventBridge {
  readonly backend: LocalBackend;
  /** Resolves when all deliveries have ended, including those they set off. */
  readonly idle: () => Promise<void>;
  /** Enabled rules on a schedule. Nothing here watches the clock: whoever does calls `runSchedule`. */
  readonly schedules: () => { readonly ruleName: string; readonly scheduleExpression: string }[];
  /** Sends a rule's scheduled event to its targets, whether it is due or not. */
  readonly runSchedule: (ruleName: string, time: Date) => void;
  /** Cancels replays, and waits for the deliveries. */
  readonly close: () => Promise<void>;
}

/**
 * EventBridge: buses, rules, targets and asynchronous deliveries, ordered per target; archives and replays.
 * Not checked: resource policies and roles. Not done: retries, firing schedules by itself.
 */
export function openEventBridge(options: {
  readonly region: string;
  readonly statePath: string | undefined;
  readonly destinations: Omit<EventDestinations, 'forwardToBus'>;
}): EventBridge {
  const { region, statePath } = options;
  const store = openEventBusStore(openJsonFile(statePath), region);
  const delivery = createEventDelivery({
    ...options.destinations,
    forwardToBus: (busNameOrArn, event) => {
      if (!store.findBus(busNameOrArn)) throw new AwsError('RESOURCE_NOT_FOUND', `No event bus ${busNameOrArn}`);
      take({ event, busNameOrArn, forwarded: true });
    },
  });
  const archives = openArchives(store, (name) => statePath && join(dirname(statePath), `archive-${name}.jsonl`));
  const take = (published: Parameters<typeof publish>[1]): void => {
    archives.keep(published.event, published.busNameOrArn);
    void publish({ store, delivery }, published);
  };
  const replays = openReplays({ store, archives }, (event, { busArn, ruleArns }) =>
    publish({ store, delivery }, { event, busNameOrArn: busArn, ...(ruleArns.length > 0 && { ruleArns }) }),
  );
  return {
    backend: jsonBackend({
      ...eventBusOperations(store),
      ...eventRuleOperations(store),
      ...eventTargetOperations(store),
      ...eventTagOperations(store),
      ...archiveOperations(store, archives),
      ...replayOperations({ store, archives, replays }),
      PutEvents: operation(putEventsInput, ({ Entries }) =>
        putEvents(Entries, region, (event, busNameOrArn) => take({ event, busNameOrArn })),
      ),
      TestEventPattern: operation(testPatternInput, testEventPattern),
    }),
    idle: delivery.idle,
    schedules: () =>
      store
        .getBus()
        .rules.flatMap(({ name, state, scheduleExpression }) =>
          state === 'ENABLED' && scheduleExpression !== undefined ? [{ ruleName: name, scheduleExpression }] : [],
        ),
    runSchedule: (ruleName, time) => {
      const rule = store.getRule(ruleName);
      void delivery.deliver(rule, scheduledEvent(rule.arn, region, time));
    },
    close: async () => {
      await replays.close();
      await delivery.idle();
    },
  };
}
