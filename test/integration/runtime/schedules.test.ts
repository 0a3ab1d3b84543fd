import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, it, vi } from 'vitest';
import type { Template } from '../../../infra/local/runtime/template.ts';
import { aFunction, aSchedule, receive, type SmallAccount, startSmallAccount } from './small-account.ts';

let small: SmallAccount;
afterEach(() => small.stop());

async function start(code: string, target: Record<string, unknown> = {}): Promise<void> {
  const Resources = { ...aFunction('Worker'), ...aSchedule('Worker', target) };
  const Outputs = { DeadLettersUrl: { Value: { Ref: 'DeadLetters' } } };
  small = await startSmallAccount({ template: { Resources, Outputs }, functions: { Worker: code }, tickSeconds: 0.2 });
}

it('fires at the start and at every tick, whatever the rate', async () => {
  await start('export const handler = async (event) => console.log(JSON.stringify(event))');
  await vi.waitFor(() => expect(small.lines.length).toBeGreaterThanOrEqual(2), { timeout: 5000 });
  expect(JSON.parse(small.lines[0] ?? '')).toEqual({
    version: '0',
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: 'eu-central-1',
    resources: ['arn:aws:events:eu-central-1:000000000000:rule/Schedule'],
    detail: {},
  });
});

it('gives a constant input instead of the event', async () => {
  await start('export const handler = async (event) => console.log(JSON.stringify(event))', { Input: '{"full":true}' });
  await vi.waitFor(() => expect(small.lines[0]).toBe('{"full":true}'), { timeout: 5000 });
});

it('misses the tick while the last start still runs', async () => {
  await start(
    `import { setTimeout } from 'node:timers/promises';
    export const handler = async () => { console.log('start'); await setTimeout(300); console.log('end') }`,
  );
  await vi.waitFor(() => expect(small.lines.length).toBeGreaterThanOrEqual(3), { timeout: 5000 });
  expect(small.lines.slice(0, 3)).toEqual(['start', 'end', 'start']);
});

it('buries a start that fails', async () => {
  await start('export const handler = async () => { throw new RangeError("no") }');
  const letter = await receive(small, small.account.outputs.DeadLettersUrl);
  expect(JSON.parse(letter?.Body ?? '')).toMatchObject({ 'detail-type': 'Scheduled Event' });
  expect(letter?.MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: 'RangeError' },
    ERROR_MESSAGE: { StringValue: 'no' },
    TARGET_ARN: { StringValue: 'arn:aws:lambda:eu-central-1:000000000000:function:worker' },
  });
});

it('does not fire a rule that someone disabled', async () => {
  const { Schedule, ...rest } = aSchedule('Paused');
  const Resources = { ...aFunction('Worker'), ...aFunction('Paused'), ...rest, ...aSchedule('Worker') };
  small = await startSmallAccount({
    template: { Resources: { ...Resources, PausedSchedule: Schedule } as Template['Resources'] },
    functions: {
      Worker: 'export const handler = async () => console.log("tick")',
      Paused: 'export const handler = async () => console.log("paused")',
    },
    tickSeconds: 0.2,
  });
  const count = (line: string) => small.lines.filter((written) => written === line).length;
  const events = new EventBridgeClient(small.config);
  await events.send(new DisableRuleCommand({ Name: 'PausedSchedule' }));
  const [ticks, pausedTicks] = [count('tick'), count('paused')];
  await vi.waitFor(() => expect(count('tick')).toBeGreaterThan(ticks + 3), { timeout: 10_000 });
  // One may have been on its way.
  expect(count('paused')).toBeLessThanOrEqual(pausedTicks + 1);
  events.destroy();
});
