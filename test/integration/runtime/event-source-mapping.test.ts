import { afterAll, expect, it, vi } from 'vitest';
import { aQueueWorker, receive, type SmallAccount, send, startSmallAccount } from './small-account.ts';

const started: SmallAccount[] = [];
afterAll(() => Promise.all(started.map(({ stop }) => stop())));

async function start(code: string, template: Parameters<typeof aQueueWorker>[0] = {}): Promise<SmallAccount> {
  const small = await startSmallAccount({ template: aQueueWorker(template), functions: { Worker: code } });
  started.push(small);
  return small;
}

/** Longer than a worker needs to start on a busy machine: a message must not come back while it is worked on. */
const VISIBILITY_SECONDS = 5;
const wait = { timeout: 30_000 };

it.concurrent('hands a message over as Lambda does, and deletes it', async () => {
  const small = await start('export const handler = async (event) => console.log(JSON.stringify(event))');
  await send(small, 'hello');
  await vi.waitFor(() => expect(small.lines).toHaveLength(1), wait);
  const { Records } = JSON.parse(small.lines[0] ?? '');
  expect(Records).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: expect.objectContaining({
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
      }),
      messageAttributes: {},
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:work',
      awsRegion: 'eu-central-1',
    },
  ]);
});

it.concurrent('delivers again what the function reports as failed, and only that', async () => {
  const small = await start(
    `export const handler = async ({ Records }) => {
      const again = Records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount === '1');
      for (const { body, attributes } of Records) console.log(body, attributes.ApproximateReceiveCount);
      return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }`,
    {
      queue: { VisibilityTimeout: VISIBILITY_SECONDS },
      mapping: { BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] },
    },
  );
  await send(small, 'bad', 'good');
  await vi.waitFor(() => expect(small.lines).toContain('bad 2'), wait);
  expect([...small.lines].sort()).toEqual(['bad 1', 'bad 2', 'good 1']);
});

it.concurrent('leaves what a function throws at to the dead letters, and says why', async () => {
  const small = await start('export const handler = async () => { throw new TypeError("no") }', {
    queue: {
      VisibilityTimeout: VISIBILITY_SECONDS,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: 2 },
    },
  });
  await send(small, 'poison');
  expect((await receive(small, small.account.outputs.DeadLettersUrl))?.Body).toBe('poison');
  expect(small.lines).toEqual(['TypeError: no', 'TypeError: no']);
});

it.concurrent('delivers again after a timeout', async () => {
  const small = await start(
    `export const handler = async ({ Records: [{ attributes }] }) => {
      if (attributes.ApproximateReceiveCount === '1') await new Promise((resolve) => setTimeout(resolve, 60_000));
      console.log('done');
    }`,
    { queue: { VisibilityTimeout: VISIBILITY_SECONDS }, worker: { Timeout: 3 } },
  );
  await send(small, 'slow');
  await vi.waitFor(() => expect(small.lines).toContain('done'), wait);
  expect(small.lines).toEqual(['Sandbox.Timedout: Task timed out after 3 seconds', 'done']);
});

it.concurrent('works groups off side by side, each in its order, and never more at once than allowed', async () => {
  const small = await start(
    `import { setTimeout } from 'node:timers/promises';
    export const handler = async ({ Records: [{ body, attributes }] }) => {
      console.log('start ' + body + ' of ' + attributes.MessageGroupId);
      await setTimeout(30);
      console.log('end ' + body);
    }`,
    {
      queue: { QueueName: 'work.fifo', FifoQueue: true },
      mapping: { ScalingConfig: { MaximumConcurrency: 2 } },
    },
  );
  await send(small, 'a:1', 'a:2', 'b:1', 'c:1', 'a:3', 'b:2');
  await vi.waitFor(() => expect(small.lines).toHaveLength(12), wait);
  expect(mostAtOnce(small.lines)).toBe(2);
  for (const [group, count] of [['a', 3] as const, ['b', 2] as const, ['c', 1] as const]) {
    const ofGroup = small.lines.filter((line) => line.includes(` ${group}:`));
    const expected = Array.from({ length: count }, (_, i) => `${group}:${i + 1}`);
    expect(ofGroup).toEqual(expected.flatMap((body) => [`start ${body} of ${group}`, `end ${body}`]));
  }
});

function mostAtOnce(lines: readonly string[]): number {
  let running = 0;
  return Math.max(...lines.map((line) => (running += line.startsWith('start') ? 1 : -1)));
}
