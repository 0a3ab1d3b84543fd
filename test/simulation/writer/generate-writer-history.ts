import { Random } from '../random.ts';
import { randomWriterStep, type WriterCast } from './random-writer-step.ts';
import type { WriterHistory, WriterSetting, WriterStep } from './writer-history.ts';
import type { WriterProfile } from './writer-profiles.ts';

/** The history that a seed stands for. */
export function generateWriterHistory(seed: number, profile: WriterProfile, steps: number): WriterHistory {
  const random = new Random(seed, 'commands');
  const setting = randomSetting(random, profile);
  const cast: WriterCast = { tenants: setting.tenants, sent: [] };
  const told: WriterStep[] = [];
  let atMs = 0;
  while (told.length < steps) {
    atMs += pauseMs(random, profile.longestPauseMs);
    told.push({ ...randomWriterStep(random, profile, cast), atMs });
  }
  return { seed, setting, steps: told };
}

/** Bursts, and breaks between them. */
function pauseMs(random: Random, longestMs: number): number {
  const most = random.pick([50, 800, longestMs / 8, longestMs / 8, longestMs]);
  return random.int(1, Math.max(1, Math.round(most)));
}

function randomSetting(random: Random, { tenants: [least, most], setting }: WriterProfile): WriterSetting {
  return {
    startMs: Date.parse('2026-11-20T08:00:00Z') + random.int(0, 14 * 60) * 60_000,
    tenants: random.int(least, most),
    timeoutMs: random.pick([60_000, 120_000]),
    callMs: random.pick([200, 600, 1500]),
    listLagMs: random.pick([0, 5000, 5000]),
    indexLagMs: random.pick([0, 100, 2000]),
    skewSeconds: random.pick([0, 0, 7, -7, 90, -90]),
    ignoresFilter: random.chance(0.1),
    ratePerMinute: random.pick([60, 100, 200]),
    staysAway: random.pick([0, 0, 1]),
    ...setting,
  };
}
