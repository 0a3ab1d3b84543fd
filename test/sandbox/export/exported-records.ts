import type { Account } from '../account.ts';
import type { WireRecord } from '../wire-record.ts';
import type { ExportRequest } from './export-request.ts';

interface ExportedKind {
  readonly letter: string;
  readonly model: string;
  readonly dateField: string;
  /** From this status on it is no draft any more. */
  readonly minStatus: number;
  readonly creditDebit?: 'C' | 'D';
}

/** What the letters of a scope stand for (documentation, "Export"); registers and assets are not in the sandbox. */
const KINDS: readonly ExportedKind[] = [
  { letter: 'E', model: 'Invoice', dateField: 'invoiceDate', minStatus: 200 },
  { letter: 'E', model: 'CreditNote', dateField: 'creditNoteDate', minStatus: 200 },
  { letter: 'E', model: 'Voucher', dateField: 'voucherDate', minStatus: 100, creditDebit: 'D' },
  { letter: 'X', model: 'Voucher', dateField: 'voucherDate', minStatus: 100, creditDebit: 'C' },
  { letter: 'T', model: 'CheckAccountTransaction', dateField: 'valueDate', minStatus: 200 },
];

/** The records of the wanted kinds in the period, oldest first. */
export function exportedRecords(account: Account, request: ExportRequest): readonly WireRecord[] {
  const kinds = KINDS.filter(({ letter }) => request.scope.includes(letter));
  return kinds.flatMap((kind) => account.records(kind.model).filter((record) => isWanted(record, kind, request)));
}

function isWanted(record: WireRecord, kind: ExportedKind, request: ExportRequest): boolean {
  if (kind.creditDebit && record.creditDebit !== kind.creditDebit) return false;
  if (record.enshrined && !request.includesEnshrined) return false;
  const countsByPayDate = request.byPayDate && kind.letter !== 'T';
  const minStatus = countsByPayDate ? 1000 : kind.minStatus;
  const atMs = Date.parse(String(record[countsByPayDate ? 'payDate' : kind.dateField]));
  return Number(record.status) >= minStatus && atMs >= request.startMs && atMs <= request.endMs;
}
