import { rateNow } from '../../shared/domain/learned-rate.ts';
import { type LedgerEntry, turnEntry, wakeParked } from '../../shared/domain/ledger-entry.ts';
import { isConnected } from '../../shared/domain/tenant.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import { type RequestSpender, requestSpender } from '../../shared/operations/request-spender.ts';
import { talliedClient } from '../../shared/sevdesk/tallied-client.ts';
import { fail } from './answer-command.ts';
import { attempt } from './attempt.ts';
import type { Line, Work } from './command-dependencies.ts';
import { noteCalls, tenantPauseSeconds } from './hold-tenant.ts';
import { beyondLimits } from './limits.ts';
import { lookForEffect } from './look-for-effect.ts';
import { parkCommand, raiseFlag } from './park-command.ts';
import { defer, reactTo } from './react.ts';

/** A longer wait for the budget is spent hidden, not in the invocation … */
const LONGEST_WAIT_MS = 2000;
/** … unless the tenant's rate is so low that a step with several reads would never come to its end. */
const TURNS_WAITED = 3;
/** The longest pause for a token that the sweep has not tested yet. */
const LONGEST_TOKEN_PAUSE_SECONDS = 120;

/** Takes an open command as far as it goes now: tenant, limits, token; then a look if the outcome is unknown, or a call. */
export async function advance(started: Work): Promise<MessageOutcome> {
  const pause = claimedElsewhere(started);
  if (pause !== undefined) return { kind: 'hide', seconds: pause };
  if (isLeftover(started)) {
    await raiseFlag(started);
    return { kind: 'done' };
  }
  const work = await wake(started);
  if (!isConnected(work.tenant)) return parkCommand(work);
  // What may have taken effect is looked for before it is given up.
  const failure = work.entry.state === 'unknown' ? undefined : beyondLimits(work);
  if (failure) return fail(work, failure);
  const tenantPause = tenantPauseSeconds(work);
  if (tenantPause > 0) return defer(work, tenantPause);
  const token = await testedToken(work);
  if (token === undefined) return defer(work, tokenPauseSeconds(work));
  const spender = spenderFor(work);
  const tally = { accepted: 0, refused: 0, throttled: 0 };
  const client = talliedClient(work.dependencies.connect(token, spender.spend), tally);
  return call(work, { client, spender, tally });
}

/** Reads before it writes when the outcome of an earlier call is unknown. */
async function call(work: Work, line: Line): Promise<MessageOutcome> {
  try {
    return await (work.entry.state === 'unknown' ? lookForEffect(work, line) : attempt(work, line));
  } catch (error) {
    return await reactTo(work, error);
  } finally {
    await noteCalls(work, line.tally);
  }
}

/** Seconds until the claim of another invocation that may still be at work has run out. */
function claimedElsewhere({ entry, dependencies }: Work): number | undefined {
  if (entry.state !== 'claimed' || entry.claimDeadline === undefined) return undefined;
  const leftMs = entry.claimDeadline - dependencies.now();
  return leftMs > 0 ? Math.ceil(leftMs / 1000) : undefined;
}

/**
 * A copy of the message that was acknowledged when its command was parked. Another one is sent for it when the tenant is back, and only
 * that one may be hidden and come again.
 */
function isLeftover({ entry, message, tenant }: Work): boolean {
  const { state, parkedAt = 0 } = entry;
  return state === 'parked' && isConnected(tenant) && message.sentAtMs < parkedAt;
}

/** Writes down what the time since the last delivery has made of the entry. */
async function wake(work: Work): Promise<Work> {
  const { dependencies, entry, tenant } = work;
  const next = awakened(entry, { nowMs: dependencies.now(), connected: isConnected(tenant) });
  return next === entry ? work : { ...work, entry: await dependencies.ledger.save(next) };
}

/** A claim beyond its deadline means that its holder died: whether the call took effect is unknown. */
function awakened(entry: LedgerEntry, now: { nowMs: number; connected: boolean }): LedgerEntry {
  if (entry.state === 'claimed')
    return turnEntry(entry, 'unknown', { looks: 0, nextLookAt: now.nowMs, unanswered: true });
  return entry.state === 'parked' && now.connected ? wakeParked(entry, now.nowMs) : entry;
}

/** Longer each time, so that SQS does not give up on the message before its age does. */
function tokenPauseSeconds({ dependencies, message }: Work): number {
  const { recheckMs, backoffCapSeconds } = dependencies.settings;
  return Math.min((recheckMs / 1000) * message.receives, LONGEST_TOKEN_PAUSE_SECONDS, backoffCapSeconds);
}

/** A version that was not tested may open another account, and a missing one is the poller's to notice. */
async function testedToken({ dependencies, tenant }: Work): Promise<string | undefined> {
  const { tokens } = dependencies;
  // A refused token may have been replaced: another container of this function may keep the old one.
  if (tenant.rejected) tokens.forget(tenant.tenantId);
  const stored = await tokens.read(tenant.tenantId, tenant.secretVersion);
  return stored.kind === 'token' && stored.version === tenant.secretVersion ? stored.token : undefined;
}

function spenderFor({ dependencies, tenant, message }: Work): RequestSpender {
  const { ratePerMinute } = dependencies.settings;
  const rate = rateNow(tenant.budget.learned, { ratePerMinute, nowMs: dependencies.now() });
  return requestSpender({
    ...dependencies,
    tenantId: tenant.tenantId,
    purpose: 'command',
    ratePerMinute,
    lot: 1,
    longestWaitMs: Math.max(LONGEST_WAIT_MS, (TURNS_WAITED * 60_000) / rate),
    deadlineMs: message.deadlineMs,
  });
}
