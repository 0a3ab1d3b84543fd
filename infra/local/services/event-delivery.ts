import type { EventRule } from './event-bus-store.ts';
import type { DeliveredEvent } from './event-entry.ts';
import { type EventTarget, targetKind } from './event-target.ts';
import { compileInputTransformer } from './input-transformer.ts';
import { readJsonPath } from './json-path.ts';

/** Where events go. Each rejects when the delivery failed; `code` on the error becomes ERROR_CODE. */
export interface EventDestinations {
  readonly sendMessage: (message: {
    queueArn: string;
    body: string;
    messageGroupId?: string | undefined;
    attributes?: Readonly<Record<string, string>>;
  }) => Promise<void>;
  readonly invokeFunction: (functionArn: string, payload: unknown) => Promise<void>;
  readonly forwardToBus: (busArn: string, event: DeliveredEvent) => void;
}

export interface EventDelivery {
  /** Each target gets its events in the order of these calls. Resolves, never rejects, when the event was delivered or given up. */
  readonly deliver: (rule: EventRule, event: DeliveredEvent) => Promise<unknown>;
  /** Resolves when nothing is on its way, including what a delivery set off. */
  readonly idle: () => Promise<void>;
}

/** Delivers once: what fails goes to the target's dead letter queue, or is dropped when it has none. */
export function createEventDelivery(destinations: EventDestinations): EventDelivery {
  const running = new Map<string, Promise<void>>();
  const enqueue = (key: string, run: () => Promise<void>): Promise<void> => {
    const last = (running.get(key) ?? Promise.resolve()).then(run).finally(() => {
      if (running.get(key) === last) running.delete(key);
    });
    running.set(key, last);
    return last;
  };
  return {
    deliver: (rule, event) =>
      Promise.all(
        rule.targets.map((target) =>
          enqueue(`${rule.arn} ${target.Id}`, () => deliverOrBury(destinations, { rule, target, event })),
        ),
      ),
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

interface Delivery {
  readonly rule: EventRule;
  readonly target: EventTarget;
  readonly event: DeliveredEvent;
}

async function deliverOrBury(destinations: EventDestinations, delivery: Delivery): Promise<void> {
  try {
    await send(destinations, delivery);
  } catch (error) {
    await bury(destinations, delivery, error);
  }
}

async function send(destinations: EventDestinations, delivery: Delivery): Promise<void> {
  const { target, event } = delivery;
  const kind = targetKind(target.Arn);
  if (kind === 'bus') return destinations.forwardToBus(target.Arn, event);
  const body = targetInput(delivery);
  if (kind === 'function') return destinations.invokeFunction(target.Arn, JSON.parse(body));
  const messageGroupId = target.SqsParameters?.MessageGroupId;
  return destinations.sendMessage({ queueArn: target.Arn, body, messageGroupId });
}

function targetInput({ rule, target, event }: Delivery): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(readJsonPath(event, target.InputPath) ?? null);
  if (!target.InputTransformer) return JSON.stringify(event);
  const transform = compileInputTransformer(target.InputTransformer, (reason) => {
    throw new Error(reason);
  });
  return transform({ event, ruleArn: rule.arn, ruleName: rule.name });
}

/** A dead letter queue that fails too loses the event, as on AWS. */
async function bury(destinations: EventDestinations, { rule, target, event }: Delivery, error: unknown): Promise<void> {
  const queueArn = target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return;
  const { code, message } = error as { code?: string; message?: string };
  const attributes = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.Arn,
    ERROR_CODE: code ?? 'SDK_CLIENT_ERROR',
    ERROR_MESSAGE: message || String(error),
  };
  await destinations.sendMessage({ queueArn, body: JSON.stringify(event), attributes }).catch(() => undefined);
}
