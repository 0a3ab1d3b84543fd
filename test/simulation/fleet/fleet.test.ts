import { beforeAll, describe, expect, it } from 'vitest';
import { type ComparedFleets, fleetBounds } from './fleet-bounds.ts';
import { SMALL_FLEET } from './fleet-choice.ts';
import { runFleet } from './fleet-figures.ts';

let fleets: ComparedFleets;
beforeAll(async () => {
  const choice = { ...SMALL_FLEET, seed: 1 };
  const beside = await runFleet({ ...choice, troublemakers: true });
  const alone = await runFleet({ ...choice, troublemakers: false });
  fleets = { beside, alone };
});

describe('a huge tenant and one that sevdesk answers with 429', () => {
  it('delay nobody else: every bound on lag holds, each change is told once, and nobody starves', () => {
    expect(fleetBounds(fleets).filter(({ holds }) => !holds)).toEqual([]);
  });

  it('take no requests and no polls from the others', () => {
    const { beside, alone } = fleets;
    const requestsOfOthers = beside.requests - beside.requestsOfHuge - beside.requestsOfThrottled;
    expect(requestsOfOthers).toBeGreaterThan(alone.requests * 0.99);
    expect(beside.lags[1].changes).toBe(alone.lags[1].changes);
  });

  it('are polled, too: one is listed again and again, the other is asked at growing intervals', () => {
    const { beside } = fleets;
    expect(beside.requestsOfHuge).toBeGreaterThan(200);
    expect(beside.hugeLags.changes).toBeGreaterThan(0);
    expect(beside.requestsOfThrottled).toBeGreaterThan(5);
    expect(beside.requestsOfThrottled).toBeLessThan(100);
  });
});
