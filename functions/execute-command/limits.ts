import type { CommandFailure } from '../../shared/domain/ledger-entry.ts';
import type { Work } from './command-dependencies.ts';

/** SQS itself gives up at 1,000 receives; the writer ends a command before, with its reason. */
export const MOST_RECEIVES = 900;

/** Why a command is not tried any longer, or `undefined` while it is. */
export function beyondLimits({ entry, dependencies, message }: Work): CommandFailure | undefined {
  const { readOnly, maxAgeMs } = dependencies.settings;
  if (readOnly) {
    const text = 'This relay runs read-only: no command is carried out. Start it without --read-only.';
    return { reason: 'unsupported', message: text, retryable: true };
  }
  const isTooOld = dependencies.now() - entry.activeSince > maxAgeMs;
  if (!isTooOld && message.receives <= MOST_RECEIVES) return undefined;
  const isUnknown = entry.state === 'unknown';
  const known = isUnknown ? 'Whether it took effect is not known: look into sevdesk first.' : 'It did not take effect.';
  return {
    reason: 'attempts_exhausted',
    message: `sevdesk could not take the command in time (${entry.attempts} attempts). ${known}`,
    retryable: !isUnknown,
    ...(entry.failure?.sevdesk && { sevdesk: entry.failure.sevdesk }),
  };
}
