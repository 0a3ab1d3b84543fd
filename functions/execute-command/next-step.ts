import type { CommandResult, CompletedStep, LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import type { CommandPlan, CommandStep, StepOutcome } from '../../shared/sevdesk/commands/command-plan.ts';
import type { Work } from './command-dependencies.ts';

/** The step that comes next, or that is under way: not done yet, or done too long ago to be of use. */
export function nextStep({ plan, command, entry, dependencies }: Work): CommandStep | undefined {
  const asked = plan.steps.filter((step) => step.applies?.(command.data) ?? true);
  if (entry.state === 'unknown' && entry.step !== undefined) return asked.find(({ name }) => name === entry.step);
  const reached = asked.findLastIndex(({ name }) => entry.completed.some(({ step }) => step === name));
  const last = asked[reached];
  return last && isOutdated(last, entry, dependencies.now()) ? last : asked[reached + 1];
}

function isOutdated({ name, validMs }: CommandStep, { completed }: LedgerEntry, nowMs: number): boolean {
  const done = completed.find(({ step }) => step === name);
  return validMs !== undefined && done !== undefined && nowMs - done.at > validMs;
}

/** The step that makes the record which the command is about. */
export function mainStep({ main, steps }: CommandPlan): string | undefined {
  return main ?? steps[0]?.name;
}

/** The step as the ledger keeps it. */
export function completedStep({ name }: CommandStep, outcome: StepOutcome, at: number): CompletedStep {
  const { resource, recordId, details } = outcome;
  return { step: name, resource, recordId, ...(details && { details }), at };
}

/** What `command.succeeded` says: the record of the main step, and what all steps tell of it. */
export function resultOf({ plan, entry }: Work): CommandResult {
  const name = mainStep(plan);
  const main = entry.completed.find(({ step }) => step === name);
  if (!main) throw new Error(`${entry.tenantId}/${entry.commandId} has no step "${name}" behind it`);
  const details = entry.completed.map((step) => step.details ?? {});
  return { ...Object.assign({}, ...details), resource: main.resource, recordId: main.recordId };
}
