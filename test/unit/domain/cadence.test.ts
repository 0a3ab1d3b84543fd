import { describe, expect, it } from 'vitest';
import { dueResources, nextPollAt } from '../../../shared/domain/cadence.ts';
import { isMassDeletion, planPoll } from '../../../shared/domain/poll-plan.ts';
import type { ResourceProgress, Tenant } from '../../../shared/domain/tenant.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { tag } from '../../../shared/sevdesk/tag.ts';
import { aTenant } from '../../support/builders.ts';

const settings = { intervalMs: 300_000, ratePerMinute: 100 };
const NOW = 10_000_000_000;
const polled = (secondsAgo: number, progress: ResourceProgress = {}) => ({
  polledAt: NOW - secondsAgo * 1000,
  ...progress,
});
const namesOf = (due: ReturnType<typeof dueResources>) => due.map(({ name }) => name);

describe('which resources are due', () => {
  it.each([
    ['those never polled', {}, {}, ['Contact', 'Invoice', 'Tag']],
    ['those whose interval is over', { Contact: polled(299), Invoice: polled(100), Tag: polled(300) }, {}, ['Contact']],
    ['seldom ones later', { Contact: polled(10), Invoice: polled(10), Tag: polled(1800) }, {}, ['Tag']],
    [
      'a tenant with its own interval',
      { Contact: polled(60), Invoice: polled(60), Tag: polled(60) },
      { intervals: { Tag: 60 } },
      ['Tag'],
    ],
    [
      'what an operator asked for',
      { Contact: polled(1), Invoice: polled(1), Tag: polled(1) },
      { asked: { Invoice: 'look' as const } },
      ['Invoice'],
    ],
    [
      'a long listing not before it took a quarter of the requests: 100 calls are worth four minutes',
      { Contact: polled(1), Invoice: polled(1), Tag: polled(230, { records: 99_000 }) },
      { intervals: { Tag: 60 } },
      [],
    ],
    [
      'the one first that was not tried for longest: one that never ends must not keep the others waiting',
      {
        Contact: polled(900, { triedAt: NOW - 60_000 }),
        Invoice: polled(400, { triedAt: NOW - 400_000 }),
        Tag: polled(1),
      },
      {},
      ['Invoice', 'Contact'],
    ],
    [
      'listings that go on come last, at once',
      {
        Contact: polled(1, { listing: { startedAt: 0, pausedAt: 0, parts: 1, seen: 1, state: {} as never } }),
        Invoice: polled(400),
        Tag: polled(1),
      },
      {},
      ['Invoice', 'Contact'],
    ],
  ])('%s', (_name, resources, fields, expected) => {
    const tenant = aTenant({ resources, ...fields });
    expect(namesOf(dueResources(tenant, [contact, invoice, tag], { ...settings, nowMs: NOW }))).toEqual(expected);
  });

  it('decide when the tenant is: as soon as one of them is', () => {
    const dueAt = (resources: Tenant['resources']) => nextPollAt(aTenant({ resources }), [contact, invoice], settings);
    const [contacts, invoices] = [polled(100), polled(500)];
    expect(dueAt({ Contact: contacts, Invoice: invoices })).toBe(dueAt({ Contact: invoices, Invoice: invoices }));
    expect(dueAt({ Contact: contacts, Invoice: invoices })).toBeLessThan(
      dueAt({ Contact: contacts, Invoice: contacts }),
    );
  });
});

describe('turns', () => {
  const EVERY_MS = settings.intervalMs;
  const turnOf = (tenantId: string, polledAt: number, fields: Partial<Tenant> = {}) =>
    nextPollAt(aTenant({ tenantId, resources: { Invoice: { polledAt } }, ...fields }), [invoice], settings);
  const ids = Array.from({ length: 1000 }, (_, index) => `tenant-${index}`);

  it('spread tenants that were polled at the same moment over the interval, none later than that', () => {
    const waits = ids.map((tenantId) => turnOf(tenantId, NOW) - NOW);
    expect(Math.min(...waits)).toBeGreaterThan(2000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(EVERY_MS + 2000);
    const tenths = Array.from({ length: 10 }, (_, tenth) => {
      return waits.filter((ms) => Math.floor(((ms - 2001) * 10) / EVERY_MS) === tenth).length;
    });
    expect(Math.min(...tenths)).toBeGreaterThan(70);
  });

  it.each([
    ['on time', 0],
    ['a little early, since SQS delays are whole seconds', -1500],
    ['late', 120_000],
  ])('stay where they are after a poll that was %s', (_when, byMs) => {
    const turn = turnOf('acme', NOW);
    expect(turnOf('acme', turn + byMs)).toBe(turn + EVERY_MS);
  });

  it('of seldom resources fall on those of the others', () => {
    const seldom = nextPollAt(aTenant({ resources: { Tag: { polledAt: NOW } } }), [tag], settings);
    expect((seldom - turnOf('acme', NOW)) % EVERY_MS).toBe(0);
  });

  it('do not matter where every tick is one', () => {
    const tenant = aTenant({ resources: { Invoice: { polledAt: NOW } } });
    expect(nextPollAt(tenant, [invoice], { ...settings, intervalMs: 0 })).toBe(NOW);
  });
});

describe('the plan of a poll', () => {
  const today = { baselinedAt: 1, cursor: 5, listedAt: NOW, filter: { testedAt: NOW, works: true } };
  const nothing = { changes: false, testFilter: false, probe: false, everything: false };
  it.each([
    ['the baseline', invoice, {}, { everything: true }],
    ['a usual poll', invoice, today, { changes: true }],
    ['a sixth poll', invoice, { ...today, unprobed: 5 }, { changes: true, probe: true }],
    ['a new day', invoice, { ...today, listedAt: NOW - 86_400_000 }, { changes: true, everything: true }],
    ['a filter never tried', invoice, { ...today, filter: undefined }, { changes: true, testFilter: true }],
    ['a filter that is ignored', invoice, { ...today, filter: { testedAt: NOW, works: false } }, { everything: true }],
    ['nothing seen yet', invoice, { ...today, cursor: undefined }, { everything: true }],
    ['a listing that goes on', invoice, { ...today, listNext: true }, { changes: true, everything: true }],
    ['a resource without a filter', tag, { ...today, unprobed: 9 }, { everything: true }],
  ])('%s', (_name, resource, progress, expected) => {
    const plan = planPoll(resource, progress as ResourceProgress, { nowMs: NOW, probeEvery: 6 });
    expect(plan).toEqual({ ...nothing, ...expected });
  });

  it('lists everything when an operator asks for it', () => {
    expect(planPoll(invoice, today, { nowMs: NOW, probeEvery: 6, asked: 'everything' }).everything).toBe(true);
  });
});

describe('very many deletions', () => {
  it.each([
    [100, 500, undefined, false],
    [101, 1011, undefined, false],
    [101, 1009, undefined, true],
    [500, 1000, 500, false],
    [501, 1000, 500, true],
  ])('%i of %i, with %s confirmed: held back is %s', (missing, known, confirmed, held) => {
    expect(isMassDeletion(missing, known, confirmed)).toBe(held);
  });
});
