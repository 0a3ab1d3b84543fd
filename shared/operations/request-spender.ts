import type { TenantsTable } from '../aws/tenants-table.ts';
import { type Purpose, type RequestBudget, readyInMs, reserveRequests } from '../domain/request-budget.ts';
import { BudgetExhausted } from '../domain/sevdesk-error.ts';
import { isPollLate } from '../domain/tenant.ts';

/** A lot that is not used up by then lapses, or the rate would be exceeded later. */
const LOT_LIFE_MS = 5000;
/** A call that starts needs this much of the invocation: its timeout, and time to write down how it ended. */
const TIME_FOR_A_CALL_MS = 25_000;

export interface SpenderOptions {
  readonly tenants: Pick<TenantsTable, 'change'>;
  readonly tenantId: string;
  readonly purpose: Purpose;
  readonly ratePerMinute: number;
  /** Requests reserved with one write. */
  readonly lot: number;
  /** Requests that were reserved before, together with something else, and the budget that this left. */
  readonly reserved?: ReservedRequests;
  /** Waits up to this long are sat out; a longer one gives the invocation back. */
  readonly longestWaitMs: number;
  /** When the invocation ends: no request is granted that could not be settled before. */
  readonly deadlineMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface ReservedRequests {
  readonly requests: number;
  readonly budget: RequestBudget;
}

/** The tenant's budget of requests, as one invocation sees it. Both throw BudgetExhausted when none comes free in time. */
export interface RequestSpender {
  /** Makes sure that the next `spend` does not wait: what must not be interrupted starts after it. */
  readonly reserve: () => Promise<void>;
  /** Takes one request, right before it is sent. */
  readonly spend: () => Promise<void>;
}

export function requestSpender(options: SpenderOptions): RequestSpender {
  const { now, deadlineMs, sleep } = options;
  let lot = lotOf(options, options.reserved);
  const ensure = async () => {
    if (now() > deadlineMs - TIME_FOR_A_CALL_MS) throw new BudgetExhausted(0);
    if (lot.requests === 0 || now() >= lot.lapsesAt) {
      lot = lotOf(options, await reserveLot(options));
    }
    const waitMs = waitForRefill(lot, options);
    if (waitMs > 0) await sleep(waitMs);
  };
  return {
    reserve: ensure,
    async spend() {
      await ensure();
      lot = { ...lot, requests: lot.requests - 1 };
    },
  };
}

interface Lot {
  readonly requests: number;
  /** What the reservation left: less than nothing, if it took more than there was. */
  readonly budget: RequestBudget | undefined;
  readonly lapsesAt: number;
}

/** The life of a lot begins when its last request may be sent. */
function lotOf(options: SpenderOptions, { requests, budget }: Partial<ReservedRequests> = {}): Lot {
  const lastReadyInMs = waitForRefill({ requests: 1, budget, lapsesAt: 0 }, options);
  return { requests: requests ?? 0, budget, lapsesAt: options.now() + lastReadyInMs + LOT_LIFE_MS };
}

function waitForRefill({ requests, budget }: Lot, { ratePerMinute, now }: SpenderOptions): number {
  return budget ? readyInMs(budget, requests, { ratePerMinute, nowMs: now() }) : 0;
}

async function reserveLot(options: SpenderOptions): Promise<ReservedRequests> {
  for (;;) {
    const { reserved, waitMs } = await reserve(options);
    if (reserved) return reserved;
    const tooLate = options.now() + waitMs > options.deadlineMs - TIME_FOR_A_CALL_MS;
    if (waitMs > options.longestWaitMs || tooLate) throw new BudgetExhausted(waitMs);
    await options.sleep(waitMs);
  }
}

async function reserve({ tenants, tenantId, purpose, ratePerMinute, lot, now }: SpenderOptions) {
  let reserved: ReservedRequests | undefined;
  let waitMs = Number.POSITIVE_INFINITY;
  await tenants.change(tenantId, (tenant) => {
    const nowMs = now();
    const pollIsLate = isPollLate(tenant, nowMs);
    const wish = { wanted: lot, purpose, ratePerMinute, nowMs, pollIsLate, inAdvance: true };
    const { granted: requests, budget, waitMs: wait } = reserveRequests(tenant.budget, wish);
    waitMs = wait;
    reserved = requests > 0 ? { requests, budget } : undefined;
    return reserved && { ...tenant, budget };
  });
  return { reserved, waitMs };
}
