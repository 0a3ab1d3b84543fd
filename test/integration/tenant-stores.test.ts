import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestsTable } from '../../shared/aws/digests-table.ts';
import { documentClient } from '../../shared/aws/dynamo.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { aContact, aTenant } from '../support/builders.ts';
import { aFailedEntry } from '../support/ledger-entries.ts';
import { type LocalStage, startLocalStage } from './cli/local-stage.ts';

let stage: LocalStage;
beforeAll(async () => {
  stage = await startLocalStage();
});
afterAll(() => stage.close());

describe('the claim of a sevdesk account', () => {
  const claim = (holder: string, claimedAt: number, insteadOf?: { holder: string; claimedAt: number }) =>
    stage.accounts.claim('900100', { holder, claimedAt, insteadOf });

  it('is given to one tenant, replaced only as it was found, and freed by its holder', async () => {
    const both = await Promise.all([claim('acme', 1), claim('zorn', 1)]);
    expect(both.filter(Boolean)).toHaveLength(1);
    const holder = both[0] ? 'acme' : 'zorn';
    expect(await stage.accounts.find('900100')).toEqual({ holder, claimedAt: 1 });
    expect(await claim('late', 5, { holder, claimedAt: 0 })).toBe(false);
    expect(await claim('late', 5, { holder, claimedAt: 1 })).toBe(true);
    await stage.accounts.release('900100', holder);
    expect((await stage.accounts.find('900100'))?.holder).toBe('late');
    await stage.accounts.release('900100', 'late');
    expect(await stage.accounts.find('900100')).toBeUndefined();
  });

  it('is no tenant', async () => {
    await claim('acme', 1);
    for await (const { tenantId } of stage.tenants.all()) expect(tenantId).not.toContain('account:');
  });
});

describe('a tenant that is removed', () => {
  const lookUps = { secretVersion: 'v1', countryIds: {}, unitIds: {}, fetchedAt: 1 };

  it('leaves nothing, or what it is told to leave', async () => {
    await stage.tenants.add(aTenant({ tenantId: 'gone' }));
    await stage.tenants.saveLookUps('gone', lookUps);
    await stage.tenants.remove('gone', { sevClientId: '7', revision: 3 });
    expect([await stage.tenants.get('gone'), await stage.tenants.lookUps('gone')]).toEqual([undefined, undefined]);
    expect(await stage.tenants.remains('gone')).toEqual({ sevClientId: '7', revision: 3 });
    await stage.tenants.remove('gone');
    expect(await stage.tenants.remains('gone')).toBeUndefined();
  });
});

describe('all that is kept of a tenant', () => {
  const snapshot = (recordId: number) => ({
    snapshot: { recordId: String(recordId), sequence: 1, fingerprint: 'f', record: aContact({ id: String(recordId) }) },
    previousSequence: undefined,
  });
  const kind = (tenantId: string) => ({ tenantId, resource: 'Contact' }) as const;
  const digests = () => digestsTable(documentClient(stage.account.dynamoDb), relayNames('local').snapshotsTable);

  async function fill(tenantId: string): Promise<void> {
    await stage.snapshots.commit(
      kind(tenantId),
      Array.from({ length: 60 }, (_, index) => snapshot(index)),
    );
    await stage.snapshots.commit({ tenantId, resource: 'Tag' }, [snapshot(1)]);
    const part = { sights: new Map([['1', '']]) };
    for (const use of ['digest', 'listing'] as const) {
      await digests().write({ ...kind(tenantId), use }, part, { index: 0, fence: 1 });
    }
    for (const id of ['c1', 'c2']) await stage.ledger.add({ ...aFailedEntry(id), tenantId });
    await stage.ledger.claimMarker({ tenantId, type: 'invoice.create', marker: 'm' }, 'c1');
  }

  it('is counted, and deleted whole, and nothing of another tenant', async () => {
    await fill('full');
    await fill('full-2');
    expect(await stage.data.count('full')).toEqual({ records: 61, commands: 2 });
    await stage.data.purgeRecords('full');
    expect(await stage.data.purgeLedger('full', 0)).toBe(0);
    expect(await stage.data.count('full')).toEqual({ records: 0, commands: 0 });
    for (const use of ['digest', 'listing'] as const) {
      expect(await digests().load({ ...kind('full'), use }, 1)).toBeUndefined();
    }
    expect(await stage.ledger.claimMarker({ tenantId: 'full', type: 'invoice.create', marker: 'm' }, 'c9')).toBe('c9');
    expect(await stage.data.count('full-2')).toEqual({ records: 61, commands: 2 });
    expect(await digests().load({ ...kind('full-2'), use: 'digest' }, 1)).toBeDefined();
  });

  it('keeps a command whose call may be under way', async () => {
    const claimed = { ...aFailedEntry('busy'), tenantId: 'busy', state: 'claimed' as const, claimDeadline: 500 };
    await stage.ledger.add(claimed);
    expect(await stage.data.purgeLedger('busy', 499)).toBe(1);
    expect(await stage.ledger.get('busy', 'busy')).toBeDefined();
    expect(await stage.data.purgeLedger('busy', 500)).toBe(0);
    expect(await stage.ledger.get('busy', 'busy')).toBeUndefined();
  });
});

describe('the secret of a tenant', () => {
  it('is deleted without recovery: its name is free at once, and doing it twice is no error', async () => {
    const before = await stage.tokens.store('secret', 'a'.repeat(32));
    await stage.tokens.remove('secret');
    await stage.tokens.remove('secret');
    expect(await stage.tokens.read('secret')).toEqual({ kind: 'missing' });
    const after = await stage.tokens.store('secret', 'b'.repeat(32));
    expect(after).not.toBe(before);
  });
});
