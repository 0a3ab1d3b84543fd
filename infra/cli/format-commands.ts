import type { CommandSummary } from '../../shared/aws/ledger-listing.ts';
import type { LedgerState } from '../../shared/domain/ledger-entry.ts';
import { describeResult } from './format-entry.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { showDuration, withIsoTimes } from './show-time.ts';
import { renderTable } from './table.ts';

const HEAD = ['AGE', 'COMMAND', 'TYPE', 'STATE', 'ATTEMPTS', 'RUN', 'RESULT OR REASON'];
const OUTCOME_CHARACTERS = 120;

const COLOURS: Readonly<Partial<Record<LedgerState, Parameters<Paint>[0]>>> = {
  succeeded: 'green',
  failed: 'red',
  parked: 'yellow',
  unknown: 'yellow',
  dropped: 'dim',
};

/** One row for each command. */
export function formatCommands(
  commands: readonly CommandSummary[],
  { nowMs, paint }: { readonly nowMs: number; readonly paint: Paint },
): string {
  const rows = commands.map((command) => {
    const { receivedAt, commandId, type, state, attempts, run } = command;
    const colour = COLOURS[state];
    const shown = colour ? paint(colour, state) : state;
    return [showDuration(nowMs - receivedAt), commandId, type, shown, String(attempts), String(run), outcome(command)];
  });
  return renderTable(rows, HEAD);
}

/** The same as JSON, times in ISO 8601. */
export function commandsAsJson(commands: readonly CommandSummary[]): string {
  return JSON.stringify(commands.map((command) => withIsoTimes(command, ['receivedAt', 'endedAt'])));
}

function outcome({ result, failure, unsent }: CommandSummary): string {
  if (unsent) return 'redrive was interrupted: redrive it again';
  if (result) return describeResult(result);
  return failure ? oneLine(`${failure.reason}: ${failure.message}`, OUTCOME_CHARACTERS) : '-';
}
