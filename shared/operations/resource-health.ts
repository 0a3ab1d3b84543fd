import { dueAtOf, listsEverything, pollEveryMs } from '../domain/cadence.ts';
import { isOff } from '../domain/denied-access.ts';
import type { Resource } from '../domain/resource.ts';
import { isConnected, type Tenant } from '../domain/tenant.ts';
import { type ResourceStatus, resourceStatus } from './resource-status.ts';

/** What a stage was deployed with, as far as it is known here. */
export interface StageRhythm {
  /** 0 is "at every tick". */
  readonly intervalMs: number;
  /** Unknown in stage `local`, where it depends on the server. */
  readonly ratePerMinute?: number | undefined;
}

export interface ResourceHealth extends ResourceStatus {
  /** How long ago its last complete look began; with `failedPolls`, it is longer. Absent: there was none yet. */
  readonly lagSeconds?: number;
  readonly everySeconds: number;
  /** When it is due; absent while it is not polled. */
  readonly dueAt?: number;
  /** For so long it should have been looked at, and was not; 0 within the patience that a schedule needs. */
  readonly overdueSeconds: number;
  /** sevdesk denies access to it: it is asked for again when it is due. */
  readonly off: boolean;
  /** Polls in a row that failed at this resource alone. */
  readonly failedPolls: number;
  /** Whether sevdesk answers what changed since a time: `unused` where all records are read at each poll anyway. */
  readonly timeFilter: 'works' | 'ignored' | 'untested' | 'unused';
}

/** The schedule has steps of a minute, and a poll takes its time. */
const PATIENCE_MS = 120_000;
/** Reckoned with where the stage's rate is unknown. */
const USUAL_RATE_PER_MINUTE = 100;

/** How one resource stands against its interval. */
export function resourceHealth(
  tenant: Tenant,
  resource: Resource,
  { rhythm, nowMs }: { readonly rhythm: StageRhythm; readonly nowMs: number },
): ResourceHealth {
  const { [resource.name]: progress = {} } = tenant.resources;
  const settings = { ...rhythm, ratePerMinute: rhythm.ratePerMinute ?? USUAL_RATE_PER_MINUTE };
  const everyMs = pollEveryMs(tenant, resource, settings);
  const { polledAt, failed: failedPolls = 0 } = progress;
  const connected = isConnected(tenant);
  const turn = dueAtOf(tenant, resource, settings);
  // The time before the tenant was last connected does not count.
  const lateMs = connected && turn > 0 ? nowMs - Math.max(turn, tenant.since) : 0;
  return {
    ...resourceStatus(tenant, resource.name),
    ...(polledAt !== undefined && { lagSeconds: inSeconds(nowMs - polledAt) }),
    everySeconds: inSeconds(everyMs),
    ...(connected && { dueAt: Math.max(turn, tenant.dueAt ?? 0) }),
    overdueSeconds: lateMs > PATIENCE_MS ? inSeconds(lateMs) : 0,
    off: isOff(progress),
    failedPolls,
    timeFilter: timeFilterOf(resource, progress),
  };
}

function timeFilterOf(
  resource: Resource,
  progress: NonNullable<Tenant['resources'][Resource['name']]>,
): ResourceHealth['timeFilter'] {
  if (resource.strategy === 'listing') return 'unused';
  if (!progress.filter) return 'untested';
  return listsEverything(resource, progress) ? 'ignored' : 'works';
}

function inSeconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000));
}
