import type { CommandFailure, LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import type { Work } from './command-dependencies.ts';

/** SQS itself gives up at 1,000 receives; the writer ends a command before, with its reason. */
export const MOST_RECEIVES = 900;

/** Calls of a step, and answers to its reads that make no sense, before the command is given up … */
const MOST_TRIES = 10;
/** … but never within an outage of an hour or two: it holds up the commands behind it, and none of them is at fault. */
const PATIENCE_MS = 7_200_000;

/** Why a command is not tried any longer, or `undefined` while it is. */
export function beyondLimits({ entry, dependencies, message }: Work): CommandFailure | undefined {
  const { readOnly, maxAgeMs } = dependencies.settings;
  if (readOnly) {
    const text = 'This relay runs read-only: no command is carried out. Start it without --read-only.';
    return { reason: 'unsupported', message: text, retryable: true };
  }
  const nowMs = dependencies.now();
  // One that waited behind others for so long is tried once all the same.
  const isTooOld = (wasTried(entry) || message.receives > 1) && nowMs - entry.activeSince > maxAgeMs;
  if (!isTooOld && message.receives <= MOST_RECEIVES && !isHopeless(entry, nowMs)) return undefined;
  return exhausted(entry);
}

function wasTried({ attempts, deferrals, troubles = 0 }: LedgerEntry): boolean {
  return attempts + deferrals + troubles > 0;
}

/** sevdesk answers, and nothing comes of it. */
function isHopeless({ calls, firstAttemptAt, troubles = 0, troubledSince }: LedgerEntry, nowMs: number): boolean {
  const isOver = (sinceMs: number | undefined) => sinceMs !== undefined && nowMs - sinceMs > PATIENCE_MS;
  return (calls >= MOST_TRIES && isOver(firstAttemptAt)) || (troubles >= MOST_TRIES && isOver(troubledSince));
}

function exhausted({ state, attempts, completed, failure }: LedgerEntry): CommandFailure {
  const isUnknown = state === 'unknown';
  const nothing =
    completed.length > 0 ? 'What is completed stays; nothing after it took effect.' : 'It did not take effect.';
  const effect = isUnknown ? 'Whether it took effect is not known: look into sevdesk first.' : nothing;
  const last = failure ? ` Last: ${failure.message}` : '';
  return {
    reason: 'attempts_exhausted',
    message: `sevdesk could not take the command in time (${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}). ${effect}${last}`,
    retryable: !isUnknown,
    ...(failure?.sevdesk && { sevdesk: failure.sevdesk }),
  };
}
