import type { Command } from 'commander';
import { type DeadLetter, isMeant, letterName, listDeadLetters } from '../../../shared/operations/dead-letter.ts';
import { dropLetter } from '../../../shared/operations/drop-letter.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { deleteCopies } from '../delete-copies.ts';
import { formatLetters } from '../format-letters.ts';
import { checkMessageGroup } from '../message-group.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';

interface DropOptions extends StageOptions {
  readonly yes?: boolean;
}

interface DropWish {
  readonly tenantId: string;
  readonly ids: readonly string[];
}

/** `dead-letters drop`: takes letters out of the list for good. */
export function deadLettersDropCommand(context: CliContext): Command {
  return newCommand(context, 'drop')
    .description('give dead letters up for good; a commandId that was dropped is never carried out again')
    .argument('<tenantId>')
    .argument('<commandId...>', 'as the list shows them; "refused:…" for a refused message')
    .option('--yes', 'drop them; without it they are only shown')
    .action(async (tenantId: string, ids: readonly string[], _options: unknown, command: Command) => {
      await drop(context, { tenantId: checkMessageGroup(tenantId), ids }, command.optsWithGlobals());
    });
}

async function drop(context: CliContext, wish: DropWish, options: DropOptions): Promise<void> {
  const stage = openStage(context, options);
  const all = await listDeadLetters(stage, { tenantId: wish.tenantId });
  const letters = all.filter((letter) => wish.ids.some((id) => isMeant(letter, id)));
  const unknown = await withoutLetter(stage, wish, letters);
  if (unknown.length > 0) {
    throw new CommandFailed(`Tenant ${wish.tenantId} has no dead letters ${unknown.join(', ')}. Nothing was dropped.`);
  }
  if (!options.yes) {
    if (letters.length > 0) print(context, formatLetters(letters, { nowMs: context.now(), paint: painter(context) }));
    throw new CommandFailed('Nothing was dropped. If they are to go for good, add --yes.');
  }
  const problems = await dropAll(context, stage, letters);
  for (const problem of problems) say(context, problem);
  if (problems.length > 0) throw new CommandFailed('Not all could be dropped.');
}

/** Names that mean no letter; one that was dropped before is no mistake. */
async function withoutLetter(
  { ledger }: OpenStage,
  { tenantId, ids }: DropWish,
  letters: readonly DeadLetter[],
): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const id of ids) {
    if (letters.some((letter) => isMeant(letter, id))) continue;
    if ((await ledger.get(tenantId, id))?.state !== 'dropped') unknown.push(id);
  }
  return unknown;
}

async function dropAll(
  context: CliContext,
  stage: OpenStage,
  letters: readonly DeadLetter[],
): Promise<readonly string[]> {
  const dropped: DeadLetter[] = [];
  const problems: string[] = [];
  for (const letter of letters) {
    const problem = await dropLetter({ ledger: stage.ledger, now: context.now }, letter);
    if (problem) {
      problems.push(`Not dropped: ${letter.id}: ${problem}.`);
      continue;
    }
    dropped.push(letter);
    print(context, `Dropped: ${letter.id}`);
  }
  await deleteCopies(context, stage, dropped.map(letterName));
  return problems;
}
