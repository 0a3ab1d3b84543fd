import type { Command } from 'commander';
import { isMeant, listDeadLetters } from '../../../shared/operations/dead-letter.ts';
import { type CliContext, print } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { formatLetter } from '../format-letter.ts';
import { letterAsJson } from '../format-letters.ts';
import { checkMessageGroup } from '../message-group.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';

interface ShowOptions extends StageOptions {
  readonly json?: boolean;
}

/** `dead-letters show`: everything about one dead letter; about several when refused messages carried the same commandId. */
export function deadLettersShowCommand(context: CliContext): Command {
  return newCommand(context, 'show')
    .description('everything about one dead letter: why, what sevdesk said, what can be done, what was sent')
    .argument('<tenantId>')
    .argument('<commandId>', 'as the list shows it; "refused:…" for a refused message')
    .option('--json', 'one JSON object per line')
    .action(async (tenantId: string, id: string, _options: unknown, command: Command) => {
      await show(context, { tenantId: checkMessageGroup(tenantId), id }, command.optsWithGlobals());
    });
}

async function show(
  context: CliContext,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
  options: ShowOptions,
): Promise<void> {
  const stage = openStage(context, options);
  const letters = (await listDeadLetters(stage, { tenantId })).filter((letter) => isMeant(letter, id));
  if (letters.length === 0) {
    const entry = await stage.ledger.get(tenantId, id);
    const known = entry ? `It is ${entry.state}; see: command show ${tenantId} ${id}` : 'The ledger does not know it.';
    throw new CommandFailed(`Tenant ${tenantId} has no dead letter "${id}". ${known}`);
  }
  const nowMs = context.now();
  const shown = letters.map((one) => (options.json ? JSON.stringify(letterAsJson(one)) : formatLetter(one, nowMs)));
  print(context, shown.join(options.json ? '\n' : '\n\n'));
}
