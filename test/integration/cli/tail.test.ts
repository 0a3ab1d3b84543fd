import type { ChildProcessByStdio, ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { anEvent, type ReplayedAccount, startReplayedAccount } from './replayed-account.ts';

const nothing = { rules: [], queues: [], policy: undefined };

let account: ReplayedAccount;
beforeEach(async () => {
  account = await startReplayedAccount();
});
afterEach(() => account.close());

type Tail = ChildProcessWithoutNullStreams | ChildProcessByStdio<null, Readable, Readable>;

/** Resolves when it says so. */
async function listening(tail: Tail): Promise<void> {
  for await (const line of createInterface({ input: tail.stderr })) if (line.startsWith('Listening')) return;
}

it('writes each event as a line at once, and ends quietly when nobody reads on', async () => {
  const tail = account.spawnCli('tail', '--json');
  await listening(tail);
  const lines = createInterface({ input: tail.stdout })[Symbol.asyncIterator]();
  await account.publish([anEvent(1)]);
  const { value = '' } = await lines.next();
  expect(JSON.parse(value)).toMatchObject({ id: anEvent(1).id, data: { message: '1' } });
  tail.stdout.destroy();
  const exited = once(tail, 'exit');
  const said: string[] = [];
  tail.stderr.on('data', (chunk) => said.push(String(chunk)));
  await account.publish([anEvent(2), anEvent(3)]);
  expect(await exited).toEqual([0, null]);
  expect(said).toEqual([]);
  expect(await account.remains('x')).toEqual(nothing);
}, 30_000);

it('ends with Ctrl-C, and leaves nothing', async () => {
  const tail = account.spawnCli('tail');
  await listening(tail);
  expect((await account.remains('x')).rules).toHaveLength(1);
  tail.kill('SIGINT');
  expect(await once(tail, 'exit')).toEqual([0, null]);
  expect(await account.remains('x')).toEqual(nothing);
}, 30_000);

it('removes, an hour later, the rule and the queue of one that was killed, and not before', async () => {
  const [killed, used] = [account.spawnCli('tail'), account.spawnCli('tail')];
  await Promise.all([listening(killed), listening(used)]);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const clean = async (ms: number) => {
    const world = account.world({ now: () => Date.now() + ms });
    world.stop();
    await world.run('tail');
    return world.written.err;
  };
  expect(await clean(59 * 60_000)).not.toContain('left behind');
  const { Rules = [] } = await account.account.events.send(
    new ListRulesCommand({ EventBusName: 'sevdesk-relay-local' }),
  );
  expect(Rules.map(({ Description }) => Description)).toEqual([
    expect.stringMatching(/^Temporary, of "sevdesk-relay tail", until 2\S+:/),
    expect.stringMatching(/^Temporary, of "sevdesk-relay tail", until 2\S+:/),
  ]);
  const exited = once(used, 'exit');
  const said = await clean(61 * 60_000);
  expect(said.match(/Removed what an earlier tail left behind/g)).toHaveLength(2);
  expect(await exited).toEqual([1, null]);
  expect(await account.remains('x')).toEqual(nothing);
}, 60_000);

it('shows of what is asked for, by tenant and type', async () => {
  const { run, written, said } = account.world();
  const tail = run('tail', '--tenant', 'acme', 'beta', '--type', 'tenant.*', '--count', '2', '--json');
  await said('Listening');
  const connected = { ...anEvent(3), type: 'tenant.connected' } as ReturnType<typeof anEvent>;
  await account.publish([anEvent(1, { tenantId: 'gamma' }), anEvent(2, { tenantId: 'beta' }), connected]);
  expect(await tail).toBe(0);
  expect(
    written.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  ).toEqual([anEvent(2).id, anEvent(3).id]);
});
