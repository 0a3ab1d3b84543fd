import type { TenantsTable } from '../aws/tenants-table.ts';
import { type Purpose, reserveRequests } from '../domain/request-budget.ts';
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
  /** Requests that were reserved before, together with something else. */
  readonly reserved?: number;
  /** Waits up to this long are sat out; a longer one gives the invocation back. */
  readonly longestWaitMs: number;
  /** When the invocation ends: no request is granted that could not be settled before. */
  readonly deadlineMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The tenant's budget of requests, as one invocation sees it. Both throw BudgetExhausted when none comes free in time. */
export interface RequestSpender {
  /** Makes sure that the next `spend` does not wait: what must not be interrupted starts after it. */
  readonly reserve: () => Promise<void>;
  /** Takes one request, right before it is sent. */
  readonly spend: () => Promise<void>;
}

export function requestSpender(options: SpenderOptions): RequestSpender {
  let granted = options.reserved ?? 0;
  let lapsesAt = options.now() + LOT_LIFE_MS;
  const ensure = async () => {
    if (options.now() > options.deadlineMs - TIME_FOR_A_CALL_MS) throw new BudgetExhausted(0);
    if (granted > 0 && options.now() < lapsesAt) return;
    granted = await reserveLot(options);
    lapsesAt = options.now() + LOT_LIFE_MS;
  };
  return {
    reserve: ensure,
    async spend() {
      await ensure();
      granted -= 1;
    },
  };
}

async function reserveLot(options: SpenderOptions): Promise<number> {
  for (;;) {
    const { granted, waitMs } = await reserve(options);
    if (granted > 0) return granted;
    const tooLate = options.now() + waitMs > options.deadlineMs - TIME_FOR_A_CALL_MS;
    if (waitMs > options.longestWaitMs || tooLate) throw new BudgetExhausted(waitMs);
    await options.sleep(waitMs);
  }
}

async function reserve({ tenants, tenantId, purpose, ratePerMinute, lot, now }: SpenderOptions) {
  let granted = 0;
  let waitMs = Number.POSITIVE_INFINITY;
  await tenants.change(tenantId, (tenant) => {
    const nowMs = now();
    const pollIsLate = isPollLate(tenant, nowMs);
    const reservation = reserveRequests(tenant.budget, { wanted: lot, purpose, ratePerMinute, nowMs, pollIsLate });
    ({ granted, waitMs } = reservation);
    return granted > 0 ? { ...tenant, budget: reservation.budget } : undefined;
  });
  return { granted, waitMs };
}
