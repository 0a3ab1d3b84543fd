import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formatStatus } from '../../../infra/cli/format-status.ts';
import { formatTenantStatus } from '../../../infra/cli/format-tenant-status.ts';
import { statusAsJson } from '../../../infra/cli/status-json.ts';
import { FRESH_BUDGET } from '../../../shared/domain/request-budget.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';
import { NOW, plain, polled, putOff, read, type StatusWorld, statusOf, stopped } from './status-world.ts';

const overview = async (tenants: readonly Tenant[], world: StatusWorld = {}, all = false) =>
  formatStatus(await statusOf(tenants, world), { ...plain, all });
const headline = async (...said: Parameters<typeof overview>) => (await overview(...said)).split('\n')[0];
const json = async (...said: Parameters<typeof statusOf>) => JSON.parse(statusAsJson(await statusOf(...said)));

async function oneTenant(tenant: Tenant, world: StatusWorld = {}): Promise<string> {
  const status = await statusOf([tenant], { ...world, tenantId: tenant.tenantId });
  const [health] = status.tenants;
  if (!health) throw new Error('The tenant is missing');
  return formatTenantStatus(status, health, plain);
}

const paused = (tenantId: string) => stopped(tenantId, { state: 'paused', reason: 'paused_by_operator' });
const aLetter = aFailedEntry('c1', { endedAt: NOW - 7_200_000 });
const many = (count: number, make: (tenantId: string) => Tenant) =>
  Array.from({ length: count }, (_, index) => make(`t${index}`));

describe('status answers first whether anything is wrong', () => {
  it.each<[string, readonly Tenant[], StatusWorld, string]>([
    ['all is well', [polled('acme'), polled('beta')], {}, 'All 2 tenants are polled, at most 12 s behind.'],
    ['one tenant', [polled('acme')], {}, 'The only tenant is polled, at most 12 s behind.'],
    ['never read yet', [polled('acme', { resources: {} })], {}, 'The only tenant is polled.'],
    [
      'stopped on purpose',
      [polled('acme'), paused('beta')],
      {},
      '1 of 2 tenants are polled, at most 12 s behind; the rest was stopped by operators.',
    ],
    [
      'late for a moment',
      [polled('acme'), polled('beta', { dueAt: NOW - 61_000 })],
      {},
      'All 2 tenants are polled, at most 12 s behind; 1 late.',
    ],
    [
      'dead letters',
      [polled('acme')],
      { entries: [aLetter] },
      'The only tenant is polled, at most 12 s behind; dead letters wait for somebody.',
    ],
    ['one in need', [polled('acme'), stopped('zorn')], {}, '1 of 2 tenants needs you: zorn'],
    ['very many in need', many(500, stopped), {}, '500 of 500 tenants need you: t0, t1, t10 and 497 more'],
    ['nobody', [], {}, 'No tenants yet. The first one: sevdesk-relay tenant connect <tenantId>'],
  ])('%s', async (_what, tenants, world, line) => {
    expect(await headline(tenants, world)).toBe(line);
  });
});

describe('status says what somebody must do', () => {
  const needs = async (tenant: Tenant, world?: StatusWorld) => (await overview([tenant], world)).split('\n\n')[1];
  const held = { records: 1500, since: NOW - 60_000 };

  it.each<[string, Tenant, StatusWorld, string]>([
    [
      'a stopped tenant',
      stopped('zorn'),
      {},
      'zorn is disconnected (token_rejected): Put a new token into the secret.\n  Get a token that works, then: tenant rotate zorn.',
    ],
    [
      'a poll that does not begin',
      polled('acme', { dueAt: NOW - 660_000 }),
      {},
      'acme: its poll has been due for 11 min and has not begun.\n  Many tenants: see "polls-age"',
    ],
    [
      'resources that are left out',
      polled('acme', { resources: { Invoice: read(12), Contact: read(1200), Tag: read(5, { failed: 3 }) } }),
      {},
      'acme: Contact was read to its end 20 min ago; Tag failed at its last 3 polls.\n  The log of poll-tenant says why',
    ],
    [
      'a command that does not go through',
      polled('acme'),
      { entries: [putOff('c7')] },
      'acme: c7 has been tried for 2 h: sevdesk answered HTTP 502\n  See: command show acme c7',
    ],
    [
      'deletions that are held back',
      polled('acme', { resources: { Contact: read(12, { held }) } }),
      {},
      'acme: 1,500 deletions of Contact are held back since 2026-11-20 09:14:00. See: confirm-deletions acme',
    ],
    [
      'dead letters',
      polled('acme'),
      { entries: [aLetter] },
      '1 dead letter: 1 rejected_by_sevdesk; the oldest since 2 h (acme).\n  What to do about each: dead-letters list --tenant acme',
    ],
  ])('%s', async (_what, tenant, world, lines) => {
    expect(await needs(tenant, world)).toContain(lines);
  });

  it.each<[string, Tenant, StatusWorld]>([
    ['paused on purpose', paused('acme'), {}],
    ['late for a moment', polled('acme', { dueAt: NOW - 61_000 }), {}],
    [
      'being polled',
      polled('acme', { dueAt: NOW - 660_000, lease: { holder: 'x', untilMs: NOW + 1, requests: 1 } }),
      {},
    ],
    ['asked to wait', polled('acme', { dueAt: NOW - 660_000, budget: { ...FRESH_BUDGET, pausedUntil: NOW + 1 } }), {}],
    ['a command tried for a moment', polled('acme'), { entries: [putOff('c', { activeSince: NOW - 60_000 })] }],
  ])('and nothing about a tenant that is %s', async (_what, tenant, world) => {
    expect((await json([tenant], world)).needs).toEqual([]);
    expect(await needs(tenant, world)).toMatch(/^Tenants/);
  });

  it('tells many with the same cause in one line, what concerns most first', async () => {
    const tenants = [...many(5, stopped), stopped('other', { state: 'suspended', reason: 'other_account' })];
    const text = await overview(tenants);
    expect(text.split('\n\n')[1]).toMatch(
      /^5 tenants are disconnected \(token_rejected\): t0, t1, t2 and 2 more\.\n {2}Get a token .* tenant rotate <tenant>\..*\nother is suspended/,
    );
    expect((await overview(tenants, {}, true)).split('\n\n')[1]).toContain('t4 is disconnected');
  });

  it('does not list troubles endlessly', async () => {
    const inTrouble = many(23, (id) => polled(id, { resources: { Contact: read(1, { held }) } }));
    expect((await overview(inTrouble)).split('\n\n')[1]).toMatch(/\nAnd 3 more; --all shows them\.$/);
    expect((await overview(inTrouble, {}, true)).split('\n\n')[1]?.split('\n')).toHaveLength(23);
  });
});

describe('status shows', () => {
  it('numbers, then a row for each tenant', async () => {
    const sent = { since: NOW / 1000 - 30, counts: [20, 17] };
    const resources = { Invoice: read(312, { records: 1200 }), Tag: read(300) };
    const acme = polled('acme', { resources, budget: { ...FRESH_BUDGET, sent } });
    const entries = [
      putOff('c7', { activeSince: NOW - 60_000 }),
      aFailedEntry('p', { tenantId: 'beta', state: 'parked' }),
    ];
    const commandQueue = { waiting: 3, inFlight: 1 };
    const text = await overview([acme, paused('beta')], {
      entries,
      commandQueue,
      deadLetters: { waiting: 2, inFlight: 0 },
    });
    expect(text.split('\n\n').slice(1).join('\n\n')).toBe(
      [
        'Tenants        2: 1 paused, 1 active',
        'Lag            every 5 min: at most 5 min 12 s (acme, Invoice) · every 30 min: at most 5 min (acme, Tag)',
        'Records known  1,210',
        'Requests       37 of 100 in the last minute, most by acme (37 of 100)',
        'Commands       3 waiting in the queue, 1 in flight, 1 tried again, 1 parked, the oldest of these since 20777 d (beta, p)',
        'Dead letters   0, but 2 copies in their queue: see "commands-dead-letters" in docs/runbook.md',
        '',
        'TENANT  STATE   LAG         RECORDS  REQUESTS/MIN  COMMANDS  LETTERS  NOTE',
        'beta    paused  -           0        -             1         0        paused_by_operator; 1 parked',
        'acme    active  5 min 12 s  1,210    37 of 100     1         0        1 tried again',
      ].join('\n'),
    );
  });

  it('in a row why it is late, and what its poll is at', async () => {
    const state = { offset: 12_000, unreadable: 0, lastTotal: 20_000, largestUpdateMs: 0, ended: false };
    const listing = { startedAt: NOW, pausedAt: NOW, parts: 1, seen: 12_000, state };
    const filter = { testedAt: 0, works: false };
    const budget = { ...FRESH_BUDGET, pausedUntil: NOW + 60_000 };
    const busy = polled('busy', { dueAt: NOW - 240_000, budget, resources: { Invoice: { listing, filter } } });
    expect(await overview([busy])).toMatch(
      /busy .* poll due for 4 min; 429: waits until 2026-11-20 09:16:00; Invoice: listing 12,000 of 20,000$/m,
    );
  });

  it('of very many tenants those that something is to be said about, unless all are asked for', async () => {
    const tenants = [...many(60, polled), stopped('zorn'), polled('letter')];
    const entries = [aFailedEntry('c1', { tenantId: 'letter' })];
    const text = await overview(tenants, { entries });
    expect(text.match(/^(t\d+|zorn|letter) +(active|disconnected) /gm)).toHaveLength(2);
    expect(text).toContain('60 tenants that do well are not shown; --all shows them.');
    expect((await overview(tenants, { entries }, true)).match(/^t\d+ /gm)).toHaveLength(60);
  });
});

describe('status of one tenant', () => {
  it('says all of it: state, requests, each resource, and what is held up', async () => {
    const resources = {
      Contact: read(12, { filter: { testedAt: 1, works: true } }),
      Invoice: read(900, { records: 1234 }),
      Voucher: {},
      Tag: read(30, { failed: 1 }),
    };
    const entries = [aLetter, putOff('c7', { activeSince: NOW - 60_000 })];
    const text = await oneTenant(polled('acme', { sevClientId: '900100', resources }), { entries });
    expect(text).toMatch(/^acme needs you\.\n\nacme: Invoice was read to its end 15 min ago\.$/m);
    expect(text).toMatch(/^State +active since 2026-11-19 09:15:00 \(1 d\)$/m);
    expect(text).toMatch(/^sevdesk account +900100$/m);
    expect(text).toMatch(/^Next poll +in 40 s$/m);
    expect(text).toMatch(/^Requests +0 of 100 in the last minute$/m);
    expect(text).toMatch(/^Commands +1 tried again$/m);
    expect(text).toMatch(/^Dead letters +1 rejected_by_sevdesk$/m);
    expect(text).toMatch(/^RESOURCE +LAG +EVERY +DUE +RECORDS +TIME FILTER +NOTE$/m);
    expect(text).toMatch(/^Contact +12 s +5 min +in \d+ (s|min) +10 +works$/m);
    expect(text).toMatch(/^Invoice +15 min +5 min +in 40 s +1,234 +untested +overdue for \d+ min$/m);
    expect(text).toMatch(/^Voucher +never read +5 min +in 40 s +- +untested$/m);
    expect(text).toMatch(/^Tag +over 30 s +30 min +in \d+ (s|min) +10 +- +failed at its last poll$/m);
    expect(text).toMatch(/^2 h +c1 +invoice.create +dead letter +rejected_by_sevdesk: Contact is missing$/m);
    expect(text).toMatch(
      /^1 min +c7 +invoice.create +tried again \(12 times\) +rejected_by_sevdesk: sevdesk answered HTTP 502$/m,
    );
  });

  it.each<[string, Tenant, StatusWorld, RegExp]>([
    ['is well', polled('acme'), {}, /^acme is polled, at most 12 s behind\.$/m],
    [
      'is polled right now',
      polled('acme', { lease: { holder: 'x', untilMs: NOW + 1, requests: 1 } }),
      {},
      /^Next poll +under way$/m,
    ],
    ['is late', polled('acme', { dueAt: NOW - 120_000 }), {}, /^Next poll +late: due for 2 min$/m],
    [
      'was throttled',
      polled('acme', { budget: { ...FRESH_BUDGET, pausedUntil: NOW + 60_000 } }),
      {},
      /^Requests +0 of 100 in the last minute; none before 2026-11-20 09:16:00, since sevdesk answered 429$/m,
    ],
    ['is paused', paused('acme'), {}, /^acme is paused since 2026-11-20 07:15:00\. To go on: tenant resume acme$/m],
    ['is stopped', stopped('acme'), {}, /^Reason +token_rejected: Put a new token into the secret\.$/m],
    ['is polled at each tick', polled('acme'), { rhythm: { intervalMs: 0 } }, /^Invoice +12 s +tick/m],
    [
      'has very many dead letters',
      polled('acme'),
      { entries: many(6, polled).map(({ tenantId: id }) => aFailedEntry(id)) },
      /^These are the oldest\. All: dead-letters list --tenant acme, commands acme$/m,
    ],
  ])('that %s', async (_what, tenant, world, line) => {
    expect(await oneTenant(tenant, world)).toMatch(line);
  });
});

/** A stage with many tenants, as the runbook shows it. */
function stageOfTheRunbook(): [readonly Tenant[], StatusWorld] {
  const sent = { since: NOW / 1000 - 30, counts: [8, 6] };
  const usual = (tenantId: string) => {
    const lag = 20 + ((tenantId.length * 7 + Number(tenantId.slice(1)) * 13) % 290);
    const resources = { Contact: read(lag, { records: 812 }), Invoice: read(lag, { records: 1404 }), Tag: read(115) };
    return polled(tenantId, { resources, budget: { ...FRESH_BUDGET, sent } });
  };
  const state = { offset: 12_000, unreadable: 0, lastTotal: 20_000, largestUpdateMs: 0, ended: false };
  const listing = { startedAt: NOW, pausedAt: NOW, parts: 1, seen: 12_000, state };
  const message = 'sevdesk refused the token twice.';
  const parked = { tenantId: 'zorn', state: 'parked' } as const;
  const entries = [
    aFailedEntry('order-1042-invoice', { endedAt: NOW - 10_800_000 }),
    putOff('order-1077-invoice', { activeSince: NOW - 240_000 }),
    ...[1, 2, 3].map((index) => aFailedEntry(`order-${index}`, { ...parked, parkedAt: NOW - 1_000_000 * index })),
  ];
  const tenants = [
    ...many(308, usual),
    { ...usual('t5'), tenantId: 'acme' },
    stopped('zorn', { message, since: NOW - 3_600_000, hasParked: true }),
    paused('mueller'),
    polled('neuhaus', { state: 'baseline', resources: { Contact: read(30), Invoice: { listing } } }),
  ];
  return [tenants, { entries, commandQueue: { waiting: 4, inFlight: 1 }, deadLetters: { waiting: 1, inFlight: 0 } }];
}

it('prints what the runbook shows', async () => {
  const runbook = await readFile(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  expect(runbook).toContain(await overview(...stageOfTheRunbook()));
});

describe('status as JSON', () => {
  it('has ISO times, no lease, budget and secret version, and all that it ever had', async () => {
    const held = { records: 1500, since: NOW - 60_000 };
    const acme = polled('acme', { resources: { Contact: read(12, { held }) }, confirmed: { Contact: 1500 } });
    const { tenants, commandQueue, deadLetters } = await json([acme, stopped('zorn')], {
      entries: [aFailedEntry('p', { tenantId: 'zorn', state: 'parked', parkedAt: NOW })],
    });
    const [first, second] = tenants;
    expect(first).toMatchObject({
      tenantId: 'zorn',
      state: 'disconnected',
      connected: false,
      reason: 'token_rejected',
      message: 'Put a new token\ninto the secret.',
      since: '2026-11-20T06:15:00.000Z',
      failedPolls: 0,
      resources: {},
      parkedCommands: 1,
      commands: { count: 1, oldest: [{ id: 'p', kind: 'parked', since: '2026-11-20T08:15:00.000Z' }] },
    });
    expect(second).toMatchObject({
      dueAt: '2026-11-20T08:15:40.000Z',
      requests: { lastMinute: 0, allowedPerMinute: 100 },
    });
    expect(second.resources.Contact).toEqual({
      records: 10,
      polledAt: '2026-11-20T08:14:48.000Z',
      baselinedAt: '1970-01-01T00:00:00.001Z',
      held: { records: 1500, since: '2026-11-20T08:14:00.000Z', confirmed: true },
      lagSeconds: 12,
      everySeconds: 300,
      dueAt: expect.stringMatching(/^2026-11-20T08:/),
      overdueSeconds: 0,
      off: false,
      failedPolls: 0,
      timeFilter: 'untested',
    });
    for (const key of ['lease', 'budget', 'secretVersion', 'revision']) expect(first).not.toHaveProperty(key);
    expect([commandQueue, deadLetters]).toEqual([
      { waiting: 0, inFlight: 0 },
      { waiting: 0, inFlight: 0 },
    ]);
  });

  it('says who needs somebody, and the totals', async () => {
    const { at, needs, totals } = await json([polled('acme'), stopped('zorn')], { entries: [aLetter] });
    expect(at).toBe('2026-11-20T08:15:00.000Z');
    expect(needs).toEqual([
      {
        tenantId: 'zorn',
        cause: 'disconnected (token_rejected)',
        text: 'zorn is disconnected (token_rejected): Put a new token into the secret.',
        next: 'Get a token that works, then: tenant rotate zorn. Parked commands are carried out then.',
      },
    ]);
    expect(totals).toMatchObject({
      tenants: 2,
      connected: 1,
      states: { active: 1, disconnected: 1 },
      letters: { count: 1, byReason: { rejected_by_sevdesk: 1 }, oldest: { since: '2026-11-20T06:15:00.000Z' } },
    });
  });
});
