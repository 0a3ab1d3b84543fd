import type { Outcome } from '../invocation.ts';

/** What the fleet took, and how long each tenant went without a poll that went through. */
export class FleetTally {
  invocations = 0;
  failed = 0;
  polls = 0;
  requests = 0;
  /** Functions at work on average. */
  placesBusy = 0;
  readonly requestsOf = new Map<string, number>();
  /** Longest time from one whole poll to the next, by tenant. */
  readonly longestPauseMs = new Map<string, number>();
  readonly #polledAt = new Map<string, number>();

  invocationEnded(outcome: Outcome): void {
    this.invocations += 1;
    if (outcome !== 'done') this.failed += 1;
  }

  requested(tenantId: string): void {
    this.requests += 1;
    this.requestsOf.set(tenantId, (this.requestsOf.get(tenantId) ?? 0) + 1);
  }

  wentThrough(tenantId: string, nowMs: number): void {
    this.polls += 1;
    const before = this.#polledAt.get(tenantId);
    const pauseMs = before === undefined ? 0 : nowMs - before;
    this.longestPauseMs.set(tenantId, Math.max(pauseMs, this.longestPauseMs.get(tenantId) ?? 0));
    this.#polledAt.set(tenantId, nowMs);
  }

  ended(ranMs: number, busyMs: number): void {
    this.placesBusy = busyMs / ranMs;
  }
}
