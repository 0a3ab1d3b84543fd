import { describe, expect, it } from 'vitest';
import { OutcomeUnknown, RequestRejected, SevdeskUnavailable } from '../../../shared/domain/sevdesk-error.ts';
import { redriveCommand } from '../../../shared/operations/redrive-commands.ts';
import { anInvoice, anInvoiceCommand } from '../../support/builders.ts';
import { ours, SAVE, saved } from '../../support/command-world.ts';
import type { Replies } from '../../support/fake-sevdesk.ts';
import { aNamedCommand, redriveWorld } from '../../support/redrive-world.ts';

const LIST = 'GET Invoice';
const DAY_MS = 86_400_000;
const ID = 'order-1042-invoice';
const refused = new RequestRejected('Contact is missing.', { status: 404, code: '151' });
const broken = new OutcomeUnknown('connection broke');

/** A world with one dead letter. */
async function withLetter(replies: Replies) {
  const world = redriveWorld(replies);
  for (let deliveries = 0; world.letters.length === 0; deliveries += 1) {
    if (deliveries > 9) throw new Error('It does not fail');
    await world.deliver();
    world.state.nowMs += 60_000;
  }
  return world;
}

/** A call broke, and sevdesk could not be read for a day. */
async function withUnknownOutcome(...looks: readonly (Error | object)[]) {
  const world = redriveWorld({ [SAVE]: [broken, saved], [LIST]: [new SevdeskUnavailable('down'), ...looks] });
  await world.deliver();
  world.state.nowMs += DAY_MS + 1;
  await world.deliver();
  return world;
}

describe('a redrive', () => {
  it('carries a command out whose cause was mended, and answers the new run under a new id', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    expect((await world.redrive()).done).toMatchObject([{ looksFirst: false, entry: { run: 2 } }]);
    await world.work();
    expect(world.entry()).toMatchObject({ state: 'succeeded', run: 2, attempts: 1, failure: undefined });
    expect(world.events.map(({ type }) => type)).toEqual(['command.failed', 'command.succeeded']);
    expect(world.ledger.markers.get('acme/invoice.create/order-1042')).toBe(ID);
    expect(world.writes()).toBe(2);
  });

  it('that fails again makes another letter, is told again, and can be redriven again', async () => {
    const world = await withLetter({ [SAVE]: refused });
    await world.redrive();
    await world.work();
    expect(world.letters.map(({ deduplicationId }) => deduplicationId)).toEqual([`${ID}:1`, `${ID}:2`]);
    expect(world.events).toMatchObject([{ data: { attempts: 1 } }, { data: { attempts: 1 } }]);
    expect(new Set(world.events.map(({ id }) => id)).size).toBe(2);
    expect((await world.redrive()).done).toMatchObject([{ entry: { run: 3 } }]);
  });

  it('gives a command that was too old a day of its own', async () => {
    const world = redriveWorld({ [SAVE]: [new SevdeskUnavailable('down'), new SevdeskUnavailable('down'), saved] });
    await world.deliver();
    world.state.nowMs += DAY_MS + 1;
    await world.deliver();
    await world.redrive();
    await world.work();
    expect(world.entry()).toMatchObject({ state: 'succeeded', run: 2 });
  });

  it('sends commands in the order in which they came', async () => {
    const world = redriveWorld({ [SAVE]: [refused, refused, refused, saved] });
    for (const id of ['c', 'a', 'b']) {
      await world.deliver(aNamedCommand(id));
      world.state.nowMs += 1;
    }
    await world.redrive(['a', 'b', 'c']);
    expect(world.queue.map(({ commandId }) => commandId)).toEqual(['c', 'a', 'b']);
  });

  it('takes those of one reason only', async () => {
    const world = redriveWorld({ [SAVE]: refused });
    await world.deliver(aNamedCommand('refused'));
    await world.deliver(aNamedCommand('old'), { receives: 901 });
    const { steps } = await world.plan('all', 'attempts_exhausted');
    expect(steps.map(({ entry }) => entry.commandId)).toEqual(['old']);
  });
});

describe('a redrive after a call whose outcome is unknown', () => {
  it('looks before it writes, and adopts what the call had made', async () => {
    const world = await withUnknownOutcome({ objects: [ours] });
    expect((await world.redrive()).done).toMatchObject([{ looksFirst: true, entry: { state: 'unknown' } }]);
    await world.work();
    expect(world.entry()).toMatchObject({ state: 'succeeded', result: { recordId: '99' } });
    expect(world.writes()).toBe(1);
  });

  it('creates only after two looks that found nothing', async () => {
    const world = await withUnknownOutcome({ objects: [] });
    await world.redrive();
    await world.work();
    // One before, two after a pause each, and one more right before the call.
    expect(world.sevdesk.calls.filter(({ path }) => path === 'Invoice')).toHaveLength(1 + 2 + 1);
    expect(world.writes()).toBe(2);
    expect(world.stateOf(ID)).toBe('succeeded');
  });

  it('is ambiguous until somebody has looked into sevdesk, then adopts the one that is left', async () => {
    const twice = { objects: [ours, { ...ours, id: '100' }] };
    const world = await withLetter({ [SAVE]: broken, [LIST]: [twice, twice, { objects: [ours] }] });
    for (const state of ['failed', 'succeeded']) {
      await world.redrive();
      await world.work();
      expect(world.stateOf(ID)).toBe(state);
    }
    expect(world.writes()).toBe(1);
  });

  it('looks again even where two looks had found nothing: sevdesk may have been late', async () => {
    const blamed = new OutcomeUnknown('NOT NULL', { status: 500, message: 'NOT NULL' }, true);
    const nothing = { objects: [] };
    const late = { objects: [ours] };
    const world = await withLetter({ [SAVE]: blamed, [LIST]: [...Array(5).fill(nothing), late] });
    expect(world.entry()).toMatchObject({ failure: { reason: 'rejected_by_sevdesk' }, attempts: 2 });
    await world.redrive();
    await world.work();
    expect(world.stateOf(ID)).toBe('succeeded');
    expect(world.writes()).toBe(2);
  });

  it('counts its looks anew, and what sevdesk blames it for', async () => {
    const blamed = new OutcomeUnknown('NOT NULL', { status: 500, message: 'NOT NULL' }, true);
    const world = await withLetter({ [SAVE]: [blamed, blamed, blamed, saved], [LIST]: { objects: [] } });
    expect(world.entry()).toMatchObject({ blamed: 2, looks: 1 });
    const before = world.sevdesk.calls.filter(({ path }) => path === 'Invoice').length;
    await world.redrive();
    await world.work();
    expect(world.sevdesk.calls.filter(({ path }) => path === 'Invoice')).toHaveLength(before + 6);
    expect(world.entry()).toMatchObject({ state: 'succeeded', attempts: 2 });
  });

  it('does not adopt what was there before the first attempt of the first run', async () => {
    const old = anInvoice({ ...ours, create: '1969-12-31T00:00:00+01:00' });
    const world = await withUnknownOutcome({ objects: [old] });
    await world.redrive();
    await world.work();
    expect(world.writes()).toBe(2);
    expect(world.entry()).toMatchObject({ state: 'succeeded' });
  });
});

describe('a redrive that is repeated', () => {
  it('finds nothing to do while the command is on its way, and after it', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    await world.redrive();
    expect(await world.redrive()).toEqual({ done: [], left: [] });
    expect((await world.redrive([ID])).left).toEqual([
      { id: ID, why: 'it is on its way already (run 2, waiting)', settled: true },
    ]);
    await world.work();
    expect((await world.redrive([ID])).left).toMatchObject([{ why: 'it has succeeded', settled: true }]);
    expect(world.writes()).toBe(2);
  });

  it('sends what a crash before sending had left behind, whatever else it is asked for', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    const { resend } = world.operator;
    world.operator.resend = () => Promise.reject(new Error('crash'));
    await expect(world.redrive()).rejects.toThrow('crash');
    expect([world.entry()?.unsent, world.queue]).toEqual([true, []]);
    world.operator.resend = resend;
    expect((await world.redrive(['other'])).done).toMatchObject([{ entry: { commandId: ID, run: 2 } }]);
    await world.work();
    expect(world.entry()).toMatchObject({ state: 'succeeded', run: 2 });
  });

  it('sends once when a crash came after sending', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    const { save } = world.ledger;
    world.ledger.save = (entry) => (entry.unsent ? save(entry) : Promise.reject(new Error('crash')));
    await expect(world.redrive()).rejects.toThrow('crash');
    world.ledger.save = save;
    await world.redrive();
    expect(world.queue).toHaveLength(1);
    await world.work();
    expect(world.entry()).toMatchObject({ state: 'succeeded', run: 2, unsent: undefined });
    expect(world.writes()).toBe(2);
  });

  it('leaves it to the writer where that was faster', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    const { resend } = world.operator;
    world.operator.resend = async (command) => {
      await resend(command);
      await world.work();
    };
    await world.redrive();
    expect(world.entry()).toMatchObject({ state: 'succeeded', unsent: undefined });
  });
});

describe('a redrive leaves', () => {
  it('a command alone whose reference another one uses by now', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    await world.deliver(anInvoiceCommand({ commandId: 'mended' }));
    const { done, left } = await world.redrive();
    expect(done).toEqual([]);
    expect(left).toMatchObject([
      { id: ID, why: expect.stringContaining('"order-1042" belongs to the command "mended"') },
    ]);
    expect(world.entry()).toMatchObject({ state: 'failed', run: 1 });
  });

  it('a command alone whose reference was taken in this moment', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    world.ledger.markerHolder = async () => undefined;
    await world.deliver(anInvoiceCommand({ commandId: 'mended' }));
    expect((await world.redrive()).done).toMatchObject([{ id: ID, settled: false }]);
    expect(world.queue).toEqual([]);
  });

  it('a command alone that somebody else redrives in this moment', async () => {
    const world = await withLetter({ [SAVE]: [refused, saved] });
    const [mine] = (await world.plan()).steps;
    await world.redrive();
    expect(mine && (await redriveCommand(world.operator, mine))).toMatchObject({ id: ID, settled: true });
    expect(world.queue).toHaveLength(1);
  });

  it('a failure alone that is still being told, unless its writer must be dead', async () => {
    const world = redriveWorld({ [SAVE]: [refused, saved] });
    world.dependencies.publish = () => Promise.reject(new Error('crash'));
    await expect(world.deliver()).rejects.toThrow('crash');
    expect((await world.redrive()).left).toMatchObject([{ why: expect.stringContaining('still being told') }]);
    world.state.nowMs += 3_600_000;
    expect((await world.redrive()).done).toMatchObject([{ entry: { run: 2 } }]);
  });

  it('messages alone of which no command was made', async () => {
    const world = redriveWorld({});
    await world.deliver('no command');
    expect((await world.redrive()).left).toMatchObject([{ id: 'refused:m1', settled: true }]);
    expect((await world.redrive(['refused:m1'])).left).toMatchObject([
      { why: expect.stringContaining('mend the message and send it as a new one'), settled: false },
    ]);
    expect((await world.redrive(['nothing'])).left).toMatchObject([{ why: 'the ledger has no such command' }]);
  });
});
