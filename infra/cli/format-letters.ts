import type { DeadLetter } from '../../shared/operations/dead-letter.ts';
import { letterAdvice } from './letter-advice.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { showNumber } from './show-number.ts';
import { showDuration, withIsoTimes } from './show-time.ts';
import { renderTable } from './table.ts';

const HEAD = ['AGE', 'TENANT', 'COMMAND', 'TYPE', 'STATE', 'REASON', 'SEVDESK', 'MESSAGE'];
const MESSAGE_CHARACTERS = 100;
const ID_CHARACTERS = 128;

/** How many and of what kind, what to do about each kind, then all of them. */
export function formatLetters(letters: readonly DeadLetter[], view: { nowMs: number; paint: Paint }): string {
  const rows = letters.map((letter) => letterRow(letter, view));
  return [view.paint('red', describeAll(letters, view.nowMs)), adviceTable(letters), renderTable(rows, HEAD)].join(
    '\n\n',
  );
}

/** The same as JSON, times in ISO 8601. */
export function letterAsJson(letter: DeadLetter): Record<string, unknown> {
  return withIsoTimes(letter, ['receivedAt', 'firstAttemptAt', 'failedAt']);
}

/** `HTTP 404, code 151`. */
function shortSaid({ failure: { sevdesk } }: DeadLetter): string {
  const { status, code } = sevdesk ?? {};
  return oneLine([status && `HTTP ${status}`, code && `code ${code}`].filter(Boolean).join(', ')) || '-';
}

function describeAll(letters: readonly DeadLetter[], nowMs: number): string {
  const tenants = new Set(letters.map(({ tenantId }) => tenantId)).size;
  const oldestMs = Math.min(...letters.map(({ failedAt }) => failedAt));
  const counted = [plural(letters.length, 'dead letter'), plural(tenants, 'tenant')].join(' of ');
  return `${counted}, the oldest since ${showDuration(nowMs - oldestMs)}.`;
}

/** One row for each kind and reason, the most frequent first. */
function adviceTable(letters: readonly DeadLetter[]): string {
  const kinds = new Map<string, { readonly one: DeadLetter; readonly count: number }>();
  for (const one of letters) kinds.set(nameOf(one), { one, count: (kinds.get(nameOf(one))?.count ?? 0) + 1 });
  const sorted = [...kinds].sort(([, a], [, b]) => b.count - a.count);
  return renderTable(sorted.map(([name, { one, count }]) => [showNumber(count), name, letterAdvice(one)]));
}

function nameOf({ kind, failure: { reason }, completed }: DeadLetter): string {
  if (kind === 'unsent') return 'not sent';
  if (reason === 'invalid_command' && completed.length > 0) return `${reason} (done in part)`;
  return kind === 'refused' ? `${reason} (refused)` : reason;
}

function letterRow(letter: DeadLetter, { nowMs, paint }: { nowMs: number; paint: Paint }): string[] {
  const { id, tenantId, type = '-', kind, failure, failedAt, commandId } = letter;
  const carried = kind === 'refused' && commandId ? ` (${commandId})` : '';
  return [
    showDuration(nowMs - failedAt),
    oneLine(tenantId, ID_CHARACTERS),
    oneLine(`${id}${carried}`, ID_CHARACTERS),
    oneLine(type),
    paint(kind === 'failed' ? 'red' : 'yellow', kind === 'unsent' ? 'not sent' : kind),
    failure.reason,
    shortSaid(letter),
    oneLine(`${describePart(letter)}${failure.message}`, MESSAGE_CHARACTERS),
  ];
}

/** What is done already is seen before anything is dropped. */
function describePart({ completed }: DeadLetter): string {
  return completed.length > 0 ? `[done: ${completed.map(({ step }) => step).join(', ')}] ` : '';
}

function plural(count: number, noun: string): string {
  return `${showNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
