import { beforeEach, describe, expect, it } from 'vitest';
import {
  OutcomeUnknown,
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
} from '../../../shared/domain/sevdesk-error.ts';
import { refuseToken } from '../../../shared/operations/refuse-token.ts';
import { anInvoice, anInvoiceCommand, aTenant } from '../../support/builders.ts';
import { commandWorld, ours, SAVE, saved } from '../../support/command-world.ts';

let world: ReturnType<typeof commandWorld>;
beforeEach(() => {
  world = commandWorld({ [SAVE]: saved });
});

describe('a command that goes through', () => {
  it('is answered with the id of what it made', async () => {
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.events).toMatchObject([
      {
        type: 'command.succeeded',
        tenantid: 'acme',
        correlationid: 'order-1042-invoice',
        data: { result: { resource: 'Invoice', recordId: '99' } },
      },
    ]);
  });

  it('is answered from the ledger when it comes again, under the same event id', async () => {
    await world.deliver();
    await world.deliver(anInvoiceCommand(), { messageId: 'm2' });
    expect(world.writes()).toBe(1);
    expect(new Set(world.events.map(({ id }) => id)).size).toBe(1);
  });

  it('takes one call once the look-ups are known', async () => {
    await world.deliver();
    const before = world.sevdesk.calls.length;
    await world.deliver(
      anInvoiceCommand({ commandId: 'next', data: { ...anInvoiceCommand().data, reference: 'next' } }),
    );
    expect(world.sevdesk.calls.length - before).toBe(1);
  });
});

describe('a command that is refused', () => {
  it('with other content under the same id ends as a conflict', async () => {
    await world.deliver();
    await world.deliver(anInvoiceCommand({ data: { ...anInvoiceCommand().data, date: '2026-11-21' } }), {
      messageId: 'm2',
    });
    expect(world.letters).toMatchObject([{ failure: { reason: 'conflicting_command' } }]);
    expect(world.events[1]).toMatchObject({
      type: 'command.failed',
      data: { reason: 'conflicting_command', attempts: 0 },
    });
    expect(world.entry()?.state).toBe('succeeded');
  });

  it('with the reference of another command ends as a conflict that names it', async () => {
    await world.deliver();
    await world.deliver(anInvoiceCommand({ commandId: 'other' }), { messageId: 'm2' });
    expect(world.letters[0]?.failure.message).toContain('belongs to the command "order-1042-invoice"');
  });

  it('for a tenant that nobody knows is told so', async () => {
    world.state.token = { kind: 'missing' };
    await world.deliver(anInvoiceCommand({ tenantId: 'nobody' }), { group: 'nobody' });
    expect(world.letters).toMatchObject([{ failure: { reason: 'tenant_unknown' } }]);
  });

  it('waits for a tenant whose secret is there but not tested yet', async () => {
    expect(await world.deliver(anInvoiceCommand({ tenantId: 'new' }), { group: 'new' })).toEqual({
      kind: 'hide',
      seconds: 2,
    });
    expect(world.letters).toEqual([]);
  });

  it('by sevdesk ends in the dead letters with what sevdesk said, and frees its reference', async () => {
    world = commandWorld({
      [SAVE]: new RequestRejected('Currency is required.', { status: 422, code: '1', exceptionUUID: 'u' }),
    });
    await world.deliver();
    const sevdesk = { status: 422, code: '1', exceptionUUID: 'u' };
    expect(world.letters).toMatchObject([
      {
        group: 'acme:order-1042-invoice',
        deduplicationId: 'order-1042-invoice:1',
        failure: { reason: 'rejected_by_sevdesk' },
      },
    ]);
    expect(world.events).toMatchObject([
      { type: 'command.failed', data: { message: 'Currency is required.', sevdesk, attempts: 1 } },
    ]);
    expect(world.ledger.markers.get('acme/invoice.create/order-1042')).toBeUndefined();
  });

  it('completes its report after a crash, once', async () => {
    world = commandWorld({ [SAVE]: new RequestRejected('No.') });
    const publish = world.dependencies.publish;
    world.dependencies.publish = () => Promise.reject(new Error('crash'));
    await expect(world.deliver()).rejects.toThrow('crash');
    world.dependencies.publish = publish;
    await world.deliver();
    await world.deliver();
    expect(world.letters.map(({ deduplicationId }) => deduplicationId)).toEqual(Array(2).fill('order-1042-invoice:1'));
    expect(new Set(world.events.map(({ id }) => id)).size).toBe(1);
  });

  it('is not sent by a relay that runs read-only', async () => {
    world.dependencies.settings.readOnly = true;
    await world.deliver();
    expect(world.letters).toMatchObject([{ failure: { reason: 'unsupported' } }]);
    expect(world.sevdesk.calls).toEqual([]);
  });
});

describe('a command that sevdesk could not take', () => {
  it('waits out 429 without an attempt, with its tenant paused', async () => {
    world = commandWorld({ [SAVE]: [new SevdeskThrottled({ status: 429 }, 7), saved] });
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 7 });
    expect(world.entry()).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(world.tenants.stored.get('acme')?.budget.pausedUntil).toBe(world.state.nowMs + 7000);
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 7 });
    world.state.nowMs += 8000;
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.writes()).toBe(2);
  });

  it('waits out an hour without sevdesk, and is never a dead letter', async () => {
    world = commandWorld({ [SAVE]: [...Array(12).fill(new SevdeskUnavailable('down')), saved] });
    for (let delivery = 1; delivery <= 12; delivery += 1) {
      expect(await world.deliver()).toMatchObject({ kind: 'hide' });
      world.state.nowMs += 300_000;
    }
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.letters).toEqual([]);
  });

  it('ends after a day with its reason', async () => {
    world = commandWorld({ [SAVE]: new SevdeskUnavailable('down') });
    await world.deliver();
    world.state.nowMs += 86_400_001;
    await world.deliver();
    expect(world.letters).toMatchObject([{ failure: { reason: 'attempts_exhausted' } }]);
  });

  it('waits out an account that is locked', async () => {
    world = commandWorld({ [SAVE]: new SevdeskUnavailable('locked', { status: 403 }) });
    expect(await world.deliver()).toMatchObject({ kind: 'hide' });
    expect(world.letters).toEqual([]);
  });

  it('waits out an account that is locked for reads', async () => {
    const locked = new RequestRejected('locked', { status: 403 });
    world = commandWorld({ 'GET Tools/bookkeepingSystemVersion': locked });
    expect(await world.deliver()).toMatchObject({ kind: 'hide' });
    expect(world.entry()).toMatchObject({ state: 'waiting', attempts: 0 });
  });

  it('ends with its reason even when the relay itself fails at it', async () => {
    world.dependencies.ledger.get = () => Promise.reject(new Error('item too large'));
    await expect(world.deliver()).rejects.toThrow('item too large');
    await world.deliver(anInvoiceCommand(), { receives: 901 });
    expect(world.letters).toMatchObject([
      { failure: { reason: 'attempts_exhausted', message: expect.stringContaining('item too large') } },
    ]);
  });

  it('counts its age from when it was sent, so that the queue forgets nothing behind it, but is tried once', async () => {
    world = commandWorld({ [SAVE]: new SevdeskUnavailable('down') });
    const sentAtMs = world.state.nowMs - 86_400_001;
    expect(await world.deliver(anInvoiceCommand(), { sentAtMs })).toMatchObject({ kind: 'hide' });
    expect(await world.deliver(anInvoiceCommand(), { sentAtMs })).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ failure: { reason: 'attempts_exhausted' } }]);
  });

  it('ends before SQS gives it up', async () => {
    await world.deliver(anInvoiceCommand(), { receives: 901 });
    expect(world.letters).toMatchObject([{ failure: { reason: 'attempts_exhausted' } }]);
  });

  it('does not start a call that the invocation may not survive', async () => {
    expect(await world.deliver(anInvoiceCommand(), { deadlineMs: world.state.nowMs + 24_000 })).toEqual({
      kind: 'hide',
      seconds: 1,
    });
    expect(world.writes()).toBe(0);
  });
});

describe('a command whose outcome is unknown', () => {
  const broken = new OutcomeUnknown('connection broke');
  const seen = { objects: [ours] };

  it('is adopted when the first look finds it', async () => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': seen });
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 60 });
    world.state.nowMs += 60_000;
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.writes()).toBe(1);
    expect(world.events).toMatchObject([{ type: 'command.succeeded', data: { result: { recordId: '99' } } }]);
  });

  it('is adopted when only the second look finds it: lists may be late', async () => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': [{ objects: [] }, seen] });
    for (let delivery = 1; delivery <= 3; delivery += 1) {
      await world.deliver();
      world.state.nowMs += 60_000;
    }
    expect(world.writes()).toBe(1);
    expect(world.entry()?.state).toBe('succeeded');
  });

  it('is created again only after two looks apart from each other', async () => {
    world = commandWorld({ [SAVE]: [broken, saved], 'GET Invoice': { objects: [] } });
    await world.deliver();
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 60 });
    world.state.nowMs += 60_000;
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 60 });
    expect(world.writes()).toBe(1);
    world.state.nowMs += 60_000;
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.writes()).toBe(2);
  });

  it('is looked for after a crash in the middle of the call, when its claim has run out', async () => {
    world = commandWorld({ [SAVE]: new Error('the process died'), 'GET Invoice': seen });
    await expect(world.deliver()).rejects.toThrow('died');
    expect(world.entry()?.state).toBe('claimed');
    // The rest of the invocation and 30 s.
    expect(await world.deliver()).toMatchObject({ kind: 'hide', seconds: expect.closeTo(150, -1) });
    world.state.nowMs += 150_000;
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.writes()).toBe(1);
  });

  it.each([
    ['two invoices carry the marker', [ours, { ...ours, id: '100' }], 'ambiguous'],
    [
      'the filter was ignored and the list goes on',
      Array(1000).fill(anInvoice({ customerInternalNote: 'x' })),
      'ambiguous',
    ],
  ])('ends as ambiguous when %s', async (_name, rows, reason) => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': { objects: rows } });
    await world.deliver();
    world.state.nowMs += 60_000;
    await world.deliver();
    expect(world.letters).toMatchObject([{ failure: { reason } }]);
    expect(world.writes()).toBe(1);
  });

  it('is given up at the second 500 that blames it, with the words of sevdesk', async () => {
    const said = { status: 500, message: 'NOT NULL', exceptionUUID: 'u' };
    world = commandWorld({ [SAVE]: new OutcomeUnknown('NOT NULL', said, true), 'GET Invoice': { objects: [] } });
    for (let delivery = 1; delivery <= 9 && world.letters.length === 0; delivery += 1) {
      await world.deliver();
      world.state.nowMs += 60_000;
    }
    expect(world.writes()).toBe(2);
    expect(world.letters).toMatchObject([{ failure: { reason: 'rejected_by_sevdesk', sevdesk: said } }]);
    expect(world.ledger.markers.size).toBe(0);
  });

  it.each([
    ['a text', '4711'],
    ['something else', { invoice: 'yes' }],
  ])('because sevdesk answered %s is looked for, not created again', async (_name, objects) => {
    world = commandWorld({ [SAVE]: { objects }, 'GET Invoice': seen });
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 60 });
    world.state.nowMs += 60_000;
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.writes()).toBe(1);
  });

  it.each([
    ['no list', { message: 'maintenance' }],
    ['nothing', null],
    ['invoices without an id', [{ name: 'x' }]],
    ['fewer rows than it counts', [], 1],
  ])('is not created again when the look is answered with %s', async (_name, objects, total?: number) => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': { objects, total } });
    for (let delivery = 1; delivery <= 5; delivery += 1) {
      expect(await world.deliver()).toMatchObject({ kind: 'hide' });
      world.state.nowMs += 3_600_000;
    }
    expect(world.writes()).toBe(1);
  });

  it('is looked for once more before it is given up as too old', async () => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': seen });
    await world.deliver();
    world.state.nowMs += 86_400_001;
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.entry()?.state).toBe('succeeded');
  });

  it('ends as not retryable when it can not be looked for within a day', async () => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': new SevdeskUnavailable('down') });
    await world.deliver();
    world.state.nowMs += 86_400_001;
    await world.deliver();
    expect(world.letters).toMatchObject([{ failure: { reason: 'attempts_exhausted', retryable: false } }]);
  });

  it('stays unknown while sevdesk refuses to be read', async () => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': [new RequestRejected('locked', { status: 403 }), seen] });
    await world.deliver();
    world.state.nowMs += 60_000;
    expect(await world.deliver()).toMatchObject({ kind: 'hide' });
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.writes()).toBe(1);
  });

  it('stays unknown while sevdesk can not be read', async () => {
    world = commandWorld({ [SAVE]: broken, 'GET Invoice': [new SevdeskUnavailable('down'), seen] });
    await world.deliver();
    world.state.nowMs += 60_000;
    expect(await world.deliver()).toMatchObject({ kind: 'hide' });
    expect(world.entry()?.state).toBe('unknown');
    expect(await world.deliver()).toEqual({ kind: 'done' });
  });
});

describe('a command of a tenant that is away', () => {
  it.each([
    ['disconnected', 'token_rejected', 'tenant_disconnected'],
    ['suspended', 'other_account', 'tenant_suspended'],
    ['paused', 'paused_by_operator', 'tenant_suspended'],
  ] as const)('is parked while it is %s, and goes on when it is back', async (state, reason, told) => {
    world = commandWorld({ [SAVE]: saved }, aTenant({ state, reason }));
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.events).toMatchObject([{ type: 'command.parked', data: { reason: told } }]);
    expect(world.entry()).toMatchObject({ state: 'parked', body: JSON.stringify(anInvoiceCommand()) });
    expect(world.tenants.stored.get('acme')?.hasParked).toBe(true);
    await world.tenants.change('acme', (tenant) => ({ ...tenant, state: 'active' }));
    await world.deliver();
    expect(world.events[1]).toMatchObject({ type: 'command.succeeded' });
  });

  it('is left to the message that is sent for it again, not to a copy of the one before', async () => {
    world = commandWorld({ [SAVE]: saved }, aTenant({ state: 'disconnected', reason: 'token_rejected' }));
    const sentAtMs = world.state.nowMs;
    world.state.nowMs += 1000;
    await world.deliver(undefined, { sentAtMs });
    await world.tenants.change('acme', (tenant) => ({ ...tenant, state: 'active' }));
    expect(await world.deliver(undefined, { sentAtMs })).toEqual({ kind: 'done' });
    expect(world.entry()?.state).toBe('parked');
    await world.deliver();
    expect(world.entry()?.state).toBe('succeeded');
  });

  it('goes on however long the tenant was away', async () => {
    world = commandWorld({ [SAVE]: saved }, aTenant({ state: 'disconnected', reason: 'token_rejected' }));
    await world.deliver();
    world.state.nowMs += 3 * 86_400_000;
    await world.deliver();
    await world.tenants.change('acme', (tenant) => ({ ...tenant, state: 'active' }));
    await world.deliver();
    expect(world.entry()?.state).toBe('succeeded');
  });

  it('fails when the tenant is being removed: it does not come back', async () => {
    world = commandWorld({ [SAVE]: saved }, aTenant({ state: 'removed', reason: 'removed_by_operator' }));
    world.state.token = { kind: 'missing' };
    expect(await world.deliver()).toEqual({ kind: 'done' });
    expect(world.events).toMatchObject([{ type: 'command.failed', data: { reason: 'tenant_unknown' } }]);
    expect([world.sevdesk.calls, world.entry()]).toEqual([[], undefined]);
  });

  it('is not stopped once more by a refused token when an operator stopped it meanwhile', async () => {
    world = commandWorld({ [SAVE]: new TokenRejected({ status: 401 }) });
    await world.deliver();
    await world.tenants.change('acme', (tenant) => ({ ...tenant, state: 'paused', reason: 'paused_by_operator' }));
    world.state.nowMs += 30_000;
    const { tenants } = world;
    await refuseToken({ ...world.dependencies, tenants }, aTenant(), 30_000);
    expect([world.events, tenants.stored.get('acme')?.state]).toEqual([[], 'paused']);
  });

  it('is not written with a token that was not tested: it may open another account', async () => {
    world.state.token = { kind: 'token', token: 'x'.repeat(32), version: 'v2' };
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 30 });
    expect(world.sevdesk.calls).toEqual([]);
  });

  it('disconnects the tenant only when the token is refused twice', async () => {
    world = commandWorld({ [SAVE]: new TokenRejected({ status: 401 }) });
    expect(await world.deliver()).toEqual({ kind: 'hide', seconds: 30 });
    expect(world.tenants.stored.get('acme')?.state).toBe('active');
    world.state.nowMs += 30_000;
    await world.deliver();
    expect(world.tenants.stored.get('acme')).toMatchObject({ state: 'disconnected', reason: 'token_rejected' });
    await world.deliver();
    expect(world.events.map(({ type }) => type)).toEqual(['tenant.disconnected', 'command.parked']);
  });
});

describe('two deliveries at the same time', () => {
  it('make one call: the claim is conditional', async () => {
    const results = await Promise.allSettled([world.deliver(), world.deliver()]);
    expect(world.writes()).toBe(1);
    expect(results).toContainEqual({ status: 'fulfilled', value: { kind: 'hide', seconds: 2 } });
  });
});
