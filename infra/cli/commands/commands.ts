import { type Command, Option } from 'commander';
import { LEDGER_TRANSITIONS, type LedgerState } from '../../../shared/domain/ledger-entry.ts';
import { newestCommands } from '../../../shared/operations/newest-commands.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { commandsAsJson, formatCommands } from '../format-commands.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';
import { positiveInteger } from '../positive-integer.ts';
import { showNumber } from '../show-number.ts';
import { checkTenantId } from '../tenant-id.ts';

interface CommandsOptions extends StageOptions {
  readonly state?: LedgerState;
  readonly limit: number;
  readonly json?: boolean;
}

/** `commands`: what became of a tenant's commands. */
export function commandsCommand(context: CliContext): Command {
  return newCommand(context, 'commands')
    .description("a tenant's commands, newest first, and what became of them")
    .argument('<tenantId>')
    .addOption(new Option('--state <state>', 'in one state only').choices(Object.keys(LEDGER_TRANSITIONS)))
    .option('--limit <n>', 'how many at most', positiveInteger, 20)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nFor example: sevdesk-relay --stage prod commands acme --state waiting --limit 50')
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      await list(context, checkTenantId(tenantId), command.optsWithGlobals<CommandsOptions>());
    });
}

async function list(context: CliContext, tenantId: string, options: CommandsOptions): Promise<void> {
  const { state, limit, json } = options;
  const { commands, total } = await newestCommands(openStage(context, options), { tenantId, state, limit });
  if (json) print(context, commandsAsJson(commands));
  else if (total === 0) print(context, `The ledger has no ${state ? `${state} ` : ''}commands of tenant ${tenantId}.`);
  else print(context, formatCommands(commands, { nowMs: context.now(), paint: painter(context) }));
  if (total > commands.length) say(context, `These are the newest of ${showNumber(total)}: --limit shows more.`);
}
