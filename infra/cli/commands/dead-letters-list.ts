import { type Command, Option } from 'commander';
import { FAILURE_REASONS, type FailureReason } from '../../../shared/contract/event.ts';
import { listDeadLetters } from '../../../shared/operations/dead-letter.ts';
import { type CliContext, print } from '../cli-context.ts';
import { durationMs } from '../duration.ts';
import { formatLetters, letterAsJson } from '../format-letters.ts';
import { checkMessageGroup } from '../message-group.ts';
import { newCommand } from '../new-command.ts';
import { openStage, type StageOptions } from '../open-stage.ts';
import { painter } from '../paint.ts';

interface ListOptions extends StageOptions {
  readonly tenant?: string;
  readonly reason?: FailureReason;
  readonly olderThan?: number;
  readonly json?: boolean;
}

/** `dead-letters list`: what ended without success, by the ledger. */
export function deadLettersListCommand(context: CliContext): Command {
  return newCommand(context, 'list')
    .description('commands that failed and messages that were refused, oldest first, and what to do about them')
    .option('--tenant <tenantId>', 'of one tenant only')
    .addOption(reasonOption())
    .option('--older-than <time>', 'dead letters for longer than that, for example 2h', durationMs)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nFor example: sevdesk-relay --stage prod dead-letters list --tenant acme --older-than 2h')
    .action(async (_options: unknown, command: Command) => list(context, command.optsWithGlobals<ListOptions>()));
}

/** `--reason rejected_by_sevdesk`. */
export function reasonOption(): Option {
  return new Option('--reason <reason>', 'of one reason only').choices(FAILURE_REASONS);
}

async function list(context: CliContext, options: ListOptions): Promise<void> {
  const { tenant, reason, olderThan, json } = options;
  if (tenant !== undefined) checkMessageGroup(tenant);
  const nowMs = context.now();
  const beforeMs = olderThan === undefined ? undefined : nowMs - olderThan;
  const letters = await listDeadLetters(openStage(context, options), { tenantId: tenant, reason, beforeMs });
  if (json) print(context, JSON.stringify(letters.map(letterAsJson)));
  else if (letters.length > 0) print(context, formatLetters(letters, { nowMs, paint: painter(context) }));
  else print(context, `There are no dead letters${tenant || reason || olderThan ? ' of that kind' : ''}.`);
}
