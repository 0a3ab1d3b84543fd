import { describe, expect, it } from 'vitest';
import { mustLookFirst, startRun } from '../../../shared/domain/redrive.ts';
import {
  OutcomeUnknown,
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  UnexpectedAnswer,
} from '../../../shared/domain/sevdesk-error.ts';
import { listDeadLetters } from '../../../shared/operations/dead-letter.ts';
import { dropLetter } from '../../../shared/operations/drop-letter.ts';
import { anInvoice, anInvoiceCommand, followedBy, invoiceData } from '../../support/builders.ts';
import { commandWorld, SAVE, saved } from '../../support/command-world.ts';
import { listOf, type Replies } from '../../support/fake-sevdesk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type World = ReturnType<typeof commandWorld>;

/** Delivers again and again, each time when it shows again, until it ends; answers after how long. */
async function untilItEnds(world: World, command: unknown = anInvoiceCommand()): Promise<number> {
  const startedAt = world.state.nowMs;
  for (let delivery = 0; delivery < 2000; delivery += 1) {
    const outcome = await world.deliver(command, { sentAtMs: startedAt });
    if (outcome.kind === 'done') return world.state.nowMs - startedAt;
    world.state.nowMs += outcome.seconds * 1000;
  }
  throw new Error('It never ends');
}

const fetchPdf = {
  commandId: 'order-1042-invoice',
  tenantId: 'acme',
  type: 'document.fetch',
  version: 1,
  data: { resource: 'Invoice', record: { id: '4711' } },
};
const broken = new SevdeskUnavailable('Template broken', { status: 500, message: 'Template broken' });

describe('a command of which nothing comes although sevdesk answers', () => {
  it.each<readonly [string, unknown, Replies, RegExp]>([
    ['at a read that always fails', fetchPdf, { 'GET Invoice/4711/getPdf': broken }, /Template broken/],
    [
      'at a read whose answer makes no sense',
      fetchPdf,
      { 'GET Invoice/4711/getPdf': new UnexpectedAnswer('no PDF') },
      /no PDF/,
    ],
    [
      'at a write that never is answered',
      anInvoiceCommand(),
      { [SAVE]: new OutcomeUnknown('Bad gateway', { status: 502 }), 'GET Invoice': listOf() },
      /Bad gateway/,
    ],
  ])('is given up after two hours, not after a day: %s', async (_name, command, replies, words) => {
    const world = commandWorld(replies);
    const took = await untilItEnds(world, command);
    expect(took).toBeGreaterThan(2 * HOUR);
    expect(took).toBeLessThan(4 * HOUR);
    expect(world.letters).toMatchObject([
      { failure: { reason: 'attempts_exhausted', message: expect.stringMatching(words) } },
    ]);
  });

  it('is not given up within an outage of an hour', async () => {
    const world = commandWorld({ 'GET Invoice/4711/getPdf': broken });
    const until = world.state.nowMs + HOUR;
    while (world.state.nowMs < until) {
      const outcome = await world.deliver(fetchPdf, { sentAtMs: 0 });
      expect(outcome.kind).toBe('hide');
      world.state.nowMs += outcome.kind === 'hide' ? outcome.seconds * 1000 : 0;
    }
    expect(world.letters).toEqual([]);
  });

  it('gets through at the lowest rate that is learned, in one delivery', async () => {
    const world = commandWorld({ [SAVE]: saved });
    await world.tenants.change('acme', (tenant) => ({
      ...tenant,
      budget: { ...tenant.budget, tokens: 0, at: world.state.nowMs, learned: { perMinute: 10, at: world.state.nowMs } },
    }));
    expect(await world.deliver()).toMatchObject({ kind: 'done' });
  });
});

/** An invoice that was made, and whose sending sevdesk refuses. */
async function halfDone() {
  const thenSent = invoiceData(followedBy({ send: { markedAs: 'pdf' } }));
  const invoice = anInvoice({
    id: '99',
    status: '100',
    invoiceNumber: null,
    sumNet: '200',
    sumTax: '38',
    sumGross: '238',
  });
  const world = commandWorld({
    [SAVE]: { objects: { invoice } },
    'GET Invoice/99': listOf(invoice),
    'PUT Invoice/99/sendBy': new RequestRejected('no', { status: 422, message: 'no' }),
  });
  await world.deliver(anInvoiceCommand({ data: thenSent }));
  return world;
}

describe('a command that failed at its second step', () => {
  it('says what is done, and keeps its reference, also when it is dropped', async () => {
    const world = await halfDone();
    expect(world.events.at(-1)).toMatchObject({
      type: 'command.failed',
      data: { completed: [{ step: 'save', resource: 'Invoice', recordId: '99' }] },
    });
    const [letter] = await listDeadLetters({ listing: world.ledger }, {});
    if (!letter) throw new Error('There is no dead letter');
    expect(await dropLetter({ ledger: world.ledger, now: () => world.state.nowMs }, letter)).toBeUndefined();
    await world.deliver(anInvoiceCommand({ commandId: 'another' }));
    expect(world.events.at(-1)).toMatchObject({ data: { reason: 'conflicting_command' } });
    expect(world.writes()).toBe(1);
  });
});

describe('a redrive', () => {
  it('after a certain refusal starts afresh: what the refused call compared with is forgotten', async () => {
    const world = commandWorld({ [SAVE]: new RequestRejected('no', { status: 422, message: 'no' }) });
    await world.deliver();
    const entry = world.entry();
    expect(entry && startRun(entry, 1)).toMatchObject({
      state: 'waiting',
      calls: 0,
      step: undefined,
      facts: undefined,
      firstAttemptAt: undefined,
    });
  });

  it('looks first where any call had no answer, whatever ended the command', async () => {
    const lost = new OutcomeUnknown('lost');
    const refusedRead = new RequestRejected('no such unit', { status: 422, message: 'no such unit' });
    const world = commandWorld({
      [SAVE]: [lost, new SevdeskThrottled({ status: 429 }), refusedRead],
      'GET Invoice': listOf(),
    });
    await untilItEnds(world);
    const entry = world.entry();
    expect(entry).toMatchObject({ state: 'failed', failure: { message: expect.stringContaining('no such unit') } });
    expect(entry && mustLookFirst(entry)).toBe(true);
    expect(entry && startRun(entry, 1).state).toBe('unknown');
  });
});
