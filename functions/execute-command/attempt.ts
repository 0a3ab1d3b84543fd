import { completeStep, turnEntry } from '../../shared/domain/ledger-entry.ts';
import { CommandRefused } from '../../shared/domain/sevdesk-error.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import type { CommandStep, Prepared, StepContext, StepOutcome } from '../../shared/sevdesk/commands/command-plan.ts';
import { succeed } from './answer-command.ts';
import type { Line, Work } from './command-dependencies.ts';
import { completedStep, mainStep, nextStep } from './next-step.ts';
import { defer, reactTo } from './react.ts';
import { stepContext } from './step-context.ts';

/** A claim outlives its invocation by this much, so that its holder is dead when it runs out. */
const CLAIM_MARGIN_MS = 30_000;

type PreparedCall = Extract<Prepared, { kind: 'call' }>;

/** Where a step led: on to the next one, or out of this delivery. */
type Stepped = { readonly work: Work } | { readonly ended: MessageOutcome };

/** Takes the steps that are left, each written down before the next one, until the command has succeeded or has to wait. */
export async function attempt(work: Work, line: Line): Promise<MessageOutcome> {
  let current = work;
  for (let step = nextStep(current); step; step = nextStep(current)) {
    const stepped = await takeStep(current, step, line);
    if ('ended' in stepped) return stepped.ended;
    current = stepped.work;
  }
  return succeed(current);
}

/**
 * One try of a step: its reads and a request of the budget first, the claim last, then the one call. The claim is a
 * conditional write: of two deliveries at the same time one gets it, the other throws LedgerConflict.
 */
async function takeStep(work: Work, step: CommandStep, line: Line): Promise<Stepped> {
  let current = work;
  try {
    const context = stepContext(work, line.client);
    if (!work.plan.onlyReads) await requireVersion2(context);
    const prepared = await step.prepare(context);
    if (prepared.kind === 'wait') return { ended: await defer(work, prepared.seconds) };
    if (prepared.kind === 'done') return await stepDone(work, step, prepared.outcome);
    await line.spender.reserve();
    current = await claim(work, step, prepared);
    const { objects } = await line.client.call(prepared.call);
    return await stepDone(current, step, prepared.read(objects));
  } catch (error) {
    return { ended: await reactTo(current, error) };
  }
}

/** Documents of bookkeeping system 1.0 are written with other fields; hardly any account still has it (documentation, "Update 2.0"). */
async function requireVersion2({ lookUps }: StepContext): Promise<void> {
  const { bookkeepingVersion } = await lookUps();
  if (bookkeepingVersion !== '1.0') return;
  const message =
    "The account uses sevdesk's bookkeeping system 1.0: the relay reads it, and writes only to version 2.0.";
  throw new CommandRefused('unsupported', message, true);
}

/**
 * Writes down what a step made, under the caller's own name of it too, before the next step. The last step is written down with
 * the success itself.
 */
export async function stepDone(work: Work, step: CommandStep, outcome: StepOutcome): Promise<Stepped> {
  const { dependencies, entry, plan, command } = work;
  const isMain = step.name === mainStep(plan);
  const name = isMain && plan.externalId?.(command.data, entry.marker);
  if (name) {
    await dependencies.ledger.link({ tenantId: entry.tenantId, ...name }, outcome.recordId);
  }
  const done = completeStep(entry, completedStep(step, outcome, dependencies.now()));
  const next = isMain ? { ...done, made: true as const } : done;
  if (!nextStep({ ...work, entry: next })) return { ended: await succeed({ ...work, entry: next }) };
  return { work: { ...work, entry: await dependencies.ledger.save(turnEntry(next, 'waiting')) } };
}

async function claim(work: Work, step: CommandStep, { facts, note }: PreparedCall): Promise<Work> {
  const { dependencies, entry, message } = work;
  const { tenantId, commandId } = entry;
  const nowMs = dependencies.now();
  for (const place of note ? [note].flat() : []) {
    await dependencies.ledger.note({ tenantId, ...place }, { commandId, type: entry.type, at: nowMs });
  }
  const claimed = turnEntry(entry, 'claimed', {
    attempts: entry.attempts + 1,
    calls: entry.calls + 1,
    step: step.name,
    facts,
    firstAttemptAt: entry.firstAttemptAt ?? nowMs,
    claimDeadline: message.deadlineMs + CLAIM_MARGIN_MS,
  });
  return { ...work, entry: await dependencies.ledger.save(claimed) };
}
