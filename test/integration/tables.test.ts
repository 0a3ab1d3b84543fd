import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DigestsTable, digestsTable } from '../../shared/aws/digests-table.ts';
import { type LedgerTable, ledgerTable } from '../../shared/aws/ledger-table.ts';
import { type SnapshotsTable, snapshotsTable } from '../../shared/aws/snapshots-table.ts';
import { type TenantsTable, tenantsTable } from '../../shared/aws/tenants-table.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { deletionOf, intentOf, snapshotOf, withoutDueDate } from '../../shared/domain/change.ts';
import { foldDigest, UNSETTLED } from '../../shared/domain/digest.ts';
import { fingerprint } from '../../shared/domain/fingerprint.ts';
import { LedgerConflict, type LedgerEntry, turnEntry } from '../../shared/domain/ledger-entry.ts';
import { invoice } from '../../shared/sevdesk/invoice.ts';
import { anInvoice, aTenant } from '../support/builders.ts';
import { type LocalTables, startLocalTables } from '../support/local-tables.ts';

const names = relayNames('tables');
let local: LocalTables;
let tenants: TenantsTable;
let snapshots: SnapshotsTable;
let digests: DigestsTable;
let ledger: LedgerTable;

beforeAll(async () => {
  local = await startLocalTables(names);
  const { client } = local;
  tenants = tenantsTable(client, names.tenantsTable);
  snapshots = snapshotsTable(client, names.snapshotsTable);
  digests = digestsTable(client, names.snapshotsTable);
  ledger = ledgerTable(client, names.commandsTable);
});
afterAll(() => local.close());

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('the tenants table', () => {
  it('loses no change when several write at the same time', async () => {
    await tenants.add(aTenant({ tenantId: 'busy', failures: 0 }));
    const changes = Array.from({ length: 8 }, () =>
      tenants.change('busy', (tenant) => ({ ...tenant, failures: tenant.failures + 1 })),
    );
    await Promise.all(changes);
    expect(await tenants.get('busy')).toMatchObject({ failures: 8, revision: 8 });
  });

  it('adds a tenant once, and changes nobody who is not there', async () => {
    expect(await tenants.add(aTenant({ tenantId: 'once' }))).toBe(true);
    expect(await tenants.add(aTenant({ tenantId: 'once' }))).toBe(false);
    expect(await tenants.change('nobody', (tenant) => tenant)).toBeUndefined();
  });

  it('finds who is due through the index, and nobody who is stopped', async () => {
    await tenants.add(aTenant({ tenantId: 'due', dueAt: 500 }));
    await tenants.add(aTenant({ tenantId: 'later', dueAt: 5000 }));
    await tenants.add(aTenant({ tenantId: 'stopped', dueAt: 400 }));
    await tenants.change('stopped', (tenant) => ({ ...tenant, dueAt: undefined }));
    const due = await collect(tenants.due(1000));
    expect(due).toContainEqual({ tenantId: 'due', dueAt: 500 });
    expect(due.map(({ tenantId }) => tenantId)).not.toContain('later');
    expect(due.map(({ tenantId }) => tenantId)).not.toContain('stopped');
  });

  it('keeps look-ups apart from the tenants', async () => {
    const lookUps = { secretVersion: 'v1', countryIds: { DE: '1' }, unitIds: {}, fetchedAt: 1 };
    await tenants.saveLookUps('once', lookUps);
    expect(await tenants.lookUps('once')).toEqual(lookUps);
    expect((await collect(tenants.all())).filter(({ tenantId }) => tenantId === 'once')).toHaveLength(1);
  });
});

describe('the snapshots table', () => {
  const kind = { tenantId: 'acme', resource: 'Invoice' } as const;
  const snapshot = (id: string, sequence = 0) => ({ ...snapshotOf(invoice, { record: anInvoice({ id }) }), sequence });

  it('gives back what was stored, more than one read can hold, and positions only where they are known', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => String(index + 1));
    const commits = ids.map((id) => ({ snapshot: snapshot(id), previousSequence: undefined }));
    expect(await snapshots.commit(kind, commits)).toEqual([]);
    const loaded = await snapshots.load(kind, ids);
    expect(loaded.size).toBe(250);
    expect(loaded.get('7')).toEqual(snapshot('7'));
  });

  it('keeps what is about to be told', async () => {
    const told = snapshot('8000');
    const telling = intentOf(told, { kind: 'updated', next: snapshot('8000', 1), receivedAtMs: 7 });
    await snapshots.commit(kind, [{ snapshot: telling, previousSequence: undefined }]);
    expect((await snapshots.load(kind, ['8000'])).get('8000')).toEqual(telling);
  });

  it('takes no record back: a write must continue the sequence that is stored', async () => {
    await snapshots.commit(kind, [{ snapshot: snapshot('9000', 4), previousSequence: undefined }]);
    expect(await snapshots.commit(kind, [{ snapshot: snapshot('9000', 5), previousSequence: 4 }])).toEqual([]);
    expect(await snapshots.commit(kind, [{ snapshot: snapshot('9000', 5), previousSequence: 4 }])).toEqual(['9000']);
    expect(await snapshots.commit(kind, [{ snapshot: snapshot('9000'), previousSequence: undefined }])).toEqual([
      '9000',
    ]);
    expect((await snapshots.load(kind, ['9000'])).get('9000')?.sequence).toBe(5);
  });

  it('holds a document of 1,000 positions, and keeps tenants apart', async () => {
    const positions = Array.from({ length: 1000 }, (_, index) => ({
      id: String(index),
      text: `Position ${index} `.repeat(40),
    }));
    const large = snapshotOf(invoice, { record: anInvoice({ id: '9001' }), positions });
    await snapshots.commit(kind, [{ snapshot: large, previousSequence: undefined }]);
    expect((await snapshots.load(kind, ['9001'])).get('9001')?.positions).toHaveLength(1000);
    expect((await snapshots.load({ ...kind, tenantId: 'beta' }, ['9001'])).size).toBe(0);
  });
});

describe('what snapshots are found by', () => {
  const kind = { tenantId: 'index', resource: 'Invoice' } as const;
  const dueOn = (id: string, day: string, timeToPay = '0') =>
    snapshotOf(invoice, { record: anInvoice({ id, invoiceDate: `${day}T00:00:00+01:00`, timeToPay }) });

  it('lists all of a resource, deleted ones too, and none of its digest', async () => {
    const gone = deletionOf(dueOn('2', '2026-11-01'), 5000).next;
    expect(gone.deletedAt).toBe(5000);
    const commits = [dueOn('1', '2026-11-01'), gone].map((snapshot) => ({ snapshot, previousSequence: undefined }));
    await snapshots.commit(kind, commits);
    await digests.write({ ...kind, use: 'digest' }, { sights: new Map() }, { index: 0, fence: 1 });
    const all = await collect(snapshots.all(kind));
    expect(all).toEqual([dueOn('1', '2026-11-01'), gone]);
    expect(all[1]).toMatchObject({ deletedAt: 5000, record: { id: '2' } });
  });

  it('finds what was due before a day, unless it was told, paid or deleted', async () => {
    const due = { ...kind, tenantId: 'due' };
    const commits = [
      dueOn('1', '2026-11-01'),
      dueOn('2', '2026-11-20'),
      withoutDueDate(dueOn('3', '2026-11-01')),
      snapshotOf(invoice, { record: anInvoice({ id: '4', status: '1000', paidAmount: 46.65 }) }),
      dueOn('5', '2026-11-19'),
    ].map((snapshot) => ({ snapshot, previousSequence: undefined }));
    await snapshots.commit(due, commits);
    expect(await collect(snapshots.dueBefore(due, '2026-11-20'))).toEqual(['1', '5']);
    expect((await snapshots.load(due, ['3'])).get('3')).toMatchObject({ overdueTold: true });
  });
});

describe('the digests', () => {
  const key = { tenantId: 'acme', resource: 'Invoice', use: 'digest' } as const;
  const sightsOf = (count: number) =>
    new Map(Array.from({ length: count }, (_, index) => [String(1_000_000_000 + index), fingerprint(index)]));

  it('give back what was written, in as many items as it takes', async () => {
    const pages = [{ hash: 'abc', next: 990 }];
    const next = await digests.write(key, { sights: sightsOf(30_000), pages }, { index: 0, fence: 5 });
    expect(next).toBe(4);
    expect(foldDigest((await digests.load(key, next)) ?? [])).toEqual(sightsOf(30_000));
    expect(await digests.loadPages(key, next)).toEqual(pages);
  });

  it('add up: later parts win, a part without pages takes them back, and what is gone is gone', async () => {
    const use = { ...key, tenantId: 'parts' };
    await digests.write(use, { sights: sightsOf(2), pages: [] }, { index: 0, fence: 1 });
    const change = new Map([
      ['1000000000', ''],
      ['1000000001', UNSETTLED],
      ['7', fingerprint('seven')],
    ]);
    expect(await digests.write(use, { sights: change }, { index: 2, fence: 2 })).toBe(3);
    expect([...foldDigest((await digests.load(use, 3)) ?? [])]).toEqual([
      ['1000000001', UNSETTLED],
      ['7', fingerprint('seven')],
    ]);
    expect(await digests.loadPages(use, 3)).toEqual([]);
  });

  it('are nothing when a part is missing', async () => {
    expect(await digests.load({ ...key, tenantId: 'nobody' }, 1)).toBeUndefined();
  });

  it('are not overwritten by an earlier holder of the lease', async () => {
    const use = { ...key, tenantId: 'fenced' };
    await digests.write(use, { sights: sightsOf(1) }, { index: 0, fence: 8 });
    await expect(digests.write(use, { sights: new Map() }, { index: 0, fence: 7 })).rejects.toThrow('Another poller');
    expect(foldDigest((await digests.load(use, 1)) ?? [])).toEqual(sightsOf(1));
  });
});

describe('the ledger', () => {
  const entry = (commandId: string, fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
    tenantId: 'acme',
    commandId,
    type: 'invoice.create',
    contentHash: 'h',
    marker: commandId,
    state: 'waiting',
    run: 1,
    attempts: 0,
    calls: 0,
    completed: [],
    blamed: 0,
    deferrals: 0,
    receivedAt: 0,
    activeSince: 0,
    body: '{}',
    revision: 0,
    ...fields,
  });

  it('lets one of two deliveries claim a command', async () => {
    await ledger.add(entry('c1'));
    expect(await ledger.add(entry('c1'))).toBe(false);
    const claims = [1, 2].map(() => ledger.save(turnEntry(entry('c1'), 'claimed')));
    const results = await Promise.allSettled(claims);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(LedgerConflict) });
    expect(await ledger.get('acme', 'c1')).toMatchObject({ state: 'claimed', revision: 1 });
  });

  it('gives a marker to one command per tenant and type, until that one frees it', async () => {
    const claim = { tenantId: 'acme', type: 'invoice.create', marker: 'order-1' } as const;
    expect(await ledger.claimMarker(claim, 'first')).toBe('first');
    expect(await ledger.claimMarker(claim, 'first')).toBe('first');
    expect(await ledger.claimMarker(claim, 'second')).toBe('first');
    expect(await ledger.claimMarker({ ...claim, tenantId: 'beta' }, 'second')).toBe('second');
    await ledger.releaseMarker(claim, 'second');
    expect(await ledger.claimMarker(claim, 'second')).toBe('first');
    await ledger.releaseMarker(claim, 'first');
    expect(await ledger.claimMarker(claim, 'second')).toBe('second');
  });

  it('knows whose marker a record carries', async () => {
    const claim = { tenantId: 'acme', type: 'invoice.create', marker: 'c2' } as const;
    await ledger.claimMarker(claim, 'c2');
    await ledger.add(entry('c2', { state: 'claimed' }));
    expect(await ledger.creatorOf(claim)).toMatchObject({ commandId: 'c2', state: 'claimed' });
    const result = { resource: 'Invoice', recordId: '99' };
    await ledger.save(turnEntry(entry('c2', { state: 'claimed' }), 'succeeded', { result }));
    expect(await ledger.creatorOf(claim)).toMatchObject({ result: { recordId: '99' } });
    expect(await ledger.creatorOf({ ...claim, marker: 'unknown' })).toBeUndefined();
  });

  it('lists parked commands in the order they came, and only those', async () => {
    for (const [commandId, receivedAt] of [
      ['late', 3000],
      ['early', 1000],
      ['middle', 2000],
    ] as const) {
      await ledger.add(entry(commandId, { state: 'parked', receivedAt, tenantId: 'away' }));
    }
    await ledger.add(entry('working', { tenantId: 'away' }));
    const failure = { reason: 'invalid_command', message: 'No.', retryable: false } as const;
    await ledger.refuse({ group: 'away', messageId: 'm1', failure, refusedAt: 1 });
    const parked = await collect(ledger.inState('away', 'parked'));
    expect(parked.map(({ commandId }) => commandId)).toEqual(['early', 'middle', 'late']);
    await ledger.save(turnEntry(parked[0] as LedgerEntry, 'waiting'));
    expect(await collect(ledger.inState('away', 'parked'))).toHaveLength(2);
    expect(await collect(ledger.inState('away', 'failed'))).toEqual([]);
  });
});
