import {
  awaitsPayment,
  type DocumentPhase,
  type DocumentStatusCodes,
  documentPhase,
} from '../domain/document-phase.ts';
import type { Resource } from '../domain/resource.ts';
import { amount, referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import { documentMeanings } from '../domain/status-meanings.ts';
import { documentStatus, documentSums, reversedOrigin } from './document.ts';
import { noteMarker } from './note-marker.ts';
import { wireDayAfter } from './wire-date.ts';

/** The documentation's table gives 1000 for "partially paid" as well; its list of codes has 750. */
const STATUS_CODES: DocumentStatusCodes = new Map([
  ['100', 'draft'],
  ['200', 'open'],
  ['750', 'partially_paid'],
  ['1000', 'paid'],
]);

/**
 * Credit notes (Gutschriften). They have no documented filter by time, and no `paidAmount` (measured).
 * Source: sevdesk's documentation, "CreditNote".
 */
export const creditNote: Resource<'CreditNote'> = {
  name: 'CreditNote',
  prefix: 'credit_note',
  path: 'CreditNote',
  query: {},
  strategy: 'listing',
  everyIntervals: 1,
  volatile: ['update'],
  positions: (recordId) => ({
    path: 'CreditNotePos',
    query: { 'creditNote[id]': recordId, 'creditNote[objectName]': 'CreditNote' },
  }),
  marker: (record) => (cancels(record) ? undefined : noteMarker('credit_note.create', record)),
  cancels,
  dueDate: (record) => (awaitsPayment(phaseOf(record)) ? (dueDate(record) ?? undefined) : undefined),
  summarize: (record) => ({
    number: scalar(record, 'creditNoteNumber') ?? null,
    type: scalar(record, 'creditNoteType') ?? null,
    status: cancels(record) ? 'cancellation' : documentStatus(record, STATUS_CODES),
    ...documentSums(record),
    paid: amount(record, 'paidAmount') ?? null,
    contactId: referenceId(record, 'contact') ?? null,
    dueDate: dueDate(record),
    bookingCategory: scalar(record, 'bookingCategory') ?? null,
    invoiceId: referenceId(record, 'refSrcInvoice') ?? null,
  }),
  meanings: documentMeanings('credit_note', phaseOf),
};

function cancels(record: SevdeskRecord): string | undefined {
  return reversedOrigin(record, 'CreditNote');
}

function phaseOf(record: SevdeskRecord): DocumentPhase | undefined {
  return cancels(record) ? undefined : documentPhase(record, STATUS_CODES);
}

/** `timeToPay` is on the wire, though undocumented and null where it was measured. */
function dueDate(record: SevdeskRecord): string | null {
  return wireDayAfter(record, 'creditNoteDate', amount(record, 'timeToPay'));
}
