import { describe, expect, it } from 'vitest';
import type { SevdeskClient } from '../../../shared/sevdesk/client.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { listPages } from '../../../shared/sevdesk/listing.ts';

interface Server {
  /** Rows at the n-th call, newest first. */
  readonly rows: (call: number) => readonly string[];
  readonly countsAll?: boolean;
  /** How much its count is too large. */
  readonly countsOver?: number;
  readonly sendsDate?: boolean;
  readonly clockSeconds?: number;
  readonly pages?: boolean;
}

function serverOf(server: Server): SevdeskClient & { readonly queries: Record<string, string>[] } {
  const { rows, countsAll = true, countsOver = 0, sendsDate = true, clockSeconds, pages = true } = server;
  const queries: Record<string, string>[] = [];
  return {
    queries,
    async call({ query = {} }) {
      queries.push({ ...query });
      const all = rows(queries.length);
      const start = pages ? Number(query.offset) : 0;
      return {
        objects: all
          .slice(start, start + Number(query.limit))
          .map((id) => ({ id, update: '2026-11-20T09:00:00+01:00' })),
        total: countsAll ? all.length + countsOver : undefined,
        dateSeconds: sendsDate ? (clockSeconds ?? 5000 + queries.length) : undefined,
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
    expect(end).toEqual({ complete: true, cursorSeconds: count > 0 ? 5001 : undefined, distinct: count });
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

  it('is complete when rows only appeared meanwhile: they come with the next one', async () => {
    const growing = serverOf({ rows: (call) => (call === 1 ? ids(1500) : ids(1520)) });
    const { seen, end } = await list(growing);
    expect(end).toMatchObject({ complete: true });
    expect(seen).toEqual(expect.arrayContaining(ids(1500)));
    expect(growing.queries).toHaveLength(2);
  });

  it('is read once more when rows vanished meanwhile, and is complete then', async () => {
    const shrinking = serverOf({ rows: (call) => (call === 1 ? ids(1500) : ids(1500).slice(700)) });
    const { end } = await list(shrinking);
    expect(end).toMatchObject({ complete: true, distinct: 800 });
    expect(shrinking.queries).toHaveLength(3);
  });

  it('stays incomplete when the count never adds up', async () => {
    const server = serverOf({ rows: () => ids(30), countsOver: 5 });
    expect((await list(server)).end).toMatchObject({ complete: false, distinct: 30 });
  });

  it('counts rows that can not be read as seen', async () => {
    const server = serverOf({ rows: () => [...ids(3), ''] });
    expect((await list(server)).end).toMatchObject({ complete: true, distinct: 3 });
  });

  it('ends where a server knows no paging', async () => {
    const server = serverOf({ rows: () => ids(30), countsAll: false, pages: false });
    expect((await list(server)).end).toMatchObject({ complete: true, distinct: 30 });
    expect(server.queries).toHaveLength(2);
  });

  it('starts the next one no later than the largest update seen, for records that show late', async () => {
    const server = serverOf({ rows: () => ids(3), clockSeconds: Date.parse('2026-11-21T09:00:00+01:00') / 1000 });
    expect((await list(server)).end.cursorSeconds).toBe(Date.parse('2026-11-20T09:00:00+01:00') / 1000);
  });

  it('ends on a page that brings nothing new, not on a short one, where sevdesk counts nothing', async () => {
    const server = serverOf({ rows: () => ids(30), countsAll: false });
    expect((await list(server)).end).toMatchObject({ complete: true, distinct: 30 });
    expect(server.queries.length).toBeGreaterThan(1);
  });

  it('takes the largest update as its clock where sevdesk sends none', async () => {
    const server = serverOf({ rows: () => ids(3), sendsDate: false });
    expect((await list(server)).end.cursorSeconds).toBe(Date.parse('2026-11-20T09:00:00+01:00') / 1000);
  });
});
