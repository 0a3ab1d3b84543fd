import { backoffSeconds } from '../../shared/domain/backoff.ts';
import { type CommandReaction, commandReaction } from '../../shared/domain/command-reaction.ts';
import {
  type CommandFailure,
  type LedgerEntry,
  type LedgerState,
  turnEntry,
} from '../../shared/domain/ledger-entry.ts';
import { pauseRequests } from '../../shared/domain/request-budget.ts';
import {
  type BudgetExhausted,
  CommandRefused,
  OutcomeUnknown,
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  UnexpectedAnswer,
} from '../../shared/domain/sevdesk-error.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import { refuseToken } from '../../shared/operations/refuse-token.ts';
import { fail } from './answer-command.ts';
import type { Work } from './command-dependencies.ts';
import { beyondLimits } from './limits.ts';

/**
 * Turns an error of a call into what happens next. The ledger is written before the message is hidden or acknowledged.
 * @throws the error itself when it is none of sevdesk's: SQS delivers the message again.
 */
export async function reactTo(work: Work, error: unknown): Promise<MessageOutcome> {
  const reaction = reactionTo(work.entry, error);
  if (reaction === 'report') throw error;
  const { commandId } = work.entry;
  work.dependencies.log.warn('The call did not go through', { commandId, reaction, error, state: work.entry.state });
  if (reaction === 'look') return lookLater(work, error as OutcomeUnknown | UnexpectedAnswer | RequestRejected);
  if (reaction === 'refuse') return fail(work, refused(error as CommandRefused));
  if (reaction === 'fail') return fail(work, refusal(error as RequestRejected));
  if (reaction === 'recheck-token') return recheckToken(work);
  if (reaction === 'wait') return defer(work, Math.max(1, (error as BudgetExhausted).waitMs / 1000));
  return backOff(work, error);
}

/**
 * An answer that can't be read is harmless after a read, and after a write it leaves open what happened. A look that is
 * refused says nothing about the command: it is looked again, until the limits end it. A refusal that says it is so already may tell
 * of an earlier call of ours, where there was one.
 */
function reactionTo({ state, calls }: LedgerEntry, error: unknown): CommandReaction {
  const isRepeated = state === 'claimed' && calls > 1;
  if (isRepeated && error instanceof RequestRejected && error.knowledge?.reaction === 'look') return 'look';
  if (state === 'claimed' && error instanceof UnexpectedAnswer) return 'look';
  if (state === 'unknown' && (error instanceof RequestRejected || error instanceof CommandRefused)) return 'defer';
  // A locked token or a lapsed plan, at a read as well: it does not blame the command.
  if (error instanceof RequestRejected && [402, 403].includes(error.said.status ?? 0)) return 'defer';
  return commandReaction(error);
}

function refused({ reason, message, retryable }: CommandRefused): CommandFailure {
  return { reason, message, retryable };
}

/** What is known of an error beyond its message is told with it. */
function refusal({ message, said, knowledge }: RequestRejected): CommandFailure {
  const { reason = 'rejected_by_sevdesk', retryable = false, advice } = knowledge ?? {};
  return { reason, message: advice ? `${message} (${advice})` : message, retryable, sevdesk: said };
}

/** The write may have taken effect, or sevdesk says that what is wished is so already. */
async function lookLater(
  work: Work,
  error: OutcomeUnknown | UnexpectedAnswer | RequestRejected,
): Promise<MessageOutcome> {
  const { dependencies, entry } = work;
  const { readBackPauseMs } = dependencies.settings;
  const isRefusal = error instanceof RequestRejected;
  const isBlamed = isRefusal || (error instanceof OutcomeUnknown && error.blamesCommand);
  const failure: CommandFailure = isRefusal
    ? refusal(error)
    : { reason: 'rejected_by_sevdesk', message: error.message, retryable: true, sevdesk: error.said };
  await dependencies.ledger.save(
    turnEntry(entry, 'unknown', {
      looks: 0,
      nextLookAt: dependencies.now() + readBackPauseMs,
      blamed: entry.blamed + (isBlamed ? 1 : 0),
      deferrals: 0,
      failure,
      ...(!isRefusal && { unanswered: true }),
    }),
  );
  return { kind: 'hide', seconds: readBackPauseMs / 1000 };
}

/** 429 or unreachable: not processed, and not the command's fault. A 429 pauses the tenant's poller as well. */
async function backOff(work: Work, error: unknown): Promise<MessageOutcome> {
  const { dependencies, entry, tenant } = work;
  const seconds = backoffSeconds({
    times: entry.deferrals + 1,
    baseSeconds: dependencies.settings.backoffBaseSeconds,
    capSeconds: dependencies.settings.backoffCapSeconds,
    retryAfterSeconds: error instanceof SevdeskThrottled ? error.retryAfterSeconds : undefined,
    random: dependencies.random(),
  });
  if (error instanceof SevdeskThrottled) {
    dependencies.count('throttled');
    const nowMs = dependencies.now();
    const { ratePerMinute } = dependencies.settings;
    const facts = { nowMs, untilMs: nowMs + seconds * 1000, ratePerMinute };
    await dependencies.tenants.change(tenant.tenantId, (current) => ({
      ...current,
      budget: pauseRequests(current.budget, facts),
    }));
  }
  const trouble = troubleOf(entry, error, dependencies.now());
  return defer({ ...work, entry: { ...entry, ...trouble, deferrals: entry.deferrals + 1 } }, seconds);
}

/**
 * A read that sevdesk fails at with words of its own, or answers with what makes no sense, may do so for ever: it is counted. What was
 * said last is kept, unless there is a write that it must not hide.
 */
function troubleOf(entry: LedgerEntry, error: unknown, nowMs: number): Partial<LedgerEntry> {
  if (!(error instanceof SevdeskUnavailable || error instanceof UnexpectedAnswer)) return {};
  const { said, message } = error;
  const failure: CommandFailure = { reason: 'rejected_by_sevdesk', message, retryable: true, sevdesk: said };
  const told = entry.state === 'unknown' ? {} : { failure };
  const isTrouble = error instanceof UnexpectedAnswer || (said.status === 500 && said.message !== undefined);
  if (!isTrouble) return told;
  return { ...told, troubles: (entry.troubles ?? 0) + 1, troubledSince: entry.troubledSince ?? nowMs };
}

/**
 * Hides the command without blaming it. A claim that is known to have had no effect costs no attempt. One whose outcome is
 * unknown ends here when it can't be looked for in time.
 */
export async function defer(work: Work, seconds: number): Promise<MessageOutcome> {
  const { dependencies, entry } = work;
  const failure = entry.state === 'unknown' ? beyondLimits(work) : undefined;
  if (failure) return fail(work, failure);
  const wasClaimed = entry.state === 'claimed';
  const state: LedgerState = wasClaimed ? 'waiting' : entry.state;
  const taken = wasClaimed ? 1 : 0;
  const { attempts, calls } = entry;
  await dependencies.ledger.save(turnEntry(entry, state, { attempts: attempts - taken, calls: calls - taken }));
  return { kind: 'hide', seconds };
}

async function recheckToken(work: Work): Promise<MessageOutcome> {
  const { dependencies, tenant } = work;
  const { recheckMs } = dependencies.settings;
  await refuseToken(dependencies, tenant, recheckMs);
  return defer(work, recheckMs / 1000);
}
