import type { ChangeNote, Finding, StepContext } from '../command-plan.ts';

/**
 * What a look found, unless another command was about to write to the same record since: nobody can tell then whose effect it is.
 * For effects that do not say who caused them: an e-mail, a payment, a record without a marker.
 */
export async function unlessCrossed(
  { commandId, lastNote }: Pick<StepContext, 'commandId' | 'lastNote'>,
  note: ChangeNote,
  finding: Finding,
): Promise<Finding> {
  if (finding.kind !== 'found') return finding;
  const last = await lastNote(note);
  if (!last || last.commandId === commandId) return finding;
  const { resource, recordId } = finding.outcome;
  const message = `${resource} ${recordId} is as this command wishes, but the command "${last.commandId}" was about to write there since, so it can't be known whose effect that is: look into sevdesk, drop this one, and send what is missing as a new command.`;
  return { kind: 'ambiguous', message };
}

/** Nothing was found, unless another command was about to write over it since: it may have taken effect before. */
export async function unlessOverwritten(
  { commandId, lastNote }: Pick<StepContext, 'commandId' | 'lastNote'>,
  { resource, key }: ChangeNote,
): Promise<Finding> {
  const last = await lastNote({ resource, key });
  if (!last || last.commandId === commandId) return { kind: 'nothing' };
  const message = `${resource} ${key} is not as this command wishes, but the command "${last.commandId}" was about to write there since, so it can't be known whether this one took effect before: look into sevdesk, drop this one, and send what is missing as a new command.`;
  return { kind: 'ambiguous', message };
}
