import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadLetters } from '../../../shared/aws/command-queue.ts';
import { RESOURCE_NAMES } from '../../../shared/contract/event.ts';
import { commandLetter } from '../../../shared/domain/letter-name.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aContact, aTenant } from '../../support/builders.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';
import { receive, receiveJson } from '../local/local-account.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');
const AN_HOUR_AGO = NOW - 3_600_000;

let stage: LocalStage;
beforeAll(async () => {
  stage = await startLocalStage();
});
afterAll(() => stage.close());

async function relay(...args: string[]) {
  const { run, written } = stage.world({ now: () => NOW });
  const exitCode = await run(...args);
  return { exitCode, ...written };
}

const add = (tenantId: string, fields: Partial<Tenant> = {}) =>
  stage.tenants.add(aTenant({ tenantId, since: AN_HOUR_AGO, dueAt: NOW + 60_000, ...fields }));
const park = (tenantId: string, commandId: string, receivedAt: number) =>
  stage.ledger.add({ ...aFailedEntry(commandId), tenantId, state: 'parked', receivedAt });
const stopped = (fields: Partial<Tenant>): Partial<Tenant> => ({ dueAt: undefined, ...fields });
const rejected = stopped({
  state: 'disconnected',
  reason: 'token_rejected',
  message: 'sevdesk refused the token twice.',
});

describe('tenant list', () => {
  it('shows every tenant, or those in one state', async () => {
    await add('list-a', { sevClientId: '7' });
    await add('list-b', rejected);
    const all = await relay('tenant', 'list');
    expect(all.out).toMatch(/^TENANT +STATE +SINCE +REASON +ACCOUNT +PARKED +DUE$/m);
    expect(all.out).toMatch(/^list-a +active +2026-11-20 08:15:00 +- +7 +0 +in 1 min$/m);
    expect(all.out).toMatch(/^list-b +disconnected +2026-11-20 08:15:00 +token_rejected +- +0 +not polled$/m);
    const some = await relay('tenant', 'list', '--state', 'disconnected', '--json');
    expect(JSON.parse(some.out).map(({ tenantId }: { tenantId: string }) => tenantId)).toEqual(['list-b']);
    expect((await relay('tenant', 'list', '--state', 'suspended')).out).toBe('No tenant is suspended.\n');
  });

  it('says which states there are', async () => {
    const { exitCode, err } = await relay('tenant', 'list', '--state', 'sleeping');
    expect([exitCode, err]).toEqual([2, expect.stringContaining('baseline, active, paused, suspended, disconnected')]);
  });
});

describe('tenant show', () => {
  it('says how it stands, what waits for it, and what to do', async () => {
    const resources = { Invoice: { records: 1200, baselinedAt: AN_HOUR_AGO, polledAt: AN_HOUR_AGO }, Tag: {} };
    await add('shown', { ...rejected, sevClientId: '7', testedAt: NOW, hasParked: true, resources });
    await park('shown', 'second', 2000);
    await park('shown', 'first', 1000);
    const { exitCode, out } = await relay('tenant', 'show', 'shown');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/State +disconnected since 2026-11-20 08:15:00 \(1 h\)/);
    expect(out).toMatch(/Reason +token_rejected: sevdesk refused the token twice/);
    expect(out).toMatch(/sevdesk account +7/);
    expect(out).toMatch(/Token +secret version v1, tested 2026-11-20 09:15:00/);
    expect(out).toMatch(/Parked commands +2: first, second/);
    expect(out).toMatch(/Next +Get a token that works, then: tenant rotate shown\./);
    expect(out).toMatch(/Invoice +1,200 +2026-11-20 08:15:00 +1 h ago/);
    expect(out).toMatch(/Tag +- +not yet +never/);
    expect(JSON.parse((await relay('tenant', 'show', 'shown', '--json')).out)).toMatchObject({
      tenantId: 'shown',
      state: 'disconnected',
      secretVersion: 'v1',
      testedAt: '2026-11-20T08:15:00.000Z',
      parked: ['first', 'second'],
      nextStep: expect.stringContaining('tenant rotate shown'),
    });
  });

  it.each([
    ['active', undefined, 'Nothing to do: it is polled'],
    ['paused', 'paused_by_operator', 'tenant resume'],
    ['suspended', 'account_taken', 'One tenant per sevdesk account'],
    ['removed', 'removed_by_operator', 'cut short'],
  ] as const)('knows what comes next: %s', async (state, reason, text) => {
    await add(`next-${state}`, { state, reason });
    expect((await relay('tenant', 'show', `next-${state}`)).out).toContain(text);
  });
});

describe('tenant pause and resume', () => {
  it('stop a tenant and go on with it: what waited is sent in its order, and it is polled now', async () => {
    const baselined = RESOURCE_NAMES.map((name) => [name, { baselinedAt: 1 }]);
    await add('pausing', { resources: Object.fromEntries(baselined) });
    expect((await relay('tenant', 'pause', 'pausing')).exitCode).toBe(0);
    expect(await stage.tenants.get('pausing')).toMatchObject({ state: 'paused', reason: 'paused_by_operator' });
    await stage.tenants.change('pausing', (tenant) => ({ ...tenant, hasParked: true }));
    await park('pausing', 'two', 2000);
    await park('pausing', 'one', 1000);
    const { exitCode, out } = await relay('tenant', 'resume', 'pausing');
    expect(exitCode).toBe(0);
    expect(out).toContain('Tenant pausing is active: it is polled now');
    expect(out).toContain('sent again, in their order: 2.');
    expect(await stage.tenants.get('pausing')).toMatchObject({ state: 'active', dueAt: NOW });
    expect(await receiveJson(stage.account, stage.pollsQueueUrl)).toEqual({ tenantId: 'pausing' });
    const first = await receive(stage.account, stage.commandQueueUrl);
    expect(JSON.parse(first?.Body ?? '')).toMatchObject({ commandId: 'one' });
    expect(first?.Attributes?.MessageGroupId).toBe('pausing');
  });

  it('say what is not possible', async () => {
    await add('dead', rejected);
    const pause = await relay('tenant', 'pause', 'dead');
    const resume = await relay('tenant', 'resume', 'dead');
    expect([pause.exitCode, resume.exitCode]).toEqual([1, 1]);
    expect(pause.err).toContain("Tenant dead is disconnected and can't become paused: it can become");
    expect(resume.err).toContain('Tenant dead is not paused: it is disconnected (token_rejected).');
    expect((await relay('tenant', 'pause', 'nobody')).err).toContain('There is no tenant nobody');
  });
});

describe('tenant disconnect', () => {
  it('deletes the secret, and nothing else', async () => {
    await add('leaving', { sevClientId: '7' });
    await stage.tokens.store('leaving', 'a'.repeat(32));
    const { exitCode, out } = await relay('tenant', 'disconnect', 'leaving');
    expect([exitCode, out]).toEqual([0, expect.stringContaining('tenant connect leaving')]);
    expect(await stage.tokens.read('leaving')).toEqual({ kind: 'missing' });
    const { resources } = aTenant();
    expect(await stage.tenants.get('leaving')).toMatchObject({ reason: 'disconnected_by_operator', resources });
  });
});

describe('tenant remove', () => {
  const record = (id: string) => ({
    snapshot: { recordId: id, sequence: 1, fingerprint: 'f', record: aContact({ id }) },
    previousSequence: undefined,
  });

  async function aFullTenant(tenantId: string) {
    await add(tenantId, { sevClientId: '8', hasParked: true });
    await stage.accounts.claim('8', { holder: tenantId, claimedAt: 1, insteadOf: undefined });
    await stage.tokens.store(tenantId, 'a'.repeat(32));
    await stage.snapshots.commit({ tenantId, resource: 'Contact' }, [record('1'), record('2')]);
    await park(tenantId, 'waits', 1000);
  }

  it('shows what it would delete, and does nothing without --yes', async () => {
    await aFullTenant('careful');
    const plain = await relay('tenant', 'remove', 'careful');
    const purge = await relay('tenant', 'remove', 'careful', '--purge');
    expect([plain.exitCode, purge.exitCode]).toEqual([1, 1]);
    expect(plain.out).toContain('This would stay: 2 records and 1 commands in the ledger; --purge deletes it, too.');
    expect(plain.out).toContain('Commands that wait for it: 1; they would wait until the tenant is connected again.');
    expect(purge.out).toContain(
      'All that is known of it would be deleted: 2 records and 1 commands in the ledger, its',
    );
    expect(purge.out).toContain('they would end as command.failed');
    expect(purge.err).toContain('Nothing was removed. If this is what you want, add --yes.');
    expect((await stage.tenants.get('careful'))?.state).toBe('active');
    await stage.accounts.release('8', 'careful');
  });

  it('takes out the tenant and its secret, frees its account, and leaves what it knows unless told otherwise', async () => {
    await aFullTenant('going');
    const { exitCode, out } = await relay('tenant', 'remove', 'going', '--yes');
    expect([exitCode, out]).toEqual([0, expect.stringContaining('What is known of it stays')]);
    expect([await stage.tenants.get('going'), await stage.accounts.find('8')]).toEqual([undefined, undefined]);
    expect(await stage.tokens.read('going')).toEqual({ kind: 'missing' });
    expect(await stage.data.count('going')).toEqual({ records: 2, commands: 1 });
    const { region, credentials } = stage.account.events.config;
    const s3 = new S3Client({ region, credentials, endpoint: stage.account.endpoint.url, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'stage' }));
    for (const Key of ['uploads/going/a.pdf', 'documents/going-on/b.pdf']) {
      await s3.send(new PutObjectCommand({ Bucket: 'stage', Key, Body: 'x' }));
    }
    const failed = aFailedEntry('gave-up', { tenantId: 'going' });
    await stage.ledger.add(failed);
    const failure = { reason: 'unsupported', message: '', retryable: false } as const;
    const copy = { ...commandLetter(failed), body: failed.body, attempts: 1, failure };
    await deadLetters(stage.account.sqs, stage.deadLettersUrl)(copy);
    const purged = await relay('tenant', 'remove', 'going', '--purge', '--yes');
    expect(purged.out).toContain('is removed, with all that was known of it.\nWhat remains expires by itself');
    expect(await stage.data.count('going')).toEqual({ records: 0, commands: 0 });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'stage' }));
    expect(Contents.map(({ Key }) => Key)).toEqual(['documents/going-on/b.pdf']);
    s3.destroy();
    expect(await receive(stage.account, stage.deadLettersUrl, 0)).toBeUndefined();
    expect((await relay('tenant', 'remove', 'going', '--purge', '--yes')).err).toContain('There is no tenant going');
  });
});
