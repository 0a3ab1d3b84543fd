import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aTenant } from '../../support/builders.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');

let stage: LocalStage;
beforeAll(async () => {
  stage = await startLocalStage();
  const resources = { Invoice: { records: 1200, polledAt: NOW - 12_000, baselinedAt: 1 } };
  await add('acme', { sevClientId: '900100', resources, dueAt: NOW + 4000 });
  await add('zorn', {
    state: 'disconnected',
    reason: 'token_rejected',
    message: 'Refused.',
    dueAt: undefined,
    resources: {},
  });
  await stage.ledger.add(aFailedEntry('c1', { endedAt: NOW - 60_000 }));
  await stage.ledger.add(aFailedEntry('c2', { state: 'waiting', deferrals: 2, activeSince: NOW - 30_000 }));
  await stage.ledger.add(aFailedEntry('c3', { tenantId: 'zorn', state: 'parked', parkedAt: NOW - 90_000 }));
  const failure = { reason: 'invalid_command', message: 'No JSON.', retryable: false } as const;
  await stage.ledger.refuse({ group: 'nobody', messageId: 'm1', failure, body: 'x', refusedAt: NOW });
});
afterAll(() => stage.close());

const add = (tenantId: string, fields: Partial<Tenant>) =>
  stage.tenants.add(aTenant({ tenantId, since: NOW, ...fields }));

async function relay(...args: string[]) {
  const { run, written } = stage.world({ now: () => NOW });
  const exitCode = await run(...args);
  return { exitCode, ...written };
}

describe('status', () => {
  it('shows who needs somebody, the numbers, and a row for each tenant', async () => {
    const { exitCode, out } = await relay('status');
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^1 of 2 tenants needs you: zorn\n\nzorn is disconnected \(token_rejected\): Refused\.\n {2}Get a token/,
    );
    expect(out).toMatch(
      /^2 dead letters: 1 rejected_by_sevdesk, 1 invalid_command; the oldest since 1 min \(acme\)\.$/m,
    );
    expect(out).toMatch(
      /^Commands +0 waiting in the queue, 0 in flight, 1 tried again, 1 parked, .* 1 min \(zorn, c3\)$/m,
    );
    expect(out).toMatch(/^zorn +disconnected +- +0 +- +1 +0 +token_rejected; 1 parked$/m);
    expect(out).toMatch(/^acme +active +12 s +1,200 +0 +1 +1 +1 tried again$/m);
  });

  it('shows one tenant, without what is held up of others', async () => {
    const { exitCode, out } = await relay('status', 'acme');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^sevdesk account +900100$/m);
    expect(out).toMatch(/^Invoice +12 s +tick +in 4 s +1,200 +untested$/m);
    expect(out).toMatch(/^1 min +c1 +invoice.create +dead letter +rejected_by_sevdesk/m);
    expect(out).toMatch(/^30 s +c2 +invoice.create +tried again \(2 times\)/m);
    expect(out).not.toMatch(/c3|m1|zorn/);
  });

  it('is JSON when asked for', async () => {
    const { tenants, totals, needs } = JSON.parse((await relay('status', '--json')).out);
    expect(tenants.map(({ tenantId }: Tenant) => tenantId)).toEqual(['zorn', 'acme']);
    expect(tenants[0]).toMatchObject({
      parkedCommands: 1,
      commands: { oldest: [{ since: '2026-11-20T08:13:30.000Z' }] },
    });
    expect(totals.letters).toMatchObject({ count: 2, tenants: 2, oldest: { id: 'c1' } });
    expect(needs).toMatchObject([{ tenantId: 'zorn', cause: 'disconnected (token_rejected)' }]);
  });

  it('knows no tenant that is not there', async () => {
    const { exitCode, err } = await relay('status', 'nobody');
    expect(exitCode).toBe(1);
    expect(err).toContain('Stage local knows no tenant nobody');
  });

  it('watches until it is stopped, and ends with 0', async () => {
    const { run, stop, said, written } = stage.world({ now: () => NOW });
    const watching = run('status', 'acme', '--watch', '1');
    await said('}\n{');
    stop();
    expect(await watching).toBe(0);
    const [first = ''] = written.out.split('\n');
    expect(JSON.parse(first).tenants).toMatchObject([{ tenantId: 'acme' }]);
  });
});
