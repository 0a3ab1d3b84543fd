import type { Command } from 'commander';
import type { TenantSettings } from '../../../shared/domain/tenant-settings.ts';
import { type CliContext, print } from '../cli-context.ts';
import { newCommand } from '../new-command.ts';
import { readCommands } from '../read-commands.ts';

/** `command validate`: checks commands as the writer will, without sending them. Needs no stage. */
export function commandValidateCommand(context: CliContext): Command {
  return newCommand(context, 'validate')
    .description('check a command (or an array of commands) against schema and tax rules, without sending it')
    .argument('<file>', 'a file with JSON, or "-" for stdin')
    .option('--country <code>', 'where the tenant is taxed; only German tax rules are checked', 'DE')
    .option('--small-business', 'check as for a small business (Kleinunternehmer, § 19 UStG)')
    .action(async (file: string, settings: TenantSettings) => {
      const { length } = await readCommands(context, file, { settings, verdict: 'Not valid' });
      print(context, length === 1 ? 'The command is valid.' : `All ${length} commands are valid.`);
    });
}
