import { type CommandFailure, turnEntry } from '../../shared/domain/ledger-entry.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import type { CommandStep, Finding } from '../../shared/sevdesk/commands/command-plan.ts';
import { fail } from './answer-command.ts';
import { attempt, stepDone } from './attempt.ts';
import type { Line, Work } from './command-dependencies.ts';
import { beyondLimits } from './limits.ts';
import { nextStep } from './next-step.ts';
import { stepContext } from './step-context.ts';

/** Lists may show a new record late: it takes two looks apart from each other to believe that it is not there. */
const LOOKS = 2;
/** An error that blames the command is believed at its second time. */
const MOST_BLAMED = 2;

/**
 * After a call without an answer: adopts what the call did, if it is found; calls again only after two looks, a pause before
 * each, found nothing. A call that is harmless to repeat is repeated.
 */
export async function lookForEffect(work: Work, line: Line): Promise<MessageOutcome> {
  const { dependencies, entry } = work;
  const waitMs = (entry.nextLookAt ?? 0) - dependencies.now();
  if (waitMs > 0) return { kind: 'hide', seconds: Math.ceil(waitMs / 1000) };
  const step = nextStep(work);
  if (!step) throw new Error(`${entry.commandId} has no step "${entry.step}"`);
  const finding = await look(step, work, line);
  if (finding.kind === 'nothing') return notFound(work, step, line);
  if (finding.kind === 'ambiguous') {
    return fail(work, ambiguous(work, finding.message));
  }
  const stepped = await stepDone(work, step, finding.outcome);
  return 'ended' in stepped ? stepped.ended : attempt(stepped.work, line);
}

async function look(step: CommandStep, work: Work, { client }: Line): Promise<Finding> {
  return (await step.lookFor?.(stepContext(work, client))) ?? { kind: 'nothing' };
}

/** What sevdesk said to the call, if it said anything, is told with it. */
function ambiguous({ entry }: Work, message: string): CommandFailure {
  const { sevdesk } = entry.failure ?? {};
  return { reason: 'ambiguous', message, retryable: false, ...(sevdesk && { sevdesk }) };
}

async function notFound(work: Work, step: CommandStep, line: Line): Promise<MessageOutcome> {
  const { dependencies, entry } = work;
  const looks = (entry.looks ?? 0) + 1;
  if (step.lookFor && looks < LOOKS) {
    const { readBackPauseMs } = dependencies.settings;
    await dependencies.ledger.save(
      turnEntry(entry, 'unknown', { looks, nextLookAt: dependencies.now() + readBackPauseMs }),
    );
    return { kind: 'hide', seconds: readBackPauseMs / 1000 };
  }
  if (step.once) return fail(work, ambiguous(work, step.once));
  // Two looks found nothing: it did not take effect.
  const waiting = { ...work, entry: await dependencies.ledger.save(turnEntry(entry, 'waiting')) };
  const failure = entry.blamed >= MOST_BLAMED ? entry.failure : beyondLimits(waiting);
  return failure ? fail(waiting, failure) : attempt(waiting, line);
}
