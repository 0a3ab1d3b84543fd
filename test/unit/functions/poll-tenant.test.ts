import { beforeEach, describe, expect, it } from 'vitest';
import { pollTenant } from '../../../functions/poll-tenant/poll-tenant.ts';
import {
  BudgetExhausted,
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from '../../../shared/domain/sevdesk-error.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';
import { fakeSevdesk, listOf, type Replies } from '../../support/fake-sevdesk.ts';
import { pollWorld } from '../../support/poll-world.ts';

const newTenant = aTenant({ state: 'baseline', resources: {} });
const positions = { 'GET Invoice/4711/getPositions': listOf({ id: '1', name: 'Consulting' }) };
const quiet = { 'GET Contact': listOf(aContact()), 'GET Invoice': listOf(anInvoice()), ...positions };

function aWorld(replies: Replies, tenant = newTenant) {
  const sevdesk = fakeSevdesk(replies);
  return { sevdesk, ...pollWorld(sevdesk, tenant) };
}

/** A world after its baseline, in which sevdesk then answers something else. */
async function afterBaseline(replies: Replies) {
  const before = aWorld(quiet);
  await before.poll();
  const after = aWorld({ ...quiet, ...replies }, before.acme());
  for (const [key, snapshot] of before.snapshots.stored) after.snapshots.stored.set(key, snapshot);
  for (const [key, part] of before.digests.stored) after.digests.stored.set(key, part);
  after.state.nowMs = before.state.nowMs;
  return after;
}

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld(quiet);
});

describe('a baseline', () => {
  it('stores what is there and tells no record event', async () => {
    await world.poll();
    expect(world.types()).toEqual(['baseline.started', 'baseline.completed']);
    expect(world.events[1]).toMatchObject({ data: { counts: { Contact: 1, Invoice: 1 } } });
    expect(world.acme()).toMatchObject({ state: 'active', sevClientId: '900100' });
    expect(world.acme()?.lease).toBeUndefined();
    expect([...world.snapshots.stored.values()].map(({ sequence }) => sequence)).toEqual([0, 0]);
  });

  it('fetches no positions: they are a value that is not known yet', async () => {
    await world.poll();
    expect(world.sevdesk.calls.map(({ path }) => path)).toEqual(['Contact', 'Invoice']);
  });

  it('goes on after a crash without telling anything twice as news', async () => {
    world.dependencies.tenants = { ...world.tenants, change: stopAt(world.tenants.change, 2) };
    await world.poll().catch(() => undefined);
    world.dependencies.tenants = world.tenants;
    world.state.nowMs += 330_000;
    await world.poll();
    expect(new Set(world.types())).toEqual(new Set(['baseline.started', 'baseline.completed']));
    expect(new Set(world.events.map(({ id }) => id)).size).toBe(2);
  });
});

describe('a change', () => {
  it('is told once, with its positions, and not again', async () => {
    const changed = anInvoice({ header: 'new', update: '2026-11-20T10:00:00+01:00' });
    world = await afterBaseline({ 'GET Invoice': listOf(changed) });
    await world.poll();
    await world.poll();
    expect(world.types()).toEqual(['invoice.updated']);
    expect(world.events[0]).toMatchObject({
      sequence: '000000000001',
      data: { changed: ['header'], record: { positions: [{ id: '1' }] } },
    });
  });

  it('is looked for behind the cursor, which is the clock of sevdesk', async () => {
    world = await afterBaseline({});
    await world.poll();
    expect(world.sevdesk.calls[1]).toMatchObject({
      path: 'Invoice',
      query: { updateAfter: String(2000 - 120), showAll: 'true' },
    });
  });

  it('is told before it is stored: a crash in between repeats it under the same id', async () => {
    const changed = anInvoice({ status: '1000', paidAmount: 46.65, update: '2026-11-20T10:00:00+01:00' });
    world = await afterBaseline({ 'GET Invoice': listOf(changed) });
    world.dependencies.snapshots = { ...world.snapshots, commit: stopAt(world.snapshots.commit, 2) };
    await expect(world.poll()).rejects.toThrow('crash');
    world.dependencies.snapshots = world.snapshots;
    await world.poll();
    expect(world.types()).toEqual(['invoice.updated', 'invoice.paid', 'invoice.updated', 'invoice.paid']);
    expect(new Set(world.events.map(({ id }) => id)).size).toBe(2);
  });

  it.each([
    ['was told', 2],
    ['was to be told', 1],
  ])(
    'that %s when the poll died, and was taken back, is told, and then that it was taken back',
    async (_name, call) => {
      const changed = anInvoice({ header: 'B', update: '2026-11-20T10:00:00+01:00' });
      const back = anInvoice({ update: '2026-11-20T11:00:00+01:00' });
      world = await afterBaseline({ 'GET Invoice': [listOf(changed), listOf(back)] });
      const publish = world.dependencies.publish;
      world.dependencies.publish = call === 1 ? () => Promise.reject(new Error('crash')) : publish;
      world.dependencies.snapshots = { ...world.snapshots, commit: stopAt(world.snapshots.commit, 2) };
      await expect(world.poll()).rejects.toThrow('crash');
      world.dependencies.snapshots = world.snapshots;
      world.dependencies.publish = publish;
      await world.poll();
      const distinct = new Map(world.events.map((event) => [event.id, event]));
      expect([...distinct.values()]).toMatchObject([
        { sequence: '000000000001', data: { previous: { header: null }, record: { header: 'B' } } },
        { sequence: '000000000002', data: { previous: { header: 'B' } } },
      ]);
    },
  );

  it('of positions in the very second in which they were read is told at the next poll', async () => {
    const update = '2026-11-20T10:00:00+01:00';
    const fresh = { dateSeconds: Date.parse(update) / 1000 };
    world = await afterBaseline({
      'GET Invoice': listOf(anInvoice({ header: 'new', update })),
      'GET Invoice/4711/getPositions': [
        { ...listOf({ id: '1', price: '1' }), ...fresh },
        { ...listOf({ id: '1', price: '2' }), dateSeconds: fresh.dateSeconds + 60 },
      ],
    });
    await world.poll();
    await world.poll();
    await world.poll();
    expect(world.events.map(({ data }) => (data as { changed: string[] }).changed)).toEqual([
      ['header'],
      ['positions'],
    ]);
  });

  it('of a record that stands twice on one page is told once', async () => {
    const changed = anInvoice({ header: 'new' });
    world = await afterBaseline({ 'GET Invoice': listOf(changed, changed) });
    await world.poll();
    expect(world.types()).toEqual(['invoice.updated']);
  });

  it('is not stored when it could not be told', async () => {
    world = await afterBaseline({ 'GET Invoice': listOf(anInvoice({ header: 'new' })) });
    const publish = world.dependencies.publish;
    world.dependencies.publish = () => Promise.reject(new Error('no bus'));
    await expect(world.poll()).rejects.toThrow('no bus');
    world.dependencies.publish = publish;
    await world.poll();
    expect(world.types()).toEqual(['invoice.updated']);
  });

  it('stays untold when only update moved, but positions are looked at', async () => {
    world = await afterBaseline({ 'GET Invoice': listOf(anInvoice({ update: '2026-11-20T10:00:00+01:00' })) });
    await world.poll();
    expect(world.events).toEqual([]);
    expect(world.sevdesk.calls.map(({ path }) => path)).toContain('Invoice/4711/getPositions');
  });

  it('in positions alone is told once they are known', async () => {
    world = await afterBaseline({
      'GET Invoice': [1, 2].map((hour) => listOf(anInvoice({ update: `2026-11-20T1${hour}:00:00+01:00` }))),
      'GET Invoice/4711/getPositions': [listOf({ id: '1', name: 'A' }), listOf({ id: '1', name: 'B' })],
    });
    await world.poll();
    await world.poll();
    expect(world.events).toMatchObject([{ type: 'invoice.updated', data: { changed: ['positions'] } }]);
  });

  it('that is a copy of what our command made is not ours', async () => {
    const copy = anInvoice({ id: '99', customerInternalNote: 'order-1042', status: '100' });
    world = await afterBaseline({ 'GET Invoice': listOf(copy), 'GET Invoice/99/getPositions': listOf() });
    const claim = { tenantId: 'acme', type: 'invoice.create', marker: 'order-1042' } as const;
    await world.ledger.claimMarker(claim, 'c1');
    const result = { resource: 'Invoice', recordId: '98' };
    world.ledger.entries.set('acme/c1', { ...claim, commandId: 'c1', completed: [], result, endedAt: 1 } as never);
    await world.poll();
    expect(world.events).toMatchObject([{ data: { origin: 'external' } }]);
  });

  it('that our own command made says so', async () => {
    const made = anInvoice({ id: '99', customerInternalNote: 'order-1042', status: '100' });
    world = await afterBaseline({ 'GET Invoice': listOf(made), 'GET Invoice/99/getPositions': listOf() });
    const claim = { tenantId: 'acme', type: 'invoice.create', marker: 'order-1042' } as const;
    await world.ledger.claimMarker(claim, 'order-1042-invoice');
    const entry = { ...claim, commandId: 'order-1042-invoice', completed: [] };
    world.ledger.entries.set('acme/order-1042-invoice', entry as never);
    await world.poll();
    expect(world.events).toMatchObject([
      { type: 'invoice.created', correlationid: 'order-1042-invoice', data: { origin: 'self' } },
    ]);
  });
});

describe('a record that makes trouble', () => {
  const broken = anInvoice({ id: '1', status: '100', header: 'changed', update: '2026-11-20T10:00:00+01:00' });
  const healthy = anInvoice({ header: 'changed', update: '2026-11-20T10:00:00+01:00' });
  it.each([
    ['positions that sevdesk refuses', {}, new RequestRejected('No Model_Invoice')],
    ['positions that sevdesk fails at', {}, new SevdeskUnavailable('NOT NULL', { status: 500, message: 'NOT NULL' })],
    ['a date that nobody meant', { invoiceDate: '0024-11-20T00:00:00+01:00' }, listOf()],
  ])('does not hold up the others: %s', async (_name, fields, positionsOfIt) => {
    const records = listOf({ ...broken, ...fields }, healthy);
    world = await afterBaseline({ 'GET Invoice': records, 'GET Invoice/1/getPositions': positionsOfIt });
    await world.poll();
    expect(world.events.map(({ type, subject }) => `${type} ${subject}`)).toEqual([
      'invoice.created Invoice/1',
      'invoice.updated Invoice/4711',
    ]);
  });

  it('is set aside, and not noted as told, when no event can be made of it', async () => {
    const [odd, other] = [aContact({ id: '1', name: 'odd' }), aContact({ name: 'Changed' })];
    world = await afterBaseline({ 'GET Contact': listOf(odd, other) });
    const { summarize } = contact;
    world.dependencies.resources = {
      Contact: {
        ...contact,
        summarize: (record) => {
          if (record.id === '1') throw new RangeError('Invalid time value');
          return summarize(record);
        },
      },
    };
    await world.poll(2);
    expect(world.told()).toEqual(['contact.updated Contact/815']);
    expect([...world.snapshots.stored.values()].filter(({ telling }) => telling)).toEqual([]);
  });

  it('keeps its place in the next listing until its positions could be read, and then tells them', async () => {
    const touched = anInvoice({ update: '2026-11-20T10:00:00+01:00' });
    const known = listOf({ id: '1', name: 'A' });
    world = await afterBaseline({ 'GET Invoice': listOf(touched), 'GET Invoice/4711/getPositions': known });
    await world.poll();
    const before = world.acme()?.resources.Invoice?.cursor;
    const again = anInvoice({ update: '2026-11-20T11:00:00+01:00' });
    const refusal = new SevdeskUnavailable('NOT NULL', { status: 500, message: 'NOT NULL' });
    const later = aWorld(
      {
        ...quiet,
        'GET Invoice': { ...listOf(again), dateSeconds: 9_000_000_000 },
        'GET Invoice/4711/getPositions': [refusal, listOf({ id: '1', name: 'B' })],
      },
      world.acme(),
    );
    for (const [key, snapshot] of world.snapshots.stored) later.snapshots.stored.set(key, snapshot);
    later.state.nowMs = world.state.nowMs;
    await later.poll();
    expect(later.events).toEqual([]);
    expect(later.acme()?.resources.Invoice?.cursor).toBe(before);
    await later.poll();
    expect(later.events).toMatchObject([{ type: 'invoice.updated', data: { changed: ['positions'] } }]);
    expect(later.acme()?.resources.Invoice?.cursor).toBeGreaterThan(before ?? 0);
  });

  it('is told in parts, so that a poll that is cut short has got somewhere', async () => {
    const many = Array.from({ length: 50 }, (_, index) => anInvoice({ id: String(9000 + index), status: '100' }));
    const all = Object.fromEntries(many.map(({ id }) => [`GET Invoice/${id}/getPositions`, listOf()]));
    world = await afterBaseline({
      'GET Invoice': listOf(...many),
      ...all,
      'GET Invoice/9045/getPositions': new SevdeskThrottled({}),
    });
    await world.poll();
    expect(world.events).toHaveLength(45);
  });

  it('that nobody can count is believed after three times', async () => {
    world = aWorld({ ...quiet, 'GET Contact': { objects: [aContact()], total: 7 } });
    for (let poll = 1; poll <= 3; poll += 1) await world.poll();
    expect(world.acme()).toMatchObject({ state: 'active' });
  });
});

describe('who polls', () => {
  it('is one at a time: the lease decides', async () => {
    await Promise.all([world.poll(), world.poll()]);
    expect(world.sevdesk.calls).toHaveLength(2);
  });

  it('stops when another poller moved a record on: its lease is lost', async () => {
    world = await afterBaseline({ 'GET Invoice': listOf(anInvoice({ header: 'new' })) });
    world.dependencies.snapshots = { ...world.snapshots, commit: async () => ['4711'] };
    await expect(world.poll()).rejects.toThrow('Another poller has moved on 1 records of Invoice');
    expect(world.acme()?.resources.Invoice).toMatchObject({ cursor: 2000 });
  });

  it.each([
    ['asks for its resources side by side', undefined, 2],
    ['asks for one after another when the last poll ran out before one was done', 1, 1],
  ])('%s', async (_name, triedAt, expected) => {
    world = await afterBaseline({});
    await world.tenants.change('acme', ({ resources, ...tenant }) => {
      const Invoice = { ...resources.Invoice, ...(triedAt && { triedAt }) };
      return { ...tenant, resources: { ...resources, Invoice }, dueAt: 0 };
    });
    let running = 0;
    let most = 0;
    world.dependencies.connect = () => ({
      async call(call) {
        running += 1;
        most = Math.max(most, running);
        const answer = await world.sevdesk.call(call);
        running -= 1;
        return answer;
      },
    });
    await world.poll();
    expect(most).toBe(expected);
    expect(world.acme()?.resources.Invoice?.triedAt).toBeUndefined();
  });

  it('is put off, not left due, when none of its resources is', async () => {
    await world.poll();
    await world.tenants.change('acme', (tenant) => ({ ...tenant, dueAt: 0 }));
    await pollTenant(world.dependencies, { tenantId: 'acme', deadlineMs: world.state.nowMs + 300_000 });
    expect(world.acme()?.dueAt).toBeGreaterThan(world.state.nowMs);
    expect(world.acme()?.lease).toBeUndefined();
  });

  it.each([
    ['is done', undefined, undefined],
    ['is asked for again meanwhile', 9, { Contact: 'everything', Invoice: 'everything' }],
  ])('forgets what operators asked for once it %s', async (_name, askedAt, left) => {
    world = await afterBaseline({});
    const asked = { Contact: 'everything', Invoice: 'everything' } as const;
    await world.tenants.change('acme', (tenant) => ({ ...tenant, asked, askedAt: 1, dueAt: 0 }));
    world.dependencies.tokens = {
      ...world.dependencies.tokens,
      read: async () => {
        if (askedAt) await world.tenants.change('acme', (tenant) => ({ ...tenant, askedAt }));
        return world.state.token;
      },
    };
    await world.poll();
    expect(world.acme()?.asked).toEqual(left);
  });

  it('keeps what operators asked for where it could not be done', async () => {
    world = await afterBaseline({ 'GET Invoice': new SevdeskThrottled({}) });
    const asked = { Contact: 'look', Invoice: 'everything' } as const;
    await world.tenants.change('acme', (tenant) => ({ ...tenant, asked, askedAt: 1, dueAt: 0 }));
    await world.poll();
    expect(world.acme()?.asked).toEqual({ Invoice: 'everything' });
  });

  it('is nobody before the tenant is due again', async () => {
    await world.poll();
    await pollTenant(world.dependencies, { tenantId: 'acme', deadlineMs: world.state.nowMs + 300_000 });
    expect(world.sevdesk.calls).toHaveLength(2);
  });

  it.each(['suspended', 'disconnected'] as const)('is nobody while the tenant is %s', async (state) => {
    world = aWorld(quiet, aTenant({ state }));
    await world.poll();
    expect(world.sevdesk.calls).toEqual([]);
  });

  it('is nobody with a token that was not tested', async () => {
    world.state.token = { kind: 'token', token: 'x'.repeat(32), version: 'v2' };
    await world.poll();
    expect(world.sevdesk.calls).toEqual([]);
    expect(world.acme()?.lease).toBeUndefined();
  });
});

describe('another sevdesk account behind the token', () => {
  it('suspends the tenant before anything is told or stored', async () => {
    const stranger = { sevClient: { id: '666', objectName: 'SevClient' } };
    world = await afterBaseline({ 'GET Contact': listOf(aContact({ name: 'Other', ...stranger })) });
    await world.poll();
    await world.poll();
    expect(world.types()).toEqual(['tenant.suspended']);
    expect(world.events[0]).toMatchObject({
      data: { reason: 'other_account', message: expect.stringContaining('666') },
    });
    expect(world.acme()).toMatchObject({ state: 'suspended' });
    expect(world.acme()?.dueAt).toBeUndefined();
  });

  it.each([
    ['got another token meanwhile', { secretVersion: 'v2' }],
    ['was paused meanwhile', { state: 'paused', reason: 'paused_by_operator', lease: undefined, dueAt: undefined }],
  ] as const)('leaves a tenant as it is that %s, and tells nothing', async (_name, fields) => {
    const stranger = { objects: [aContact({ name: 'Other', sevClient: { id: '666', objectName: 'SevClient' } })] };
    world = await afterBaseline({});
    const { tenants } = world;
    world.dependencies.connect = () => ({
      async call() {
        const acme = tenants.stored.get('acme');
        if (acme) tenants.stored.set('acme', { ...acme, ...fields });
        return { objects: stranger.objects, total: undefined, dateSeconds: undefined, receivedAtMs: 0 };
      },
    });
    await world.poll();
    expect(world.events).toEqual([]);
    expect(world.acme()).toMatchObject(fields);
    expect(world.acme()?.lease).toBeUndefined();
  });
});

describe('a poll that can not go on', () => {
  it.each([
    ['429 pauses the tenant as long as sevdesk asks', new SevdeskThrottled({ status: 429 }, 40), 40_000],
    ['an outage backs off', new SevdeskUnavailable('down'), 1000],
    ['a budget that is used up waits for it', new BudgetExhausted(700), 700],
  ])('%s', async (_name, error, waitMs) => {
    world = await afterBaseline({ 'GET Contact': error });
    await world.poll();
    expect(world.acme()).toMatchObject({ state: 'active', dueAt: world.state.nowMs + waitMs });
    expect(world.acme()?.lease).toBeUndefined();
    expect(world.events).toEqual([]);
  });

  it('keeps what was read to its end before', async () => {
    world = await afterBaseline({
      'GET Contact': { ...listOf(aContact()), dateSeconds: 9000 },
      'GET Invoice': new SevdeskUnavailable('down'),
    });
    await world.poll();
    expect(world.acme()?.resources).toMatchObject({ Contact: { cursor: 9000 }, Invoice: { cursor: 2000 } });
  });

  it('gives the lease back and is reported when the answer was never seen before', async () => {
    const strange = new UnexpectedAnswer('HTML');
    world = await afterBaseline({ 'GET Contact': strange, 'GET Invoice': strange });
    await expect(world.poll()).rejects.toThrow('HTML');
    expect(world.acme()?.lease).toBeUndefined();
  });

  it.each([
    ['fails at', new SevdeskUnavailable('Error', { status: 500 })],
    ['refuses', new RequestRejected('no permission', { status: 403 })],
    ['answers strangely', new UnexpectedAnswer('HTML')],
  ])('at one resource that sevdesk %s goes on with the others', async (_name, error) => {
    const changed = anInvoice({ header: 'new' });
    world = await afterBaseline({ 'GET Contact': error, 'GET Invoice': listOf(changed) });
    await world.poll();
    expect(world.types()).toEqual(['invoice.updated']);
    expect(world.acme()?.resources.Contact).toMatchObject({ failed: 1 });
  });

  it('at one document tells it without its positions after three polls', async () => {
    world = await afterBaseline({
      'GET Invoice': listOf(anInvoice({ header: 'new' })),
      'GET Invoice/4711/getPositions': new SevdeskUnavailable('Bad Gateway', { status: 502 }),
    });
    await world.poll();
    await world.poll();
    await world.poll();
    expect(world.types()).toEqual([]);
    await world.poll();
    expect(world.types()).toEqual(['invoice.updated']);
  });

  it('disconnects only when the token is refused twice, the pause apart', async () => {
    world = await afterBaseline({ 'GET Contact': new TokenRejected({ status: 401 }) });
    await world.poll();
    expect(world.acme()).toMatchObject({ state: 'active', rejected: { version: 'v1' } });
    await world.poll();
    expect(world.acme()).toMatchObject({ state: 'disconnected', reason: 'token_rejected' });
    expect(world.types()).toEqual(['tenant.disconnected']);
  });

  it('disconnects when the secret is gone', async () => {
    world.state.token = { kind: 'missing' };
    await world.poll();
    expect(world.events).toMatchObject([{ type: 'tenant.disconnected', data: { reason: 'secret_missing' } }]);
  });
});

/** A function that throws from its n-th call on. */
function stopAt<A extends unknown[], R>(real: (...args: A) => Promise<R>, call: number): (...args: A) => Promise<R> {
  let calls = 0;
  return async (...args) => {
    calls += 1;
    if (calls >= call) throw new Error('crash');
    return real(...args);
  };
}
