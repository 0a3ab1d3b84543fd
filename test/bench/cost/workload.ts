import type { Stage } from '../../../infra/stages.ts';

/** What tenants do in a month; assumed, but for the interval. */
export interface Workload {
  readonly pollSeconds: number;
  readonly tickSeconds: number;
  readonly sweepSeconds: number;
  readonly changesPerDay: number;
  readonly commandsPerDay: number;
}

const DAYS = 365 / 12;
const SECONDS = DAYS * 86_400;

/** A busy small business: its users' changes, those that commands make among them. */
export function usualWorkload({ pollIntervalSeconds, tickSeconds, sweepSeconds }: Stage): Workload {
  return { pollSeconds: pollIntervalSeconds, tickSeconds, sweepSeconds, changesPerDay: 50, commandsPerDay: 10 };
}

/** How often in a month. */
export function monthly({ pollSeconds, tickSeconds, sweepSeconds, changesPerDay, commandsPerDay }: Workload) {
  return {
    polls: SECONDS / pollSeconds,
    ticks: SECONDS / tickSeconds,
    sweeps: SECONDS / sweepSeconds,
    days: DAYS,
    changes: DAYS * changesPerDay,
    commands: DAYS * commandsPerDay,
    /** Lambda keeps five connections open to each queue, each of which asks every 20 s while nothing comes. */
    idleReceives: (5 * SECONDS) / 20,
  };
}
