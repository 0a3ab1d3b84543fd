import { describe, expect, it } from 'vitest';
import { formatStatus, statusAsJson } from '../../../infra/cli/format-status.ts';
import type { QueueDepth, RelayStatus } from '../../../shared/operations/status.ts';
import { readStatus } from '../../../shared/operations/status.ts';
import { aTenant } from '../../support/builders.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');
const plain = { nowMs: NOW, paint: (_colour: string, text: string) => text };
const empty: QueueDepth = { waiting: 0, inFlight: 0 };

const active = aTenant({
  tenantId: 'acme',
  sevClientId: '900100',
  since: NOW - 60_000,
  dueAt: NOW + 40_000,
  resources: { Contact: { records: 12, polledAt: NOW - 12_000 }, Invoice: {} },
});
const stopped = aTenant({
  tenantId: 'zorn',
  state: 'disconnected',
  reason: 'token_rejected',
  message: 'Put a new token\ninto the secret.',
  since: NOW - 7_200_000,
  dueAt: undefined,
  hasParked: true,
  resources: {},
});

async function statusOf(tenants = [active, stopped], depths: Partial<RelayStatus> = {}, tenantId?: string) {
  const asked: string[] = [];
  const status = await readStatus(
    {
      tenants: {
        get: async (id) => tenants.find((tenant) => tenant.tenantId === id),
        all: () => items(tenants),
      },
      ledger: {
        inState: (id, state) => {
          asked.push(`${id} ${state}`);
          return items([{}, {}, {}] as never[]);
        },
      },
      commandQueue: async () => depths.commandQueue ?? empty,
      deadLetters: async () => depths.deadLetters ?? empty,
    },
    tenantId,
  );
  return { status, asked };
}

async function* items<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

describe('status', () => {
  it('shows stopped tenants and why first, then a table, then the queue', async () => {
    const { status } = await statusOf([active, stopped], {
      commandQueue: { waiting: 3, inFlight: 1 },
      deadLetters: { waiting: 1, inFlight: 0 },
    });
    expect(formatStatus(status, plain)).toBe(
      [
        'zorn is disconnected (token_rejected): Put a new token into the secret.',
        '',
        'TENANT  STATE         SINCE                ACCOUNT  RESOURCE  RECORDS  POLLED    DUE         PARKED  NOTE',
        'zorn    disconnected  2026-11-20 07:15:00  -        -         -        never     not polled  3',
        'acme    active        2026-11-20 09:14:00  900100   Contact   12       12 s ago  in 40 s     0',
        '                                                    Invoice   -        never',
        '',
        'Command queue: 3 waiting, 1 in flight, 1 dead letter',
      ].join('\n'),
    );
  });

  it('says what is special about a resource, and on top what needs somebody', async () => {
    const filter = { testedAt: 0, works: false };
    const state = { offset: 12_000, unreadable: 0, lastTotal: 20_000, largestUpdateMs: 0, ended: false };
    const listing = { startedAt: NOW, pausedAt: NOW, parts: 1, seen: 12_000, state };
    const held = { records: 1500, since: NOW - 60_000 };
    const tenant = aTenant({
      failures: 3,
      asked: { Invoice: 'everything', Order: 'look' },
      confirmed: { Voucher: 1500 },
      resources: { Contact: { held }, Voucher: { held }, Invoice: { listing, filter }, Order: { incomplete: 2 } },
    });
    const { status } = await statusOf([tenant]);
    const text = formatStatus(status, plain);
    expect(text.split('\n\n')[0]).toBe(
      [
        'acme: 1,500 deletions of Contact are held back since 2026-11-20 09:14:00. See: confirm-deletions acme',
        'acme: the last 3 polls did not go through; the log of poll-tenant says why.',
      ].join('\n'),
    );
    expect(text).toMatch(/Contact .* 1,500 deletions held back$/m);
    expect(text).toMatch(/Voucher .* 1,500 deletions confirmed$/m);
    expect(text).toMatch(
      /Invoice .* listing 12,000 of 20,000; lists everything: time filter ignored; whole listing asked for$/m,
    );
    expect(text).toMatch(/Order .* 2 incomplete listings; poll asked for$/m);
    expect(JSON.parse(statusAsJson(status)).tenants[0].resources).toEqual({
      Contact: { held: { records: 1500, since: '2026-11-20T08:14:00.000Z', confirmed: false } },
      Voucher: { held: { records: 1500, since: '2026-11-20T08:14:00.000Z', confirmed: true } },
      Invoice: {
        listing: { startedAt: '2026-11-20T08:15:00.000Z', seen: 12_000, of: 20_000 },
        filterIgnored: true,
        asked: 'everything',
      },
      Order: { incomplete: 2, asked: 'look' },
    });
  });

  it('asks the ledger only about tenants that have parked commands', async () => {
    expect((await statusOf()).asked).toEqual(['zorn parked']);
  });

  it('shows one tenant when one is asked for, and none that is not known', async () => {
    expect((await statusOf(undefined, {}, 'acme')).status.tenants.map(({ tenantId }) => tenantId)).toEqual(['acme']);
    expect((await statusOf(undefined, {}, 'nobody')).status.tenants).toEqual([]);
  });

  it('says how to begin when there is no tenant', async () => {
    const { status } = await statusOf([]);
    expect(formatStatus(status, plain)).toContain('No tenants yet.');
  });

  it('is JSON with ISO times, and without lease, budget and secret version', async () => {
    const { status } = await statusOf();
    const [first, second] = JSON.parse(statusAsJson(status)).tenants;
    expect(first).toEqual({
      tenantId: 'zorn',
      state: 'disconnected',
      connected: false,
      reason: 'token_rejected',
      message: 'Put a new token\ninto the secret.',
      since: '2026-11-20T06:15:00.000Z',
      failedPolls: 0,
      resources: {},
      parkedCommands: 3,
    });
    expect(second.resources.Contact).toEqual({ records: 12, polledAt: '2026-11-20T08:14:48.000Z' });
  });
});
