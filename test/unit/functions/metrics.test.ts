import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { counting } from '../../../shared/aws/event-bus.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import type { CountName } from '../../../shared/domain/log.ts';

type Line = Record<string, unknown> & {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
};

const context = { functionName: 'test', awsRequestId: 'r', getRemainingTimeInMillis: () => 60_000 } as Context;
let written: string[];
beforeEach(() => {
  // With it, metrics go to the console that the test listens to.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('STAGE', 'test');
  vi.resetModules();
  written = [];
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void written.push(String(line)));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('what a run counts and measures', () => {
  it('is one line, with the stage as its only dimension beside the service', async () => {
    const { scheduledHandler } = await import('../../../shared/lambda/scheduled-handler.ts');
    const { count, measure } = await import('../../../shared/lambda/metrics.ts');
    const run = scheduledHandler(async () => {
      for (let batch = 1; batch <= 250; batch += 1) count('changes', 2);
      count('polls');
      count('throttled', 0);
      measure('pollLagMs', 0);
    }) as unknown as (event: unknown, context: Context) => Promise<void>;
    await run({}, context);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({ stage: 'test', service: 'sevdesk-relay', changes: 500, polls: 1, pollLagMs: 0 });
    const [metrics, ...others] = lines()[0]?._aws.CloudWatchMetrics ?? [];
    expect(others).toEqual([]);
    expect(metrics?.Namespace).toBe('sevdesk-relay');
    expect(metrics?.Dimensions.flat().sort()).toEqual(['service', 'stage']);
    expect(metrics?.Metrics.map(({ Name, Unit }) => `${Name} ${Unit}`).sort()).toEqual([
      'changes Count',
      'pollLagMs Milliseconds',
      'polls Count',
    ]);
  });

  it('is not told again by the next run', async () => {
    const { scheduledHandler } = await import('../../../shared/lambda/scheduled-handler.ts');
    const { count } = await import('../../../shared/lambda/metrics.ts');
    let isFirst = true;
    const run = scheduledHandler(async () => {
      if (isFirst) count('polls');
      isFirst = false;
    }) as unknown as (event: unknown, context: Context) => Promise<void>;
    await run({}, context);
    await run({}, context);
    expect(lines()).toHaveLength(1);
  });
});

describe('a message that failed', () => {
  it('counts as what its function says, and is told even though nothing is thrown', async () => {
    const { queueHandler } = await import('../../../shared/lambda/queue-handler.ts');
    const failing = queueHandler({
      step: () => Promise.reject(new TypeError('a mistake')),
      logKeys: () => ({}),
      failures: 'writerErrors',
    }) as unknown as (event: SQSEvent, context: Context) => Promise<unknown>;
    const record = { messageId: 'm', receiptHandle: 'r', body: '{}' } as SQSRecord;
    expect(await failing({ Records: [record] }, context)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
    expect(lines()).toMatchObject([{ writerErrors: 1 }]);
  });
});

describe('events', () => {
  const events = [{ id: 'evt_1' }, { id: 'evt_2' }] as unknown as RelayEvent[];
  const counts = (): { list: [CountName, number | undefined][]; count: (name: CountName, value?: number) => void } => {
    const list: [CountName, number | undefined][] = [];
    return { list, count: (name, value) => void list.push([name, value]) };
  };

  it('are counted once the bus has taken them', async () => {
    const { list, count } = counts();
    await counting(async () => undefined, count)(events);
    expect(list).toEqual([['events', 2]]);
  });

  it('are counted as refused when it has not, and the error goes on', async () => {
    const { list, count } = counts();
    const refusing = counting(() => Promise.reject(new Error('EventBridge refused 1 events')), count);
    await expect(refusing(events)).rejects.toThrow('refused 1 events');
    expect(list).toEqual([['eventsRefused', 2]]);
  });
});

function lines(): readonly Line[] {
  return written.filter((line) => line.includes('"_aws"')).map((line) => JSON.parse(line) as Line);
}
