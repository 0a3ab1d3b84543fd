import { type CommandFailure, type LedgerEntry, turnEntry } from '../../shared/domain/ledger-entry.ts';
import { isConnected } from '../../shared/domain/tenant.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import { type RequestSpender, requestSpender } from '../../shared/operations/request-spender.ts';
import { CALL_TIMEOUT_MS } from '../../shared/sevdesk/client.ts';
import { fail } from './answer-command.ts';
import { attempt } from './attempt.ts';
import type { Line, Work } from './command-dependencies.ts';
import { lookForRecord } from './look-for-record.ts';
import { parkCommand } from './park-command.ts';
import { reactTo } from './react.ts';

/** SQS itself gives up at 1,000 receives; the writer ends a command before, with its reason. */
const MOST_RECEIVES = 900;
const MOST_ATTEMPTS = 10;
/** Besides its timeout, a call needs time to write down how it ended. */
const TIME_TO_SETTLE_MS = 5000;

/** Takes an open command as far as it goes now: limits, tenant, token; then a look if the outcome is unknown, or a call. */
export async function advance(started: Work): Promise<MessageOutcome> {
  const pause = claimedElsewhere(started);
  if (pause !== undefined) return { kind: 'hide', seconds: pause };
  const work = await wake(started);
  const failure = beyondLimits(work);
  if (failure) return fail(work, failure);
  if (!isConnected(work.tenant)) return parkCommand(work);
  const { dependencies, tenant, message } = work;
  const stored = await dependencies.tokens.read(tenant.tenantId);
  // A version that was not tested may open another account, and a missing one is the poller's to notice.
  if (stored.kind !== 'token' || stored.version !== tenant.secretVersion) {
    dependencies.tokens.forget(tenant.tenantId);
    return { kind: 'hide', seconds: dependencies.settings.recheckMs / 1000 };
  }
  if (message.deadlineMs - dependencies.now() < CALL_TIMEOUT_MS + TIME_TO_SETTLE_MS)
    return { kind: 'hide', seconds: 1 };
  const spender = spenderFor(work);
  return call(work, { client: dependencies.connect(stored.token, spender.spend), spender });
}

/** Reads before it writes when the outcome of an earlier call is unknown. */
async function call(work: Work, line: Line): Promise<MessageOutcome> {
  try {
    return await (work.entry.state === 'unknown' ? lookForRecord(work, line) : attempt(work, line));
  } catch (error) {
    return reactTo(work, error);
  }
}

/** Seconds until the claim of another invocation that may still be at work has run out. */
function claimedElsewhere({ entry, dependencies }: Work): number | undefined {
  if (entry.state !== 'claimed' || entry.claimDeadline === undefined) return undefined;
  const leftMs = entry.claimDeadline - dependencies.now();
  return leftMs > 0 ? Math.ceil(leftMs / 1000) : undefined;
}

/** Writes down what the time since the last delivery has made of the entry. */
async function wake(work: Work): Promise<Work> {
  const { dependencies, entry, tenant } = work;
  const next = awakened(entry, { nowMs: dependencies.now(), connected: isConnected(tenant) });
  return next === entry ? work : { ...work, entry: await dependencies.ledger.save(next) };
}

/**
 * A claim beyond its deadline means that its holder died: whether the call took effect is unknown. A parked command goes
 * on where it stood once its tenant is back.
 */
function awakened(entry: LedgerEntry, now: { nowMs: number; connected: boolean }): LedgerEntry {
  const unknown = { looks: 0, nextLookAt: now.nowMs };
  if (entry.state === 'claimed') return turnEntry(entry, 'unknown', unknown);
  if (entry.state !== 'parked' || !now.connected) return entry;
  return entry.parkedUnknown ? turnEntry(entry, 'unknown', unknown) : turnEntry(entry, 'waiting');
}

function beyondLimits({ entry, dependencies, message }: Work): CommandFailure | undefined {
  if (dependencies.settings.readOnly) {
    return {
      reason: 'unsupported',
      message: 'This relay runs read-only: no command is carried out. Start it without --read-only.',
      retryable: true,
    };
  }
  const tooOld = dependencies.now() - entry.receivedAt > dependencies.settings.maxAgeMs;
  if (!tooOld && message.receives <= MOST_RECEIVES && entry.attempts < MOST_ATTEMPTS) return undefined;
  const known =
    entry.state === 'unknown'
      ? 'Whether it took effect is not known: look into sevdesk first.'
      : 'It did not take effect.';
  return {
    reason: 'attempts_exhausted',
    message: `sevdesk could not take the command in time (${entry.attempts} attempts). ${known}`,
    retryable: true,
    ...(entry.failure?.sevdesk && { sevdesk: entry.failure.sevdesk }),
  };
}

function spenderFor({ dependencies, tenant }: Work): RequestSpender {
  const { ratePerMinute } = dependencies.settings;
  return requestSpender({ ...dependencies, tenantId: tenant.tenantId, purpose: 'command', ratePerMinute, lot: 1 });
}
