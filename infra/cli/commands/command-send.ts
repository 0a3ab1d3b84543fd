import type { Command } from 'commander';
import { awaitCommand } from '../await-command.ts';
import { type CliContext, print } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { entryAsJson, formatEntry } from '../format-entry.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { positiveInteger } from '../positive-integer.ts';
import { queueUrl } from '../queue-depth.ts';
import { type CheckedCommand, readCommands } from '../read-commands.ts';
import { type SentCommand, sendCommands } from '../send-commands.ts';

interface SendOptions extends StageOptions {
  readonly wait?: boolean;
  readonly waitSeconds: number;
  readonly json?: boolean;
}

/** `command send`: checks commands against the contract and puts them into the command queue. */
export function commandSendCommand(context: CliContext): Command {
  return newCommand(context, 'send')
    .description('check a command (or an array of commands) and send it')
    .argument('<file>', 'a file with JSON, or "-" for stdin')
    .option('--wait', 'wait for the answer; exit code 1 unless all succeeded')
    .option('--wait-seconds <n>', 'how long to wait at most', positiveInteger, 300)
    .option('--json', 'one JSON object per line')
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SendOptions>();
      const stage = openStage(context, options);
      const commands = await readCommands(context, file);
      for await (const sent of sendCommands(stage.sqs, await queueUrl(stage.sqs, stage.names.commandQueue), commands)) {
        print(context, options.json ? JSON.stringify(sent) : describe(sent));
      }
      if (options.wait) await printAnswers({ context, stage, options }, commands);
    });
}

function describe({ tenantId, commandId, messageId }: SentCommand): string {
  return `Sent ${commandId} of tenant ${tenantId} as message ${messageId}`;
}

async function printAnswers(
  { context, stage, options }: { context: CliContext; stage: OpenStage; options: SendOptions },
  commands: readonly CheckedCommand[],
): Promise<void> {
  const { now, pause } = context;
  const untilMs = now() + options.waitSeconds * 1000;
  let others = 0;
  for (const { command } of commands) {
    const entry = await awaitCommand({ ledger: stage.ledger, now, pause }, command, untilMs);
    print(context, options.json ? entryAsJson(entry) : formatEntry(entry));
    if (entry.state !== 'succeeded') others += 1;
  }
  if (others > 0) throw new CommandFailed(`${others} of ${commands.length} commands did not succeed.`);
}
