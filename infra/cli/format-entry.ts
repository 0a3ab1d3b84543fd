import type {
  CommandFailure,
  CommandResult,
  CompletedStep,
  LedgerEntry,
  LedgerState,
} from '../../shared/domain/ledger-entry.ts';
import { oneLine } from './one-line.ts';
import { berlinClock, withIsoTimes } from './show-time.ts';
import { renderTable } from './table.ts';

const MEANING: Readonly<Record<LedgerState, string>> = {
  waiting: 'not carried out yet',
  claimed: 'a call to sevdesk is under way',
  unknown: 'a call ended without an answer; the relay looks for its effect',
  parked: 'kept until its tenant is connected again',
  succeeded: 'done',
  failed: 'ended, see why',
  dropped: 'failed, and was given up by an operator; its commandId stays used',
};

/** What the ledger knows of a command, for people. */
export function formatEntry(entry: LedgerEntry): string {
  const { failure, result } = entry;
  const rows: [string, string | undefined][] = [
    ['Command', `${entry.commandId} (${entry.type}, tenant ${entry.tenantId})`],
    ['State', `${entry.state}: ${MEANING[entry.state]}`],
    ['Made', result && describeResult(result)],
    ['Done of it', result ? undefined : describeSteps(entry.completed, { goesOn: entry.state === 'failed' })],
    ['Step', entry.step],
    ['Why', failure && describeFailure(failure, entry.state)],
    ['sevdesk said', failure && describeSaid(failure)],
    ['Attempts', `${entry.attempts}${entry.run > 1 ? ` (in run ${entry.run})` : ''}`],
    ['Received', berlinClock(entry.receivedAt)],
    ['First attempt', time(entry.firstAttemptAt)],
    ['Next look', entry.state === 'unknown' ? time(entry.nextLookAt) : undefined],
    ['Ended', time(entry.endedAt)],
  ];
  return renderTable(rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** The same as JSON, times in ISO 8601. */
export function entryAsJson(entry: LedgerEntry): string {
  const times = [
    'receivedAt',
    'activeSince',
    'firstAttemptAt',
    'claimDeadline',
    'nextLookAt',
    'reportedAt',
    'endedAt',
  ] as const;
  return JSON.stringify(withIsoTimes(entry, times));
}

/** `Invoice 4711 (number RE-1017)`. */
export function describeResult({ resource, recordId, ...details }: CommandResult): string {
  const more = Object.entries(details)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name} ${value}`);
  return oneLine(`${resource} ${recordId}${more.length > 0 ? ` (${more.join(', ')})` : ''}`);
}

/** `save: Invoice 4711; send: Invoice 4711`. `goesOn`: whether it can be redriven. */
export function describeSteps(
  completed: readonly CompletedStep[],
  { goesOn }: { readonly goesOn: boolean },
): string | undefined {
  const steps = completed.map(({ step, resource, recordId }) => `${step}: ${resource} ${recordId}`);
  return steps.length > 0 ? oneLine(`${steps.join('; ')}${goesOn ? ' (a redrive goes on behind it)' : ''}`) : undefined;
}

function describeFailure({ reason, message, retryable }: CommandFailure, state: LedgerState): string {
  return oneLine(`${reason}: ${message}${retryable && state === 'failed' ? ' A redrive can succeed.' : ''}`);
}

export function describeSaid({ sevdesk }: CommandFailure): string | undefined {
  if (!sevdesk) return undefined;
  const { status, code, message, exceptionUUID } = sevdesk;
  const parts = [
    status !== undefined && `HTTP ${status}`,
    code && `code ${code}`,
    message && `"${message}"`,
    exceptionUUID && `exceptionUUID ${exceptionUUID} (sevdesk's support asks for it)`,
  ];
  return oneLine(parts.filter(Boolean).join(', ')) || undefined;
}

function time(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : berlinClock(atMs);
}
