import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeLease } from '../../../shared/domain/lease.ts';
import { BudgetExhausted } from '../../../shared/domain/sevdesk-error.ts';
import { requestSpender, reservedWith } from '../../../shared/operations/request-spender.ts';
import { mostInAnyMinute } from '../../bench/writing/windows.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';
import { aTenant } from '../../support/builders.ts';
import { inMemoryTenants } from '../../support/in-memory-stores.ts';

const START_MS = 1_000_000_000;
const CALL_MS = 200;
const INVOCATION_MS = 300_000;

type Tenants = ReturnType<typeof inMemoryTenants>;

/** Something that calls sevdesk, begun so much later than what came before it. */
interface Caller {
  readonly afterMs: number;
  readonly purpose: 'poll' | 'command';
  readonly calls: number;
  /** Between its reservation and its first call. */
  readonly stallMs?: number;
}

/** One tenant's calls in the order in which they left: polls with twelve resources side by side, commands one after another. */
async function callsOf(callers: readonly Caller[], ratePerMinute: number): Promise<readonly number[]> {
  const time = new VirtualTime(START_MS);
  const tenants = inMemoryTenants(aTenant({ dueAt: START_MS }));
  const sent: number[] = [];
  const sleep = (ms: number) => new Promise<void>((resolve) => time.at(time.nowMs + ms, resolve));
  const call = async (spend: () => Promise<void>) => {
    await spend();
    sent.push(time.nowMs);
    await sleep(CALL_MS);
  };
  const outside = { tenants, now: () => time.nowMs, sleep, call, ratePerMinute };
  let startsAt = START_MS;
  let commands = Promise.resolve();
  for (const caller of callers) {
    startsAt += caller.afterMs;
    time.at(startsAt, () => {
      if (caller.purpose === 'poll') void invoke(outside, caller);
      else commands = commands.then(() => invoke(outside, caller));
    });
  }
  await time.runUntil(startsAt + 2 * INVOCATION_MS, () => false);
  return sent;
}

interface Outside {
  readonly tenants: Tenants;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly call: (spend: () => Promise<void>) => Promise<void>;
  readonly ratePerMinute: number;
}

async function invoke(outside: Outside, { purpose, calls, stallMs = 0 }: Caller): Promise<void> {
  const { tenants, now, ratePerMinute } = outside;
  const nowMs = now();
  const leased = purpose === 'poll' ? await lease(outside, calls) : undefined;
  if (purpose === 'poll' && !leased) return;
  const { spend } = requestSpender({
    ...outside,
    tenantId: 'acme',
    purpose,
    ratePerMinute,
    lot: purpose === 'poll' ? 4 : 1,
    ...(leased && { reserved: reservedWith(leased) }),
    longestWaitMs: purpose === 'poll' ? 30_000 : 2000,
    deadlineMs: nowMs + INVOCATION_MS,
  });
  if (stallMs > 0) await outside.sleep(stallMs);
  let left = calls;
  const lane = async () => {
    for (; left > 0; ) {
      left -= 1;
      await outside.call(spend);
    }
  };
  const lanes = purpose === 'poll' ? 12 : 1;
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ended) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(BudgetExhausted);
  if (leased) await tenants.change('acme', ({ lease: _lease, ...tenant }) => ({ ...tenant, dueAt: now() }));
}

function lease({ tenants, now, ratePerMinute }: Outside, requests: number) {
  const wish = { holder: `poll at ${now()}`, leaseMs: INVOCATION_MS, requests, ratePerMinute };
  return tenants.change('acme', (tenant) => takeLease(tenant, { ...wish, nowMs: now() }));
}

describe('polls and commands that share a budget', () => {
  const callers = fc.array(
    fc.record({
      afterMs: fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 40_000 })),
      purpose: fc.constantFrom('poll' as const, 'command' as const, 'command' as const),
      calls: fc.integer({ min: 1, max: 20 }),
      stallMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 })),
    }),
    { minLength: 1, maxLength: 60 },
  );

  it('never send more than the rate in any 60 seconds', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(callers, fc.integer({ min: 20, max: 200 }), async (all, ratePerMinute) => {
        expect(mostInAnyMinute(await callsOf(all, ratePerMinute))).toBeLessThanOrEqual(ratePerMinute);
      }),
      { numRuns: 300 },
    );
  });

  it('let a poll of sixteen requests end within a second, and a command that comes then within two', async () => {
    const sent = await callsOf(
      [
        { afterMs: 0, purpose: 'poll', calls: 16 },
        { afterMs: 100, purpose: 'command', calls: 1 },
      ],
      100,
    );
    expect(sent).toHaveLength(17);
    expect(Math.max(...sent) - START_MS).toBeLessThan(1000);
  });
});
