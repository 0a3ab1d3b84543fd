import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../shared/domain/ledger-entry.ts';
import { FRESH_BUDGET } from '../../../shared/domain/request-budget.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';
import { NOW, polled, putOff, read, statusOf, stopped } from '../cli/status-world.ts';

async function healthOf(tenant: Tenant, entries: readonly LedgerEntry[] = []) {
  const { tenants } = await statusOf([tenant], { entries });
  const [health] = tenants;
  if (!health) throw new Error('The tenant is missing');
  return health;
}

describe('the order of tenants', () => {
  it('is by need: stopped, stopped on purpose, late, waited for, the rest', async () => {
    const paused = stopped('a-paused', { state: 'paused', reason: 'paused_by_operator' });
    const late = polled('b-late', { dueAt: NOW - 61_000 });
    const tenants = [polled('c-fine'), polled('d-letter'), paused, late, stopped('e-stopped'), stopped('a-stopped')];
    const status = await statusOf(tenants, { entries: [aFailedEntry('c1', { tenantId: 'd-letter' })] });
    expect(status.tenants.map(({ tenantId }) => tenantId)).toEqual([
      'a-stopped',
      'e-stopped',
      'a-paused',
      'b-late',
      'd-letter',
      'c-fine',
    ]);
  });

  it('is no matter for one tenant, and nobody is found who is not known', async () => {
    const tenants = [polled('acme'), polled('beta')];
    const ids = async (tenantId: string) => (await statusOf(tenants, { tenantId })).tenants.map((one) => one.tenantId);
    expect(await ids('beta')).toEqual(['beta']);
    expect(await ids('nobody')).toEqual([]);
  });
});

const denied = { since: 1, times: 2, message: 'No.', retryAt: NOW + 3_600_000 };

describe('the lag of a tenant', () => {
  it.each<[string, Tenant['resources'], number | undefined, string | undefined]>([
    ['is that of the resource that waits longest', { Invoice: read(100), Contact: read(200) }, 200, 'Contact'],
    ['leaves out what is polled less often', { Invoice: read(100), Tag: read(115) }, 100, 'Invoice'],
    ['counts that once it is overdue', { Invoice: read(100), Tag: read(1925) }, 1925, 'Tag'],
    ['leaves out what is off', { Invoice: read(9000, { denied }), Contact: read(5) }, 5, 'Contact'],
    ['is not known before the first look', { Invoice: {} }, undefined, undefined],
  ])('%s', async (_what, resources, seconds, resource) => {
    const { lag } = await healthOf(polled('acme', { resources }));
    expect([lag?.seconds, lag?.resource]).toEqual([seconds, resource]);
  });

  it('is told for each interval, of connected tenants', async () => {
    const resources = { Invoice: read(100), Tag: read(1700) };
    const tenants = [
      polled('acme', { resources }),
      polled('beta'),
      stopped('zorn', { resources: { Invoice: read(9e4) } }),
    ];
    const { totals } = await statusOf(tenants);
    expect(totals.lags).toEqual([
      { everySeconds: 300, worstSeconds: 100, tenantId: 'acme', resource: 'Invoice' },
      { everySeconds: 1800, worstSeconds: 1700, tenantId: 'acme', resource: 'Tag' },
    ]);
  });
});

describe('a resource', () => {
  const state = { offset: 0, unreadable: 0, largestUpdateMs: 0, ended: false };
  const listing = { startedAt: NOW, pausedAt: NOW, parts: 1, seen: 5, state };

  it.each<[string, Parameters<typeof read>, Partial<Tenant>, boolean]>([
    ['is on time for two minutes in any case', [115], {}, false],
    ['is overdue two minutes after its interval at the latest', [425], {}, true],
    ['is not while its tenant was away until now', [9000], { since: NOW - 60_000 }, false],
    ['is not while sevdesk denies access to it', [9000, { denied }], {}, false],
    ['is not while a listing of it goes on', [9000, { listing }], {}, false],
    ['counts its own interval', [425], { intervals: { Invoice: 60 } }, true],
    ['is not polled while its tenant is stopped', [9000], { state: 'paused', reason: 'paused_by_operator' }, false],
  ])('%s', async (_what, progress, fields, overdue) => {
    const { resources } = await healthOf(polled('acme', { ...fields, resources: { Invoice: read(...progress) } }));
    expect((resources.Invoice?.overdueSeconds ?? 0) > 0).toBe(overdue);
  });

  it.each([
    ['untested', 'Invoice', undefined],
    ['works', 'Invoice', true],
    ['ignored', 'Invoice', false],
    ['unused', 'Tag', undefined],
  ] as const)('says that the time filter is %s', async (timeFilter, name, works) => {
    const filter = works === undefined ? {} : { filter: { testedAt: NOW, works } };
    const { resources } = await healthOf(polled('acme', { resources: { [name]: read(1, filter) } }));
    expect(resources[name]?.timeFilter).toBe(timeFilter);
  });

  it('is due with its tenant, or later', async () => {
    const { resources, dueAt } = await healthOf(polled('acme', { resources: { Invoice: {}, Tag: read(1) } }));
    expect(resources.Invoice?.dueAt).toBe(dueAt);
    expect(resources.Tag?.dueAt).toBeGreaterThan(dueAt ?? 0);
  });
});

describe('what a tenant uses', () => {
  const sent = { since: NOW / 1000 - 70, counts: [9, ...Array.from({ length: 29 }, () => 0), 20, 17] };

  it('is requests of the last minute, and what is allowed', async () => {
    const learned = { perMinute: 40, at: NOW };
    const budget = { ...FRESH_BUDGET, sent, learned, pausedUntil: NOW + 1 };
    expect((await healthOf(polled('acme', { budget }))).requests).toEqual({
      lastMinute: 37,
      allowedPerMinute: 40,
      pausedUntil: NOW + 1,
    });
  });

  it('is counted over all', async () => {
    const tenants = [polled('acme', { budget: { ...FRESH_BUDGET, sent } }), polled('beta'), stopped('zorn')];
    const { totals } = await statusOf(tenants);
    expect(totals.requests).toEqual({
      lastMinute: 37,
      allowedPerMinute: 200,
      paused: 0,
      most: { tenantId: 'acme', lastMinute: 37, allowedPerMinute: 100 },
    });
    const { totals: local } = await statusOf(tenants, { rhythm: { intervalMs: 0 } });
    expect(local.requests).toEqual({ lastMinute: 37, paused: 0, most: { tenantId: 'acme', lastMinute: 37 } });
  });
});

describe('what is held up', () => {
  it('is told of each tenant and over all, with reasons and the oldest', async () => {
    const entries = [
      aFailedEntry('failed', { endedAt: NOW - 5000 }),
      aFailedEntry('older', { endedAt: NOW - 9000 }),
      aFailedEntry('unsent', { state: 'waiting', unsent: true, endedAt: NOW }),
      putOff('tried', { activeSince: NOW - 3000 }),
      putOff('looked-for', { state: 'unknown', deferrals: 0, activeSince: NOW - 2000 }),
      aFailedEntry('away', { tenantId: 'beta', state: 'parked', parkedAt: NOW - 7000 }),
      aFailedEntry('fresh', { state: 'waiting' }),
      aFailedEntry('done', { state: 'succeeded' }),
    ];
    const { tenants, totals } = await statusOf([polled('acme'), polled('beta')], { entries });
    const [acme, beta] = tenants;
    expect(acme?.commands).toMatchObject({ count: 2, putOff: 2, parked: 0 });
    expect(acme?.commands.oldest.map(({ id }) => id)).toEqual(['tried', 'looked-for']);
    expect(acme?.letters).toMatchObject({ count: 3, byReason: { rejected_by_sevdesk: 2, not_sent: 1 } });
    expect(acme?.letters.oldest.map(({ id }) => id)).toEqual(['older', 'failed', 'unsent']);
    expect(beta).toMatchObject({ parkedCommands: 1, commands: { putOff: 0, parked: 1 } });
    expect(totals.commands).toMatchObject({ putOff: 2, parked: 1, oldest: { id: 'away', since: NOW - 7000 } });
    expect(totals.letters).toMatchObject({ count: 3, tenants: 1, oldest: { id: 'older', since: NOW - 9000 } });
  });

  it('keeps no more than the oldest five', async () => {
    const entries = Array.from({ length: 7 }, (_, index) => aFailedEntry(`c${index}`, { endedAt: NOW - index }));
    const { letters } = await healthOf(polled('acme'), entries);
    expect([letters.count, letters.oldest.map(({ id }) => id)]).toEqual([7, ['c6', 'c5', 'c4', 'c3', 'c2']]);
  });
});
