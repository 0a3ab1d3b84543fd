import type { Account } from '../account.ts';
import type { WireRecord } from '../wire-record.ts';

/** The types of documents that are numbered. */
export type NumberedType = 'RE' | 'CN' | 'AN' | 'AB' | 'LI';

/** What every account starts with (measured for invoices and credit notes: `RE-1000`, `GU-1006`). */
export const SEQUENCES: readonly {
  readonly forObject: string;
  readonly type: NumberedType;
  readonly format: string;
}[] = [
  { forObject: 'Invoice', type: 'RE', format: 'RE-%NUMBER' },
  { forObject: 'CreditNote', type: 'CN', format: 'GU-%NUMBER' },
  { forObject: 'Order', type: 'AN', format: 'AN-%NUMBER' },
  { forObject: 'Order', type: 'AB', format: 'AB-%NUMBER' },
  { forObject: 'Order', type: 'LI', format: 'LI-%NUMBER' },
];

/** The number that the next document will get; it is not reserved (measured). */
export function nextNumber(account: Account, type: NumberedType): string {
  return formatted(sequenceOf(account, type));
}

/** Uses up the next number. */
export function takeNumber(account: Account, type: NumberedType): string {
  const number = nextNumber(account, type);
  useUp(account, type, number);
  return number;
}

/** Moves on when a document really got the number that is next; other numbers are the client's own business (assumed). */
export function useUp(account: Account, type: NumberedType, number: unknown): void {
  const sequence = sequenceOf(account, type);
  if (number === formatted(sequence)) account.change(sequence, { nextSequence: Number(sequence.nextSequence) + 1 });
}

function sequenceOf(account: Account, type: NumberedType): WireRecord {
  const found = account.records('SevSequence').find((sequence) => sequence.type === type);
  if (!found) throw new Error(`The account has no sequence of numbers for ${type}`);
  return found;
}

function formatted({ format, nextSequence }: WireRecord): string {
  return String(format).replace('%NUMBER', String(nextSequence));
}
