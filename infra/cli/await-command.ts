import type { Refusal } from '../../shared/aws/ledger-item.ts';
import type { LedgerTable } from '../../shared/aws/ledger-table.ts';
import type { Command } from '../../shared/contract/command.ts';
import { fingerprint } from '../../shared/domain/fingerprint.ts';
import type { LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import type { CliContext } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';
import type { SentCommand } from './send-commands.ts';

const LOOK_EVERY_MS = 1000;

export interface AwaitDependencies extends Pick<CliContext, 'now' | 'pause'> {
  readonly ledger: Pick<LedgerTable, 'get' | 'refused'>;
}

/** What became of a command: it has its entry, or it was refused before it got one. */
export type CommandAnswer = { readonly entry: LedgerEntry } | { readonly refusal: Refusal };

/**
 * Waits until a command has ended, is parked, or its message was refused. A message that SQS swallowed as a repeat has the id of the
 * first one (practice), so that its answer is found.
 * @throws CommandFailed when its commandId belongs to a command with other content, or when the time is up.
 */
export async function awaitCommand(
  { ledger, now, pause }: AwaitDependencies,
  { command, messageId }: SentCommand,
  untilMs: number,
): Promise<CommandAnswer> {
  const { tenantId, commandId } = command;
  for (;;) {
    const refusal = await ledger.refused(tenantId, messageId);
    if (refusal) return { refusal };
    const entry = await ledger.get(tenantId, commandId);
    if (entry && entry.contentHash !== fingerprint(command)) {
      throw new CommandFailed(
        `The commandId "${commandId}" was used before with other content: give this command its own.`,
      );
    }
    if (entry && ['succeeded', 'failed', 'parked', 'dropped'].includes(entry.state)) return { entry };
    if (now() >= untilMs) throw new CommandFailed(notYet(command, entry));
    await pause(LOOK_EVERY_MS);
  }
}

function notYet({ tenantId, commandId }: Command, entry: LedgerEntry | undefined): string {
  const state = entry ? `it is ${entry.state} and goes on` : 'the writer has not taken it';
  return `No answer to "${commandId}" yet: ${state}. Look later: command show ${tenantId} ${commandId}`;
}
