import { describe, expect, it } from 'vitest';
import type { SevdeskClient } from '../../../shared/sevdesk/client.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { listPages } from '../../../shared/sevdesk/listing.ts';

interface Server {
  /** Rows at the n-th call, newest first. */
  readonly rows: (call: number) => readonly string[];
  readonly countsAll?: boolean;
  readonly sendsDate?: boolean;
}

function serverOf({
  rows,
  countsAll = true,
  sendsDate = true,
}: Server): SevdeskClient & { readonly queries: Record<string, string>[] } {
  const queries: Record<string, string>[] = [];
  return {
    queries,
    async call({ query = {} }) {
      queries.push({ ...query });
      const all = rows(queries.length);
      const page = all.slice(Number(query.offset), Number(query.offset) + Number(query.limit));
      return {
        objects: page.map((id) => ({ id, update: '2026-11-20T09:00:00+01:00' })),
        total: countsAll ? all.length : undefined,
        dateSeconds: sendsDate ? 5000 + queries.length : undefined,
        receivedAtMs: 0,
      };
    },
  };
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(count - index));

async function list(server: SevdeskClient, since?: number) {
  const pages = listPages(server, contact, since);
  const seen: string[] = [];
  for (let next = await pages.next(); ; next = await pages.next()) {
    if (next.done) return { seen, end: next.value };
    seen.push(...next.value.records.map(({ id }) => id));
  }
}

describe('a listing', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1000, 1],
    [1001, 2],
    [2500, 3],
  ])('of %i records takes %i calls and yields each once', async (count, calls) => {
    const server = serverOf({ rows: () => ids(count) });
    const { seen, end } = await list(server);
    expect(seen).toEqual(ids(count));
    expect(end).toEqual({ complete: true, clockSeconds: 5001, distinct: count });
    expect(server.queries).toHaveLength(calls);
  });

  it('asks for everything it needs: depth, count, limit, and only what changed', async () => {
    const server = serverOf({ rows: () => ids(1) });
    await list(server, 1234);
    expect(server.queries[0]).toEqual({
      depth: '1',
      limit: '1000',
      offset: '0',
      countAll: 'true',
      updateAfter: '1234',
    });
  });

  it('overlaps its pages, so that rows that move up are not skipped', async () => {
    const shrinking = serverOf({ rows: (call) => (call === 1 ? ids(1500) : ids(1500).slice(5)) });
    const { seen } = await list(shrinking);
    expect(new Set(seen).size).toBe(1500);
  });

  it('is read once more when rows appeared meanwhile, and is complete then', async () => {
    const growing = serverOf({ rows: (call) => (call === 1 ? ids(1500) : ids(1520)) });
    const { seen, end } = await list(growing);
    expect(end).toEqual({ complete: true, clockSeconds: 5003, distinct: 1520 });
    expect(new Set(seen).size).toBe(1520);
  });

  it('stays incomplete when rows never stand still', async () => {
    const restless = serverOf({ rows: (call) => ids(1500 + call) });
    expect((await list(restless)).end.complete).toBe(false);
  });

  it('ends on an empty page, not on a short one, where sevdesk counts nothing', async () => {
    const server = serverOf({ rows: () => ids(30), countsAll: false });
    expect((await list(server)).end).toMatchObject({ complete: true, distinct: 30 });
    expect(server.queries.length).toBeGreaterThan(1);
  });

  it('takes the largest update as its clock where sevdesk sends none', async () => {
    const server = serverOf({ rows: () => ids(3), sendsDate: false });
    expect((await list(server)).end.clockSeconds).toBe(Date.parse('2026-11-20T09:00:00+01:00') / 1000);
  });
});
