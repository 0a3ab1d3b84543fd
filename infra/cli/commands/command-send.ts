import type { Command } from 'commander';
import type { Refusal } from '../../../shared/aws/ledger-item.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger-entry.ts';
import { deadLetterOf } from '../../../shared/operations/dead-letter.ts';
import { awaitCommand } from '../await-command.ts';
import { type CliContext, print } from '../cli-context.ts';
import { CommandFailed } from '../cli-error.ts';
import { entryAsJson, formatEntry } from '../format-entry.ts';
import { formatLetter } from '../format-letter.ts';
import { letterAsJson } from '../format-letters.ts';
import { newCommand } from '../new-command.ts';
import { type OpenStage, openStage, type StageOptions } from '../open-stage.ts';
import { positiveInteger } from '../positive-integer.ts';
import { queueUrl } from '../queue-depth.ts';
import { readCommands } from '../read-commands.ts';
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
      const checked = await readCommands(context, file, { verdict: 'Nothing was sent' });
      const sent: SentCommand[] = [];
      for await (const one of sendCommands(stage.sqs, await queueUrl(stage.sqs, stage.names.commandQueue), checked)) {
        print(context, describeSent(one, options));
        sent.push(one);
      }
      if (options.wait) await printAnswers({ context, stage, options }, sent);
    });
}

function describeSent({ command: { tenantId, commandId }, messageId }: SentCommand, { json }: SendOptions): string {
  if (json) return JSON.stringify({ tenantId, commandId, messageId });
  return `Sent ${commandId} of tenant ${tenantId} as message ${messageId}`;
}

async function printAnswers(
  { context, stage, options }: { context: CliContext; stage: OpenStage; options: SendOptions },
  sent: readonly SentCommand[],
): Promise<void> {
  const { now, pause } = context;
  const untilMs = now() + options.waitSeconds * 1000;
  let others = 0;
  for (const one of sent) {
    const answer = await awaitCommand({ ledger: stage.ledger, now, pause }, one, untilMs);
    print(context, 'entry' in answer ? showEntry(answer.entry, options) : showRefusal(answer.refusal, options, now()));
    if (!('entry' in answer && answer.entry.state === 'succeeded')) others += 1;
  }
  if (others > 0) throw new CommandFailed(`${others} of ${sent.length} commands did not succeed.`);
}

function showEntry(entry: LedgerEntry, { json }: SendOptions): string {
  return json ? entryAsJson(entry) : formatEntry(entry);
}

function showRefusal(refusal: Refusal, { json }: SendOptions, nowMs: number): string {
  const letter = deadLetterOf({ kind: 'refused', refusal });
  return json ? JSON.stringify(letterAsJson(letter)) : formatLetter(letter, nowMs);
}
