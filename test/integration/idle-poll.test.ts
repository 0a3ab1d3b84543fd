import { beforeAll, describe, expect, it } from 'vitest';
import { countAtSockets, type SocketCounts } from '../bench/polling/count-at-sockets.ts';

/** Two whole rounds of probes. */
const POLLS = 12;

let counts: SocketCounts;
beforeAll(async () => {
  counts = await countAtSockets({ invoices: 1100, transactions: 1100, polls: POLLS });
});

describe('polls in which nothing changed', () => {
  it('take one call for each resource with a cursor, and one more at each sixth poll', () => {
    expect(counts.idle.cursorCalls).toBeCloseTo(1 + 1 / 6);
  });

  it('take no more calls than pages for each other resource', () => {
    expect(counts.idle.overspent).toEqual([]);
  });

  it("read the tenant's items and digests only, and write twice", () => {
    expect(counts.idle.strayReads).toEqual([]);
    expect(counts.idle.mostWrites).toBe(2);
  });

  it('tell nothing, as the baseline told nothing', () => {
    expect(counts.idle.recordEvents).toBe(0);
    expect(counts.baselineEvents).toBe(0);
  });
});

describe('a deletion in the middle of the list', () => {
  it('is told by the next poll that compares counts: one look, one count, each page once, and the record itself', () => {
    expect(counts.deletion).toMatchObject({ recordEvents: 1, calls: 1 + 1 + 2 + 1 });
    expect(counts.deletion.polls).toBeLessThanOrEqual(6);
  });
});
