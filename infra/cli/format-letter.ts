import type { DeadLetter } from '../../shared/operations/dead-letter.ts';
import { describeSaid, describeSteps } from './format-entry.ts';
import { letterAdvice } from './letter-advice.ts';
import { oneLine } from './one-line.ts';
import { berlinClock, showDuration } from './show-time.ts';
import { renderTable } from './table.ts';

const BODY_CHARACTERS = 20_000;

/** Everything about one dead letter: what to do about it on top, what was sent at the end. */
export function formatLetter(letter: DeadLetter, nowMs: number): string {
  const { failure, failedAt, receivedAt, firstAttemptAt, run, attempts, body } = letter;
  const rows: [string, string | undefined][] = [
    ['Dead letter', describeName(letter)],
    ['Why', oneLine(`${failure.reason}: ${failure.message}`)],
    ['sevdesk said', describeSaid(failure)],
    ['What to do', letterAdvice(letter)],
    ['Done of it', describeSteps(letter.completed, { goesOn: true })],
    [nameOfEffect(letter), describeEffect(letter)],
    ['Attempts', `${attempts} in run ${run}`],
    ['Received', receivedAt === undefined ? undefined : berlinClock(receivedAt)],
    ['First attempt', firstAttemptAt === undefined ? undefined : berlinClock(firstAttemptAt)],
    ['Failed', `${berlinClock(failedAt)} (${showDuration(nowMs - failedAt)} ago)`],
  ];
  const facts = renderTable(rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return `${facts}\n\n${prettyBody(body)}`;
}

function describeName({ kind, id, tenantId, commandId, type = 'of unknown type' }: DeadLetter): string {
  const name = kind === 'refused' ? `${id}, no command was made of it` : id;
  const carried = kind === 'refused' && commandId ? `, it carried the commandId ${commandId}` : '';
  return oneLine(`${name} (${type}, tenant ${tenantId}${carried})`);
}

/** The step that it ended at, where one was tried. */
function nameOfEffect({ step, completed }: DeadLetter): string {
  if (step) return `Step "${step}"`;
  return completed.length > 0 ? 'Next step' : 'Effect';
}

/** What became of it. */
function describeEffect({ kind, failure, looksFirst, attempts, completed, step }: DeadLetter): string {
  // The relay failed at it, wherever it was: the ledger may have an entry of the command.
  if (kind === 'refused' && failure.reason === 'attempts_exhausted') return 'not known: see what "command show" says';
  if (kind === 'refused') return 'nothing: sevdesk was not asked';
  if (looksFirst) return 'not known: a redrive looks into sevdesk first, twice, and never sends an e-mail again';
  if (completed.length > 0 && step === undefined) return 'nothing: no call was made for it';
  return attempts === 0 ? 'nothing: no call was made' : 'nothing: sevdesk refused it';
}

/** JSON in lines, anything else as it is; without control characters, since it comes from outside. */
function prettyBody(body: string): string {
  const pretty = readable(body).replace(/[^\n\P{Cc}]/gu, ' ');
  const left = pretty.length - BODY_CHARACTERS;
  return left > 0 ? `${pretty.slice(0, BODY_CHARACTERS)}\n… and ${left} characters more: --json shows all` : pretty;
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body || 'The message is in the dead-letter queue only.'; // Not JSON, which the reason says.
  }
}
