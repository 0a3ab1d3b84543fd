import type { TenantsTable } from '../aws/tenants-table.ts';
import { type Purpose, type RequestBudget, readyAtMs, reserveRequests } from '../domain/request-budget.ts';
import { BudgetExhausted } from '../domain/sevdesk-error.ts';
import { isPollLate, type Tenant } from '../domain/tenant.ts';

/** A lot that is not used up by then lapses, or the rate would be exceeded later. */
const LOT_LIFE_MS = 5000;
/** A call that starts needs this much of the invocation: its timeout, and time to write down how it ended. */
const TIME_FOR_A_CALL_MS = 25_000;

export interface SpenderOptions {
  readonly tenants: Pick<TenantsTable, 'get' | 'change'>;
  readonly tenantId: string;
  readonly purpose: Purpose;
  readonly ratePerMinute: number;
  /** Requests reserved with one write. */
  readonly lot: number;
  /** Requests that were reserved before, together with something else. */
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
  /** What the reservation left; absent if all of them may be sent at once. */
  readonly budget?: RequestBudget;
}

/** What a poll reserved with its lease: requests that may all be sent now wait for no bucket. */
export function reservedWith({ lease, budget }: Pick<Tenant, 'lease' | 'budget'>): ReservedRequests {
  const requests = lease?.requests ?? 0;
  return lease?.allNow ? { requests } : { requests, budget };
}

/**
 * The tenant's budget of requests, as one invocation sees it. Both throw BudgetExhausted when none comes free in time. Calls side by side
 * are served one after another.
 */
export interface RequestSpender {
  /** Makes sure that the next `spend` does not wait: what must not be interrupted starts after it. */
  readonly reserve: () => Promise<void>;
  /** Takes one request, right before it is sent. */
  readonly spend: () => Promise<void>;
}

export function requestSpender(options: SpenderOptions): RequestSpender {
  let lot = lotOf(options.reserved ?? { requests: 0 }, options.now());
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (taken: number): Promise<void> => {
    const next = turn.then(async () => {
      const ready = await readyLot(lot, options);
      lot = taken === 0 ? ready : { ...ready, requests: ready.requests - taken, looked: false };
    });
    // Whoever comes after a failure asks for itself.
    turn = next.catch(() => undefined);
    return next;
  };
  return { reserve: () => inTurn(0), spend: () => inTurn(1) };
}

/** Requests that are reserved and not spent. */
interface Lot {
  readonly requests: number;
  /** What the reservation left, or the last look found: less than nothing, if more was taken than there was. */
  readonly budget?: RequestBudget | undefined;
  readonly reservedAt: number;
  /** The budget was looked at for the next request. */
  readonly looked: boolean;
}

/**
 * A lot whose next request may be sent now. What is held in advance is sent only after a look at the budget: a command may
 * have gone before it, and after a 429 it is void.
 */
async function readyLot(held: Lot, options: SpenderOptions): Promise<Lot> {
  const { now, sleep } = options;
  for (let lot = held; ; ) {
    if (now() > options.deadlineMs - TIME_FOR_A_CALL_MS) throw new BudgetExhausted(0);
    if (lot.requests === 0 || now() >= lapsesAt(lot, options)) lot = await reserveLot(options);
    const waitMs = readyAt(lot, lot.requests, options) - now();
    if (waitMs <= 0 && (lot.looked || isAtHand(lot))) return lot;
    if (waitMs > 0) await sleep(waitMs);
    lot = await lookAgain(lot, options);
  }
}

function isAtHand({ requests, budget }: Lot): boolean {
  return budget === undefined || budget.tokens + requests >= 1;
}

/** When the next of `requests` may be sent. */
function readyAt({ budget, reservedAt }: Lot, requests: number, { ratePerMinute, now }: SpenderOptions): number {
  return budget ? readyAtMs(budget, requests, { ratePerMinute, nowMs: now() }) : reservedAt;
}

/** The life of a lot begins when its last request may be sent. */
function lapsesAt(lot: Lot, options: SpenderOptions): number {
  return Math.max(lot.reservedAt, readyAt(lot, 1, options)) + LOT_LIFE_MS;
}

async function lookAgain(lot: Lot, { tenants, tenantId }: SpenderOptions): Promise<Lot> {
  const budget = (await tenants.get(tenantId))?.budget ?? lot.budget;
  const isVoid = budget?.pausedUntil !== lot.budget?.pausedUntil;
  return { ...lot, requests: isVoid ? 0 : lot.requests, budget, looked: true };
}

async function reserveLot(options: SpenderOptions): Promise<Lot> {
  const { now, sleep, longestWaitMs, deadlineMs } = options;
  for (;;) {
    const { lot, waitMs } = await reserve(options);
    if (!lot && waitMs > longestWaitMs) throw new BudgetExhausted(waitMs);
    if (now() + waitMs > deadlineMs - TIME_FOR_A_CALL_MS) throw new BudgetExhausted(waitMs);
    if (waitMs > 0) await sleep(waitMs);
    if (lot) return lot;
  }
}

/** One write, if there is something to reserve, and no longer to wait for it than may be sat out. */
async function reserve({ tenants, tenantId, purpose, ratePerMinute, now, ...options }: SpenderOptions) {
  let lot: Lot | undefined;
  let waitMs = Number.POSITIVE_INFINITY;
  await tenants.change(tenantId, (tenant) => {
    const nowMs = now();
    const pollIsLate = isPollLate(tenant, nowMs);
    const wish = { wanted: options.lot, purpose, ratePerMinute, nowMs, pollIsLate, inAdvance: true };
    const { granted, budget, waitMs: wait, allNow } = reserveRequests(tenant.budget, wish);
    const isTooLong = wait > options.longestWaitMs;
    // A turn that comes later is reserved shortly before: whoever came back after it would find it gone.
    waitMs = granted > 0 && isTooLong ? wait - options.longestWaitMs / 2 : wait;
    const left = waitMs === 0 && !allNow ? { budget } : {};
    lot = granted > 0 && !isTooLong ? lotOf({ requests: granted, ...left }, nowMs + waitMs) : undefined;
    return lot && { ...tenant, budget };
  });
  return { lot, waitMs };
}

/** One that had to be waited for is at hand after the wait. */
function lotOf(reserved: ReservedRequests, reservedAt: number): Lot {
  return { ...reserved, reservedAt, looked: false };
}
