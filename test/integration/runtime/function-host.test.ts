import { afterEach, expect, it, vi } from 'vitest';
import { aFunction, type SmallAccount, startSmallAccount } from './small-account.ts';

let small: SmallAccount;
afterEach(() => small.stop());

async function start(code: string, properties: Record<string, unknown> = {}): Promise<void> {
  small = await startSmallAccount({
    template: { Resources: aFunction('Worker', properties) },
    functions: { Worker: code },
  });
}

it('gives a function its variables and a context that counts down', async () => {
  await start(
    `export const handler = async (event, context) => {
      const { PATH, STAGE, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, AWS_LAMBDA_FUNCTION_MEMORY_SIZE } = process.env;
      const variables = { PATH, STAGE, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, AWS_LAMBDA_FUNCTION_MEMORY_SIZE };
      return { event, variables, context, left: context.getRemainingTimeInMillis() };
    }`,
    { Environment: { Variables: { STAGE: 'local' } }, Timeout: 7, MemorySize: 256 },
  );
  const answer = (await small.account.invoke('Worker', { n: 1 })) as { left: number };
  expect(answer).toMatchObject({
    event: { n: 1 },
    variables: {
      STAGE: 'local',
      AWS_ACCESS_KEY_ID: 'LOCALWorker',
      AWS_ENDPOINT_URL: small.account.url,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    },
    context: {
      functionName: 'worker',
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:worker',
      memoryLimitInMB: '256',
    },
  });
  expect(answer).not.toHaveProperty('variables.PATH');
  expect(answer.left).toBeGreaterThan(5000);
  expect(answer.left).toBeLessThanOrEqual(7000);
});

it('uses a warm thread again, and another one while it is busy', async () => {
  await start(`let count = 0; export const handler = async () => ++count`);
  expect(await small.account.invoke('worker', null)).toBe(1);
  expect(await small.account.invoke('worker', null)).toBe(2);
  const atOnce = await Promise.all([small.account.invoke('worker', null), small.account.invoke('worker', null)]);
  expect(atOnce.sort()).toEqual([1, 3]);
});

it.each([
  ['throws', 'throw new RangeError("too far")', 'RangeError', 'too far'],
  ['throws a text', 'throw "just text"', 'Error', 'just text'],
  [
    'takes too long',
    'await new Promise((resolve) => setTimeout(resolve, 60_000))',
    'Sandbox.Timedout',
    'Task timed out after 0.5 seconds',
  ],
  ['blocks', 'for (;;);', 'Sandbox.Timedout', 'Task timed out after 0.5 seconds'],
  ['ends its process', 'process.exit(3)', 'Runtime.ExitError', 'The function ended its process with exit code 3'],
  ['leaves a rejection', 'Promise.reject(new Error("unheard")); await new Promise(() => {})', 'Error', 'unheard'],
])('tells that a function %s, and runs the next invocation', async (_what, fault, name, message) => {
  await start(`export const handler = async ({ fault }) => { if (fault) { ${fault} } return 'fine' }`, {
    Timeout: 0.5,
  });
  await expect(small.account.invoke('worker', { fault: true })).rejects.toMatchObject({ name, message });
  expect(small.lines).toContain(`${name}: ${message}`);
  expect(await small.account.invoke('worker', {})).toBe('fine');
});

it('tells that a function cannot be loaded', async () => {
  await start('throw new Error("The stack did not set STAGE")');
  await expect(small.account.invoke('worker', {})).rejects.toThrow('The stack did not set STAGE');
});

it('does not know a function that the template does not have', async () => {
  await start('export const handler = async () => 1');
  await expect(small.account.invoke('other', {})).rejects.toThrow('Function not found: other');
});

it('survives a function that dies between two invocations', async () => {
  await start(
    `export const handler = async ({ die }) => { if (die) setTimeout(() => process.exit(1), 1); return 'fine' }`,
  );
  expect(await small.account.invoke('worker', { die: true })).toBe('fine');
  await vi.waitFor(async () => expect(await small.account.invoke('worker', {})).toBe('fine'));
});
