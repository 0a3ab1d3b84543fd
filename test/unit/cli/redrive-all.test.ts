import { expect, it } from 'vitest';
import { redriveAll } from '../../../infra/cli/redrive-all.ts';
import { planRedrive } from '../../../shared/operations/redrive-plan.ts';
import { inMemoryLedger } from '../../support/in-memory-stores.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';
import { cliWorld } from './cli-world.ts';

async function redriveMany(count: number, { failAt = count, isTTY = false } = {}) {
  const ledger = inMemoryLedger();
  for (let index = 0; index < count; index += 1) {
    await ledger.add(aFailedEntry(`c${index}`, { receivedAt: index }));
  }
  const sent: string[] = [];
  const gone: string[] = [];
  const resend = async ({ commandId }: { readonly commandId: string }) => {
    if (sent.length === failAt) throw new Error('SQS is down.');
    sent.push(commandId);
  };
  const now = () => 10_000;
  const plan = () => planRedrive({ ledger, listing: ledger, now }, { tenantId: 'acme', commandIds: 'all' });
  const { context, written } = cliWorld();
  if (isTTY)
    for (const stream of [context.stdout, context.stderr])
      Object.assign(stream, { isTTY, cursorTo() {}, clearLine() {} });
  const run = async () =>
    redriveAll(
      context,
      { ledger, resend, now, onGone: ({ deduplicationId }) => gone.push(deduplicationId) },
      (await plan()).steps,
    );
  return { run, plan, sent, gone, written };
}

it('tells how far it is with many, one line for each hundred', async () => {
  const { run, sent, gone, written } = await redriveMany(230);
  expect(await run()).toEqual([]);
  expect(gone).toHaveLength(230);
  expect(written.err).toBe('100 of 230\n200 of 230\n');
  expect(sent.slice(0, 3)).toEqual(['c0', 'c1', 'c2']);
});

it('shows a bar for many on a terminal, and one line in the end', async () => {
  const { run, sent, written } = await redriveMany(230, { isTTY: true });
  await run();
  expect(sent).toHaveLength(230);
  expect(written.err).toContain('230 of 230');
  expect(written.out).toBe('Redriven: 230 commands.\n');
});

it('says how far it came when SQS fails in the middle; the next one goes on from there', async () => {
  const { run, plan, sent, gone } = await redriveMany(3, { failAt: 1 });
  await expect(run()).rejects.toThrow('1 of 3 were redriven, then "c1" was not: SQS is down.');
  expect([sent, gone]).toEqual([['c0'], ['c0:1']]);
  expect((await plan()).steps.map(({ entry, starts }) => [entry.commandId, entry.run, starts])).toEqual([
    ['c1', 2, false],
    ['c2', 1, true],
  ]);
});
