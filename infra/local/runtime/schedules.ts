import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { scheduledEvent } from '../services/put-events.ts';
import type { FunctionHost, FunctionLog } from './function-host.ts';
import { localQueueUrl, pseudoParameters } from './pseudo-parameters.ts';

/** A function that a rule with a schedule starts. */
export interface ScheduledTarget {
  readonly ruleName: string;
  readonly ruleArn: string;
  readonly functionArn: string;
  /** What the function gets instead of the scheduled event, as JSON. */
  readonly input?: string;
  readonly deadLetterArn?: string;
}

export interface ScheduleDependencies {
  readonly tickSeconds: number;
  readonly endpointUrl: string;
  readonly sqs: SQSClient;
  readonly invoke: FunctionHost['invoke'];
  /** A disabled rule does not fire. */
  readonly isEnabled: (ruleName: string) => boolean;
  readonly onLog: FunctionLog;
}

/**
 * Starts all targets now and at every tick, whatever their rules' rates; one that still runs misses the tick.
 * The answer stops the ticks, and resolves when the invocations that run have ended.
 */
export function startSchedules(
  targets: readonly ScheduledTarget[],
  dependencies: ScheduleDependencies,
): () => Promise<void> {
  const running = new Map<ScheduledTarget, Promise<void>>();
  const tick = (): void => {
    for (const target of targets) {
      if (running.has(target) || !dependencies.isEnabled(target.ruleName)) continue;
      running.set(
        target,
        fire(target, dependencies).finally(() => running.delete(target)),
      );
    }
  };
  const timer = setInterval(tick, dependencies.tickSeconds * 1000);
  tick();
  return async () => {
    clearInterval(timer);
    await Promise.all(running.values());
  };
}

async function fire(target: ScheduledTarget, dependencies: ScheduleDependencies): Promise<void> {
  const event = scheduledEvent(target.ruleArn, pseudoParameters['AWS::Region'], new Date());
  try {
    await dependencies.invoke(target.functionArn, target.input === undefined ? event : JSON.parse(target.input));
  } catch (error) {
    await bury(target, dependencies, { event, error: error as Error }).catch((failure: Error) =>
      dependencies.onLog(target.ruleName, `Its dead letter queue does not take a start: ${failure.message}`),
    );
  }
}

async function bury(
  { ruleArn, functionArn, deadLetterArn }: ScheduledTarget,
  { sqs, endpointUrl }: ScheduleDependencies,
  { event, error }: { event: object; error: Error },
): Promise<void> {
  if (deadLetterArn === undefined) return;
  const causes = {
    RULE_ARN: ruleArn,
    TARGET_ARN: functionArn,
    ERROR_CODE: error.name,
    ERROR_MESSAGE: error.message || error.name,
  };
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: localQueueUrl(endpointUrl, deadLetterArn),
      MessageBody: JSON.stringify(event),
      MessageAttributes: Object.fromEntries(
        Object.entries(causes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      ),
    }),
  );
}
