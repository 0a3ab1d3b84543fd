import {
  awaitsPayment,
  type DocumentPhase,
  type DocumentStatusCodes,
  documentPhase,
} from '../domain/document-phase.ts';
import type { Resource } from '../domain/resource.ts';
import { amount, referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import { documentMeanings } from '../domain/status-meanings.ts';
import { documentStatus, documentSums, originOf } from './document.ts';
import { originKey } from './note-key.ts';
import { noteMarker } from './note-marker.ts';
import { wireDayAfter } from './wire-date.ts';

const STATUS_CODES: DocumentStatusCodes = new Map([
  ['100', 'draft'],
  ['200', 'open'],
  ['750', 'partially_paid'],
  ['1000', 'paid'],
]);

/**
 * Invoices (Rechnungen) of all types, which only `showAll=true` lists. Positions are not part of the list.
 * Source: sevdesk's documentation, "Invoice".
 */
export const invoice: Resource<'Invoice'> = {
  name: 'Invoice',
  prefix: 'invoice',
  path: 'Invoice',
  query: { showAll: 'true' },
  strategy: 'cursor',
  everyIntervals: 1,
  volatile: ['update'],
  positions: (recordId) => ({ path: `Invoice/${recordId}/getPositions`, query: {} }),
  marker: ownMarker,
  // A cancellation changes the invoice that it cancels as well: the note on that one is about both.
  noteKey: (record) => originOf(record, 'Invoice') ?? originKey(record.origin),
  cancels: (record) => (typeOf(record) === 'SR' ? originOf(record, 'Invoice') : undefined),
  dueDate: (record) => (awaitsPayment(phaseOf(record)) ? (dueDate(record) ?? undefined) : undefined),
  summarize: (record) => ({
    number: scalar(record, 'invoiceNumber') ?? null,
    type: typeOf(record) ?? null,
    status: statusName(record),
    ...documentSums(record),
    paid: amount(record, 'paidAmount') ?? null,
    contactId: referenceId(record, 'contact') ?? null,
    dueDate: dueDate(record),
  }),
  meanings: documentMeanings('invoice', phaseOf),
};

const CREATED_TYPES = ['RE', 'AR', 'TR'];

/** A cancellation (SR) carries the note of its original, and an invoice made from an order may carry the order's. */
function ownMarker(record: SevdeskRecord) {
  const isComposed = CREATED_TYPES.includes(typeOf(record) ?? '') && originOf(record, 'Order') === undefined;
  return isComposed ? noteMarker('invoice.create', record) : undefined;
}

function typeOf(record: SevdeskRecord): string | undefined {
  return scalar(record, 'invoiceType');
}

/**
 * Cancellations (SR) and recurring templates (WKR) are neither sent nor paid. Reminders (MA) restate the sum of their invoice:
 * a payment told of both would count twice (not established how sevdesk changes them).
 */
function phaseOf(record: SevdeskRecord): DocumentPhase | undefined {
  return ['SR', 'WKR', 'MA'].includes(typeOf(record) ?? '') ? undefined : documentPhase(record, STATUS_CODES);
}

function statusName(record: SevdeskRecord) {
  if (typeOf(record) === 'SR') return 'cancellation';
  if (typeOf(record) === 'WKR') return scalar(record, 'status') === '50' ? 'deactivated' : 'recurring';
  return documentStatus(record, STATUS_CODES);
}

/** `timeToPay` days after the invoice's Berlin day: sevdesk returns no due date. */
function dueDate(record: SevdeskRecord): string | null {
  return wireDayAfter(record, 'invoiceDate', amount(record, 'timeToPay'));
}
