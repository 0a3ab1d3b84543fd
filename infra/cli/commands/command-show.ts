import type { Command } from 'commander';
import { type CliContext, print } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { entryAsJson, formatEntry } from '../format-entry.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { checkTenantId } from '../tenant-id.ts';

interface ShowOptions extends StageOptions {
  readonly json?: boolean;
}

/** `command show`: what the ledger knows of one command. */
export function commandShowCommand(context: CliContext): Command {
  return newCommand(context, 'show')
    .description('what became of a command: its state, what it made, or why it failed')
    .argument('<tenantId>')
    .argument('<commandId>')
    .option('--json', 'the whole entry as JSON')
    .action(async (tenantId: string, commandId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShowOptions>();
      const { ledger, stage } = openStage(context, options);
      const entry = await ledger.get(checkTenantId(tenantId), commandId);
      if (!entry) throw new CommandFailed(notFound(stage, { tenantId, commandId }));
      print(context, options.json ? entryAsJson(entry) : formatEntry(entry));
    });
}

function notFound(stage: string, { tenantId, commandId }: { tenantId: string; commandId: string }): string {
  return (
    `The ledger of stage ${stage} has no command "${commandId}" of tenant ${tenantId}. It may still be in the queue (see "status"), ` +
    'have been refused before it became one (see the dead letters), or have another tenant or id.'
  );
}
