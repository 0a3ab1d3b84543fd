import { listingCalls, listsEverything } from './cadence.ts';
import type { Resource } from './resource.ts';
import type { ResourceProgress } from './tenant.ts';

const DAY_MS = 86_400_000;

/** What a poll does about one resource, besides reading what the cursor leads to. */
export interface PollPlan {
  /** Ask for what changed since the cursor. */
  readonly changes: boolean;
  /** Try first whether the time filter works. */
  readonly testFilter: boolean;
  /** Compare sevdesk's count with ours. */
  readonly probe: boolean;
  /** List everything, whatever else is found. */
  readonly everything: boolean;
}

export interface PlanSettings {
  readonly nowMs: number;
  readonly probeEvery: number;
  readonly asked?: 'look' | 'everything' | undefined;
}

/**
 * The plan for one poll of one resource. Everything is listed at the baseline, by resources whose time filter is missing or
 * does not work, once a day regardless of any shortcut, and when asked for; else the cursor decides, and now and then sevdesk's count.
 */
export function planPoll(resource: Resource, progress: ResourceProgress, at: PlanSettings): PollPlan {
  const { baselinedAt, cursor, filter, listedAt = 0, unprobed = 0 } = progress;
  const mayAsk = resource.strategy === 'cursor' && baselinedAt !== undefined && cursor !== undefined;
  const testFilter = mayAsk && at.nowMs - (filter?.testedAt ?? 0) >= DAY_MS;
  const changes = mayAsk && (testFilter || !listsEverything(resource, progress));
  const isOld = at.nowMs - listedAt >= DAY_MS;
  const wanted = progress.listNext === true || progress.listing !== undefined || at.asked === 'everything';
  const everything = !changes || isOld || wanted;
  return { changes, testFilter, everything, probe: !everything && unprobed + 1 >= at.probeEvery };
}

/** Requests that a poll of one resource takes when nothing changed. */
export function idleRequests(resource: Resource, progress: ResourceProgress, at: PlanSettings): number {
  const { changes, testFilter, probe, everything } = planPoll(resource, progress, at);
  const pages = everything ? Math.max(1, listingCalls(progress)) : 0;
  return [changes, testFilter, probe].filter(Boolean).length + pages;
}

const MASS_DELETION_RECORDS = 100;
const MASS_DELETION_SHARE = 0.1;

/** Whether so many deletions of so many records need an operator's word. Those that were confirmed are let through. */
export function isMassDeletion(missing: number, known: number, confirmed = 0): boolean {
  return missing > confirmed && missing > MASS_DELETION_RECORDS && missing > known * MASS_DELETION_SHARE;
}
