import type { Command } from 'commander';
import { type CliContext, print } from '../cli-context.ts';
import { newCommand } from '../new-command.ts';
import { readCommands } from '../read-commands.ts';

/** `command validate`: checks commands as the writer will, without sending them. Needs no stage. */
export function commandValidateCommand(context: CliContext): Command {
  return newCommand(context, 'validate')
    .description('check a command (or an array of commands) against schema and tax rules, without sending it')
    .argument('<file>', 'a file with JSON, or "-" for stdin')
    .action(async (file: string) => {
      const { length } = await readCommands(context, file);
      print(context, length === 1 ? 'The command is valid.' : `All ${length} commands are valid.`);
    });
}
