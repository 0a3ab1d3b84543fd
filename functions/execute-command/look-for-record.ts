import { turnEntry } from '../../shared/domain/ledger-entry.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import { findInvoice } from '../../shared/sevdesk/find-invoice.ts';
import { invoiceResult } from '../../shared/sevdesk/saved-invoice.ts';
import { fail, succeed } from './answer-command.ts';
import { attempt } from './attempt.ts';
import type { Line, Work } from './command-dependencies.ts';
import { beyondLimits } from './limits.ts';
import { reactTo } from './react.ts';

/** Lists may show a new record late: it takes two looks apart from each other to believe that it is not there. */
const LOOKS = 2;
/** An error that blames the command is believed at its second time. */
const MOST_BLAMED = 2;

/**
 * After a call without an answer: adopts what the call made, if it is found; creates only after two looks, a pause before
 * each, found nothing.
 */
export async function lookForRecord(work: Work, line: Line): Promise<MessageOutcome> {
  const { dependencies, entry, command } = work;
  const waitMs = (entry.nextLookAt ?? 0) - dependencies.now();
  if (waitMs > 0) return { kind: 'hide', seconds: Math.ceil(waitMs / 1000) };
  const firstAttemptAtMs = entry.firstAttemptAt ?? entry.receivedAt;
  const finding = await findInvoice(line.client, { marker: entry.marker, data: command.data, firstAttemptAtMs });
  if (finding.kind === 'found') return succeed(work, invoiceResult(finding.record));
  if (finding.kind === 'ambiguous') {
    return fail(work, { reason: 'ambiguous', message: finding.message, retryable: false });
  }
  return notFound(work, line);
}

async function notFound(work: Work, line: Line): Promise<MessageOutcome> {
  const { dependencies, entry } = work;
  const looks = (entry.looks ?? 0) + 1;
  if (looks < LOOKS) {
    const { readBackPauseMs } = dependencies.settings;
    await dependencies.ledger.save(
      turnEntry(entry, 'unknown', { looks, nextLookAt: dependencies.now() + readBackPauseMs }),
    );
    return { kind: 'hide', seconds: readBackPauseMs / 1000 };
  }
  // Two looks found nothing: it did not take effect.
  const waiting = { ...work, entry: await dependencies.ledger.save(turnEntry(entry, 'waiting')) };
  const failure = entry.blamed >= MOST_BLAMED ? entry.failure : beyondLimits(waiting);
  return failure ? fail(waiting, failure) : tryAgain(waiting, line);
}

/** What goes wrong from here on concerns the new attempt, not the look. */
async function tryAgain(waiting: Work, line: Line): Promise<MessageOutcome> {
  try {
    return await attempt(waiting, line);
  } catch (error) {
    return reactTo(waiting, error);
  }
}
