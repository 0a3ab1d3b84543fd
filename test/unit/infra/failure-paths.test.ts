import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SynthesizedStack, stageNamed, synthesizedStack } from './synthesized-stack.ts';

interface Queue {
  readonly QueueName: string;
  readonly VisibilityTimeout?: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: unknown; readonly maxReceiveCount: number };
}
interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly MetricName: string;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly Period: number;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly TreatMissingData: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}
interface Rule {
  readonly ScheduleExpression: string;
  readonly Targets: readonly {
    readonly Arn: unknown;
    readonly DeadLetterConfig?: { readonly Arn: unknown };
    readonly RetryPolicy?: Readonly<Record<string, number>>;
  }[];
}

const PREFIX = 'sevdesk-relay-prod';
let stack: SynthesizedStack;
beforeAll(() => {
  stack = synthesizedStack(stageNamed('prod'));
});

describe('a message that cannot be carried out', () => {
  it('has dead letters to go to, unless it is one', () => {
    const queues = stack.all<Queue>('AWS::SQS::Queue').map(({ Properties }) => Properties);
    expect(queues.map(({ QueueName }) => QueueName).sort()).toEqual([
      `${PREFIX}-command-intake`,
      `${PREFIX}-command-intake-dead-letters`,
      `${PREFIX}-commands-dead-letters.fifo`,
      `${PREFIX}-commands.fifo`,
      `${PREFIX}-polls`,
      `${PREFIX}-polls-dead-letters`,
      `${PREFIX}-schedule-polls-dead-letters`,
      `${PREFIX}-sweep-tenants-dead-letters`,
    ]);
    for (const { QueueName, RedrivePolicy } of queues) {
      const letters = RedrivePolicy && stack.plain(RedrivePolicy.deadLetterTargetArn);
      expect(letters).toBe(
        {
          [`${PREFIX}-command-intake`]: `${PREFIX}-command-intake-dead-letters`,
          [`${PREFIX}-commands.fifo`]: `${PREFIX}-commands-dead-letters.fifo`,
          [`${PREFIX}-polls`]: `${PREFIX}-polls-dead-letters`,
        }[QueueName],
      );
    }
  });

  it('rings as soon as it is a dead letter', () => {
    const letters = stack.all<Queue>('AWS::SQS::Queue').filter(({ Properties }) => !Properties.RedrivePolicy);
    for (const { Properties } of letters) {
      expect(alarmOn('ApproximateNumberOfMessagesVisible', Properties.QueueName)?.Threshold).toBe(0);
    }
  });

  it('comes back soon after a crash: the queue hides it for the timeout of its worker + 30 s', () => {
    const worker = (name: string) =>
      stack
        .all<{ FunctionName: string; Timeout: number }>('AWS::Lambda::Function')
        .find(({ Properties }) => Properties.FunctionName === `${PREFIX}-${name}`);
    const hidden = Object.fromEntries(
      stack.all<Queue>('AWS::SQS::Queue').map(({ Properties }) => [Properties.QueueName, Properties.VisibilityTimeout]),
    );
    expect(hidden[`${PREFIX}-command-intake`]).toBe((worker('accept-commands')?.Properties.Timeout ?? 0) + 30);
    expect(hidden[`${PREFIX}-polls`]).toBe((worker('poll-tenant')?.Properties.Timeout ?? 0) + 30);
    expect(hidden[`${PREFIX}-commands.fifo`]).toBe((worker('execute-command')?.Properties.Timeout ?? 0) + 30);
  });
});

describe('a schedule', () => {
  it('keeps the starts that could not be delivered, and does not deliver them when the next one is due', () => {
    const rules = stack.all<Rule>('AWS::Events::Rule').map(({ Properties }) => Properties);
    const targets = rules.flatMap(({ ScheduleExpression, Targets }) =>
      Targets.map(({ Arn, DeadLetterConfig, RetryPolicy }) => [
        stack.plain(Arn),
        ScheduleExpression,
        DeadLetterConfig && stack.plain(DeadLetterConfig.Arn),
        RetryPolicy?.MaximumEventAgeInSeconds,
      ]),
    );
    expect(targets.sort()).toEqual([
      [`${PREFIX}-schedule-polls`, 'rate(1 minute)', `${PREFIX}-schedule-polls-dead-letters`, 60],
      [`${PREFIX}-sweep-tenants`, 'rate(5 minutes)', `${PREFIX}-sweep-tenants-dead-letters`, 300],
    ]);
  });

  it('is the only one that repeats a failed start; a request that holds a token is repeated, and kept, by nobody', () => {
    const configs = stack.all<{
      FunctionName: unknown;
      MaximumRetryAttempts: number;
      MaximumEventAgeInSeconds: number;
    }>('AWS::Lambda::EventInvokeConfig');
    const kept = configs.map(({ Properties: { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds } }) => [
      stack.plain(FunctionName),
      MaximumRetryAttempts,
      MaximumEventAgeInSeconds,
    ]);
    expect(kept.sort()).toEqual([
      [`${PREFIX}-connect-tenant`, 0, 60],
      [`${PREFIX}-schedule-polls`, 0, 60],
      [`${PREFIX}-sweep-tenants`, 0, 300],
    ]);
  });
});

describe('an alarm', () => {
  it('exists for errors of each function, old messages, and too many of them', () => {
    const scheduled = ['schedule-polls', 'sweep-tenants'];
    for (const name of [...scheduled, 'connect-tenant', 'poll-tenant', 'accept-commands', 'execute-command']) {
      expect(alarmOn('Errors', `${PREFIX}-${name}`)?.Threshold).toBe(0);
    }
    expect(alarmOn('ApproximateAgeOfOldestMessage', `${PREFIX}-command-intake`)?.Threshold).toBe(600);
    expect(alarmOn('ApproximateAgeOfOldestMessage', `${PREFIX}-polls`)?.Threshold).toBe(600);
    expect(alarmOn('ApproximateAgeOfOldestMessage', `${PREFIX}-commands.fifo`)?.Threshold).toBe(3600);
    expect(alarmOn('ApproximateNumberOfMessagesVisible', `${PREFIX}-commands.fifo`)?.Threshold).toBe(60_000);
  });

  it.each(['recordsSetAside', 'eventsRefused', 'writerErrors', 'tenantsStopped'])(
    'rings at the first of %s',
    (count) => {
      expect(alarmOn(count, 'prod')).toMatchObject({
        Statistic: 'Sum',
        Threshold: 0,
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
      });
    },
  );

  it('rings when polls have been later than two intervals for a quarter of an hour, as seen by one tenant in a hundred', () => {
    const alarm = alarmOn('pollLagMs', 'prod');
    expect(alarm).toMatchObject({ ExtendedStatistic: 'p99', Period: 300, EvaluationPeriods: 3 });
    expect(alarm?.Threshold).toBe(2 * stageNamed('prod').pollIntervalSeconds * 1000);
  });

  it.each([
    ['schedule-polls', 300],
    ['sweep-tenants', 900],
  ])('rings when %s was not started for %i s: there, no data is the alarm', (name, seconds) => {
    expect(alarmOn('Invocations', `${PREFIX}-${name}`)).toMatchObject({
      Statistic: 'Sum',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: seconds,
      EvaluationPeriods: 1,
      TreatMissingData: 'breaching',
    });
  });

  it('is as dear for a thousand tenants as for one: no dimension names a tenant', () => {
    const dimensions = alarms().flatMap(({ Dimensions }) => Dimensions.map(({ Name }) => Name));
    expect([...new Set(dimensions)].sort()).toEqual(['FunctionName', 'QueueName', 'service', 'stage']);
  });

  it('tells its impact, and what to do in a chapter of the runbook that exists; no chapter is left over', () => {
    const chapters = alarms().map(({ AlarmName, AlarmDescription, AlarmActions }) => {
      const [, chapter] = AlarmDescription.match(/^Impact: .{20,} Runbook: docs\/runbook\.md#([a-z-]+)$/) ?? [];
      expect(AlarmName).toBe(`${PREFIX}-${chapter}`);
      expect(AlarmActions.map(stack.plain)).toEqual([`${PREFIX}-alarms`]);
      return chapter;
    });
    expect(chapters.sort()).toEqual(alarmChapters().sort());
  });
});

function alarms(): readonly Alarm[] {
  return stack.all<Alarm>('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
}

function alarmOn(metric: string, what: string): Alarm | undefined {
  return alarms().find(
    ({ MetricName, Dimensions }) =>
      MetricName === metric && Dimensions.some(({ Value }) => stack.plain(Value) === what),
  );
}

/** Alarms are the third level of the runbook; each has all four parts. */
function alarmChapters(): string[] {
  const runbook = readFileSync(join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8');
  return runbook
    .split(/^(?=#{1,3} )/m)
    .filter((chapter) => chapter.startsWith('### '))
    .map((chapter) => {
      for (const part of ['**Means.**', '**Impact.**', '**Look at.**', '**Do.**']) expect(chapter).toContain(part);
      return chapter.slice('### '.length, chapter.indexOf('\n'));
    });
}
