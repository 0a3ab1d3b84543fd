import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeadLetterItem, type LedgerListing, ledgerListing } from '../../shared/aws/ledger-listing.ts';
import { type LedgerTable, ledgerTable } from '../../shared/aws/ledger-table.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { type LedgerEntry, turnEntry } from '../../shared/domain/ledger-entry.ts';
import { sentAgain, startRun } from '../../shared/domain/redrive.ts';
import { aFailedEntry } from '../support/ledger-entries.ts';
import { type LocalTables, startLocalTables } from '../support/local-tables.ts';

const names = relayNames('listing');
let local: LocalTables;
let ledger: LedgerTable;
let listing: LedgerListing;

beforeAll(async () => {
  local = await startLocalTables(names);
  ledger = ledgerTable(local.client, names.commandsTable);
  listing = ledgerListing(local.client, names.commandsTable);
});
afterAll(() => local.close());

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const nameOf = (item: DeadLetterItem) =>
  `${item.kind} ${item.kind === 'refused' ? item.refusal.messageId : item.entry.commandId}`;
const lettersOf = async (group?: string) => (await collect(listing.deadLetters(group))).map(nameOf).sort();
const failure = { reason: 'invalid_command', message: 'No.', retryable: false } as const;

describe('the list of dead letters', () => {
  it('holds what failed and what was refused, of one group or of all, and nothing that is parked', async () => {
    await ledger.add(aFailedEntry('c1'));
    await ledger.add(aFailedEntry('c2', { tenantId: 'beta' }));
    await ledger.add(aFailedEntry('away', { state: 'parked' }));
    await ledger.add(aFailedEntry('done', { state: 'succeeded' }));
    await ledger.refuse({ group: 'no/tenant', messageId: 'm1', failure, body: '{}', refusedAt: 5 });
    expect(await lettersOf('acme')).toEqual(['failed c1']);
    expect(await lettersOf('no/tenant')).toEqual(['refused m1']);
    expect(await lettersOf()).toEqual(['failed c1', 'failed c2', 'refused m1']);
  });

  it('gives a refused message back as it was stored, until it is dropped', async () => {
    const refusal = { group: 'gamma', messageId: 'm2', commandId: 'c', type: 't', failure, body: 'x', refusedAt: 5 };
    await ledger.refuse(refusal);
    expect(await collect(listing.deadLetters('gamma'))).toEqual([{ kind: 'refused', refusal }]);
    await ledger.dropRefused({ ...refusal, droppedAt: 9 });
    expect(await lettersOf('gamma')).toEqual([]);
  });

  it('follows a redrive: unsent while its message may not be in the queue, then gone', async () => {
    const failed = aFailedEntry('again', { tenantId: 'delta' });
    await ledger.add(failed);
    const started = await ledger.save(startRun(failed, 1));
    expect(await lettersOf('delta')).toEqual(['unsent again']);
    const sent = await ledger.save(sentAgain(started));
    expect(await lettersOf('delta')).toEqual([]);
    const failedAgain = await ledger.save(turnEntry(sent, 'failed', { failure }));
    await ledger.save(turnEntry(failedAgain, 'dropped'));
    expect(await lettersOf('delta')).toEqual([]);
    expect(await ledger.get('delta', 'again')).toMatchObject({ state: 'dropped', run: 2 });
  });
});

describe('the list of what is held up', () => {
  const heldUpOf = async (group?: string) =>
    (await collect(listing.heldUp(group))).map(({ kind, id, since }) => `${kind} ${id} ${since}`).sort();

  it('holds dead letters, parked commands and those that are tried again, of one group or of all', async () => {
    const tenantId = 'held';
    await ledger.add(aFailedEntry('failed', { tenantId, endedAt: 1 }));
    await ledger.add(aFailedEntry('parked', { tenantId, state: 'parked', parkedAt: 2 }));
    await ledger.add(aFailedEntry('tried', { tenantId, state: 'waiting', deferrals: 1, activeSince: 3 }));
    await ledger.add(aFailedEntry('looked-for', { tenantId, state: 'unknown', activeSince: 4 }));
    await ledger.add(aFailedEntry('on-its-way', { tenantId, state: 'waiting' }));
    await ledger.refuse({ group: tenantId, messageId: 'm', failure, refusedAt: 5 });
    const held = ['failed failed 1', 'parked parked 2', 'put_off looked-for 4', 'put_off tried 3', 'refused m 5'];
    expect(await heldUpOf(tenantId)).toEqual(held);
    expect(await heldUpOf()).toEqual(expect.arrayContaining(held));
    expect(await lettersOf(tenantId)).toEqual(['failed failed', 'refused m']);
  });

  it('tells why, and not what commands say', async () => {
    await ledger.add(aFailedEntry('c1', { tenantId: 'why', state: 'waiting', deferrals: 3, body: 'secret' }));
    const [heldUp] = await collect(listing.heldUp('why'));
    expect(heldUp).toEqual({
      tenantId: 'why',
      kind: 'put_off',
      id: 'c1',
      type: 'invoice.create',
      since: 1000,
      deferrals: 3,
      failure: aFailedEntry('c1').failure,
    });
  });

  it('forgets a command that went through', async () => {
    const tried = aFailedEntry('c1', { tenantId: 'through', state: 'claimed', deferrals: 1 });
    await ledger.add(tried);
    expect(await heldUpOf('through')).toHaveLength(1);
    await ledger.save(turnEntry(tried, 'succeeded'));
    expect(await heldUpOf('through')).toEqual([]);
  });
});

describe('the list of commands', () => {
  it('holds all of a tenant, page after page, and not what they say', async () => {
    const body = 'x'.repeat(300_000);
    const ids = Array.from({ length: 8 }, (_, index) => `large-${index}`);
    for (const id of ids) await ledger.add(aFailedEntry(id, { tenantId: 'large', body }));
    await ledger.claimMarker({ tenantId: 'large', type: 'invoice.create', marker: 'm' }, 'large-0');
    const commands = await collect(listing.commands('large'));
    expect(commands.map(({ commandId }) => commandId).sort()).toEqual(ids);
    expect(commands[0]).toMatchObject({
      state: 'failed',
      attempts: 1,
      run: 1,
      failure: { reason: 'rejected_by_sevdesk' },
    });
    expect((commands[0] as Partial<LedgerEntry>).body).toBeUndefined();
    expect(await lettersOf('large')).toHaveLength(8);
  });
});
