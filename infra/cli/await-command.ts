import type { LedgerTable } from '../../shared/aws/ledger-table.ts';
import type { Command } from '../../shared/contract/command.ts';
import { fingerprint } from '../../shared/domain/fingerprint.ts';
import type { LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import type { CliContext } from './cli-context.ts';
import { CommandFailed } from './cli-error.ts';

const LOOK_EVERY_MS = 1000;

export interface AwaitDependencies extends Pick<CliContext, 'now' | 'pause'> {
  readonly ledger: Pick<LedgerTable, 'get'>;
}

/**
 * Waits until a command has ended, or is parked, and returns its entry.
 * @throws CommandFailed when its commandId belongs to a command with other content, or when the time is up.
 */
export async function awaitCommand(
  { ledger, now, pause }: AwaitDependencies,
  command: Command,
  untilMs: number,
): Promise<LedgerEntry> {
  const { tenantId, commandId } = command;
  for (;;) {
    const entry = await ledger.get(tenantId, commandId);
    if (entry && entry.contentHash !== fingerprint(command)) {
      throw new CommandFailed(
        `The commandId "${commandId}" was used before with other content: give this command its own.`,
      );
    }
    if (entry && ['succeeded', 'failed', 'parked', 'dropped'].includes(entry.state)) return entry;
    if (now() >= untilMs) throw new CommandFailed(notYet(command, entry));
    await pause(LOOK_EVERY_MS);
  }
}

function notYet({ tenantId, commandId }: Command, entry: LedgerEntry | undefined): string {
  const state = entry
    ? `it is ${entry.state} and goes on`
    : 'the writer has not taken it, or has refused it (see its command.failed)';
  return `No answer to "${commandId}" yet: ${state}. Look later: command show ${tenantId} ${commandId}`;
}
