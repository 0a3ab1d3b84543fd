import { berlinDay } from '../../../domain/berlin-time.ts';
import { CommandRefused, UnexpectedAnswer } from '../../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../../client.ts';
import { readRecords } from '../../record-list.ts';
import type { StepContext } from '../command-plan.ts';
import { listRows } from '../record/find-marked.ts';

/** Documents that need a number before they are saved. */
export interface Numbered {
  readonly resource: 'Order' | 'CreditNote';
  /** sevdesk's name of their sequence (Nummernkreis). */
  readonly type: string;
  /** Where the number stands, and the filter of their list that finds it. */
  readonly field: 'orderNumber' | 'creditNoteNumber';
}

type Asking = Pick<StepContext, 'client' | 'nowMs' | 'facts'>;

/** How a tenant numbers its documents: `AN-%YYYY-%NUMBER`, and the number that is next. */
interface Sequence {
  readonly format: string;
  readonly next: string;
}

/** Numbers that are tried before somebody has to look at the sequence. */
const MOST_TRIED = 20;
const DRAFT = '100';

/**
 * The number of a document that is about to be made: the one that an earlier try fixed in its facts, unless somebody else has it
 * by now; otherwise the smallest that is free. Tenants' commands come one after the other, so that no two take the same.
 * @throws CommandRefused where no free number can be told
 */
export async function documentNumber(kind: Numbered, { client, nowMs, facts }: Asking): Promise<string> {
  const { number: fixed } = facts;
  if (typeof fixed === 'string' && !(await isTaken(client, kind, fixed))) return fixed;
  return freeNumber(client, kind, await readSequence(client, kind), berlinDay(nowMs));
}

/** sevdesk only previews the number: it moves on when a document is opened, so drafts may have the next ones (measured). */
async function freeNumber(client: SevdeskClient, kind: Numbered, sequence: Sequence, day: string): Promise<string> {
  const taken = new Set<string>();
  for (let tried = 1; tried <= MOST_TRIED; tried += 1) {
    const number = firstNumber(sequence, day, taken);
    if (!(await isTaken(client, kind, number))) return number;
    taken.add(number);
    if (tried === 1) for (const one of await numbersOfDrafts(client, kind)) taken.add(one);
  }
  const start = firstNumber(sequence, day, new Set());
  throw unusable(kind, `${start} and ${MOST_TRIED - 1} numbers after it are taken: set the next one higher there`);
}

/** @throws CommandRefused where only a part of the list is known, since the filter was ignored */
async function isTaken(client: SevdeskClient, { resource, field }: Numbered, number: string): Promise<boolean> {
  const { records, isWhole } = await listRows(client, { path: resource, query: { [field]: number } });
  if (records.some((row) => scalar(row, field) === number)) return true;
  if (isWhole) return false;
  const message = `sevdesk ignored the filter for ${field}, so it can't be known whether ${number} is free.`;
  throw new CommandRefused('unsupported', message, true);
}

async function numbersOfDrafts(client: SevdeskClient, { resource, field }: Numbered): Promise<readonly string[]> {
  const { records } = await listRows(client, { path: resource, query: { status: DRAFT } });
  return records.flatMap((row) => scalar(row, field) ?? []);
}

async function readSequence(client: SevdeskClient, kind: Numbered): Promise<Sequence> {
  const { resource, type } = kind;
  const query = { objectType: resource, type };
  const { objects } = await client.call({ path: 'SevSequence/Factory/getByType', query });
  const [sequence] = readRecords(objects).records;
  if (!sequence) throw new UnexpectedAnswer(`sevdesk answered no sequence of numbers for ${resource} (${type})`);
  return checkedSequence(kind, sequence);
}

function checkedSequence(kind: Numbered, sequence: SevdeskRecord): Sequence {
  const { format = '', next = '' } = { format: scalar(sequence, 'format'), next: scalar(sequence, 'nextSequence') };
  const isReadable = /^\d{1,15}$/.test(next) && format.includes('%NUMBER') && !/%[A-Z]/.test(format.replace(PARTS, ''));
  if (isReadable) return { format, next };
  const allowed = 'a whole number, and a format of %NUMBER, %YYYY, %YY, %MM and %DD with text between';
  throw unusable(kind, `its format is "${format}" and its next number "${next}", where the relay can read ${allowed}`);
}

/** Variables of a format; %YY and %DD are assumed. */
const PARTS = /%(NUMBER|YYYY|YY|MM|DD)/g;

/** The first number of a sequence that is not among these; it keeps its leading zeros. */
function firstNumber({ format, next }: Sequence, day: string, taken: ReadonlySet<string>): string {
  const [year = '', month = '', date = ''] = day.split('-');
  for (let counter = BigInt(next); ; counter += 1n) {
    const NUMBER = String(counter).padStart(next.length, '0');
    const parts: Readonly<Record<string, string>> = { NUMBER, YYYY: year, YY: year.slice(2), MM: month, DD: date };
    const number = format.replace(PARTS, (_, part: string) => parts[part] ?? '');
    if (!taken.has(number)) return number;
  }
}

function unusable({ resource, type }: Numbered, problem: string): CommandRefused {
  const message = `sevdesk's sequence of numbers (Nummernkreis) for ${resource} (${type}): ${problem}.`;
  return new CommandRefused('unsupported', message, true);
}
