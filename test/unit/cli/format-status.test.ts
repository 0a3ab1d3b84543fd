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
        'TENANT  STATE         SINCE                ACCOUNT  RESOURCE  RECORDS  POLLED    DUE         PARKED',
        'zorn    disconnected  2026-11-20 07:15:00  -        -         -        never     not polled  3',
        'acme    active        2026-11-20 09:14:00  900100   Contact   12       12 s ago  in 40 s     0',
        '                                                    Invoice   -        never',
        '',
        'Command queue: 3 waiting, 1 in flight, 1 dead letter',
      ].join('\n'),
    );
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
      resources: {},
      parkedCommands: 3,
    });
    expect(second.resources.Contact).toEqual({ records: 12, polledAt: '2026-11-20T08:14:48.000Z' });
  });
});
