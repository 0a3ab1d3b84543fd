import { type History, type Setting, SIMULATED, type Simulated, type Step } from './history.ts';
import type { Profile } from './profiles.ts';
import { Random } from './random.ts';
import { type Cast, randomStep } from './random-step.ts';

const HOUR_MS = 3_600_000;

/** The history that a seed stands for. */
export function generateHistory(seed: number, profile: Profile, steps: number): History {
  const random = new Random(seed, 'history');
  const setting = randomSetting(random, profile);
  const cast: Cast = { ids: {}, nextId: 1000 };
  const account = [...SIMULATED].flatMap((resource) => initialRecords(random, profile, { resource, cast }));
  const told: Step[] = [];
  let atMs = 0;
  while (told.length < steps) {
    atMs += pauseMs(random, profile.longestPauseMs);
    told.push({ ...randomStep(random, profile, cast), atMs });
  }
  return { seed, setting, steps: [...account, ...told] };
}

/** Bursts, and breaks between them. */
function pauseMs(random: Random, longestMs: number): number {
  const most = random.pick([800, 800, longestMs / 8, longestMs / 8, longestMs]);
  return random.int(1, Math.max(1, Math.round(most)));
}

function initialRecords(
  random: Random,
  { leastRecords, mostRecords, resources }: Profile,
  { resource, cast }: { resource: Simulated; cast: Cast },
): Step[] {
  if (!resources[resource]) return [];
  const ids = Array.from({ length: random.int(leastRecords, mostRecords) }, () => String(cast.nextId++));
  cast.ids[resource] = [...ids];
  return ids.map((id, index) => ({
    does: 'create',
    resource,
    id,
    lagMs: 0,
    text: random.int(0, 3),
    status: random.pick(['draft', 'open', 'partly', 'paid']),
    termDays: random.int(0, 20),
    atMs: -10 * HOUR_MS + index * 1000,
  }));
}

function randomSetting(random: Random, { setting }: Profile): Setting {
  const timeoutMs = random.pick([45_000, 60_000, 90_000]);
  return {
    // Some histories see midnight pass.
    startMs: Date.parse('2026-11-20T08:00:00Z') + random.int(0, 14 * 60) * 60_000,
    skewSeconds: random.pick([0, 0, 7, -7, 90, -90]),
    tellsDate: random.chance(0.8),
    tellsTotal: true,
    pageLimit: random.pick([5, 8, 12, 30]),
    probeEvery: random.int(2, 5),
    intervalMs: random.pick([0, 60_000, 60_000, 120_000]),
    ratePerMinute: random.pick([60, 100, 200]),
    timeoutMs,
    leaseMs: (setting.timeoutMs ?? timeoutMs) + 30_000,
    callMs: random.pick([200, 600, 1500]),
    deniesRecords: false,
    overlaps: false,
    ...setting,
  };
}
