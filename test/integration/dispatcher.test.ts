import { beforeAll, describe, expect, it } from 'vitest';
import { dispatcherBounds, expectedRequests } from '../bench/dispatcher/bounds.ts';
import { measureTick, type TickFigures } from '../bench/dispatcher/measure-tick.ts';

let figures: TickFigures;
beforeAll(async () => {
  figures = await measureTick({ tenants: 300, due: 64 });
});

describe('a tick over many tenants', () => {
  it('queries the shards of the index, sends ten messages a call, and asks for nothing else: no scan, no secrets', () => {
    expect(figures.requests).toEqual(expectedRequests(figures));
    expect(figures.requests['sqs SendMessageBatch']).toBe(7);
  });

  it('asks once for each tenant that is due, and for nobody else', () => {
    expect(figures.asked.toSorted()).toEqual(figures.expected.toSorted());
  });

  it('asks for those that are overdue at once, and for each of the others at its time', () => {
    expect(figures.delays[0]).toBeGreaterThanOrEqual(figures.due / 2);
    expect(Object.keys(figures.delays).length).toBeGreaterThan(figures.due / 4);
  });

  it('keeps every bound', () => {
    expect(dispatcherBounds(figures).filter(({ holds }) => !holds)).toEqual([]);
  });
});
