import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { EventBusStore } from './event-bus-store.ts';
import type { EventDelivery } from './event-delivery.ts';
import { type DeliveredEvent, type EventEntry, entryBytes, entrySchema, newEvent, readEntry } from './event-entry.ts';
import { compileEventPattern } from './event-pattern.ts';
import { targetKind } from './event-target.ts';

const maxRequestBytes = 256 * 1024;

export const putEventsInput = z.strictObject({ Entries: z.array(entrySchema).min(1).max(10) });
export const testPatternInput = z.strictObject({ EventPattern: z.string(), Event: z.string() });

interface Published {
  readonly event: DeliveredEvent;
  readonly busNameOrArn?: string | undefined;
  readonly forwarded?: boolean;
  /** The only rules that may have it; all of the bus unless given. */
  readonly ruleArns?: readonly string[];
}

/**
 * Matches an event against the enabled rules of a bus; resolves when it was delivered. A bus that does not exist drops it without a
 * word, as AWS does.
 */
export function publish(
  { store, delivery }: { store: EventBusStore; delivery: EventDelivery },
  { event, busNameOrArn, forwarded = false, ruleArns }: Published,
): Promise<unknown> {
  const rules = store.findBus(busNameOrArn)?.rules ?? [];
  const matched = rules.filter(
    ({ arn, state, eventPattern }) =>
      (ruleArns?.includes(arn) ?? true) &&
      state === 'ENABLED' &&
      eventPattern !== undefined &&
      compileEventPattern(eventPattern)(event),
  );
  return Promise.all(
    matched.map((rule) => delivery.deliver(forwarded ? { ...rule, targets: withoutBuses(rule.targets) } : rule, event)),
  );
}

/** AWS passes an event on to one other bus, never from there to a third. */
function withoutBuses<T extends { readonly Arn: string }>(targets: readonly T[]): T[] {
  return targets.filter(({ Arn }) => targetKind(Arn) !== 'bus');
}

export function putEvents(
  entries: readonly EventEntry[],
  region: string,
  accept: (event: DeliveredEvent, busNameOrArn: string | undefined) => void,
): object {
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) >= maxRequestBytes) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  const results = entries.map((entry) => {
    const result = readEntry(entry, region);
    if (!('event' in result)) return result;
    accept(result.event, entry.EventBusName);
    return { EventId: result.event.id };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

export function testEventPattern({ EventPattern, Event }: z.output<typeof testPatternInput>): object {
  const matches = compileEventPattern(EventPattern);
  const event = readTestedEvent(Event);
  const missing = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'].filter(
    (field) => !Object.hasOwn(event, field),
  );
  if (missing.length > 0) {
    throw new AwsError('ValidationException', `Parameter Event is not valid: ${missing.join(', ')} missing.`);
  }
  return { Result: matches(event) };
}

function readTestedEvent(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    throw new AwsError('ValidationException', 'Parameter Event is not valid JSON.');
  }
}

/** The event a scheduled rule sends. */
export function scheduledEvent(ruleArn: string, region: string, time: Date): DeliveredEvent {
  return newEvent({
    detailType: 'Scheduled Event',
    source: 'aws.events',
    time,
    region,
    resources: [ruleArn],
    detail: {},
  });
}
