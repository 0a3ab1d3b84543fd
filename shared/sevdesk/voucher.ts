import {
  awaitsPayment,
  type DocumentPhase,
  type DocumentStatusCodes,
  documentPhase,
} from '../domain/document-phase.ts';
import type { Resource } from '../domain/resource.ts';
import { amount, referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import { documentMeanings } from '../domain/status-meanings.ts';
import { bracketed } from './bracketed-marker.ts';
import { documentStatus, documentSums, reversedOrigin } from './document.ts';
import { wireDay } from './wire-date.ts';

/** 150, "transferred": a payment was ordered, and its transaction is awaited. */
const STATUS_CODES: DocumentStatusCodes = new Map([
  ['50', 'draft'],
  ['100', 'open'],
  ['150', 'open'],
  ['750', 'partially_paid'],
  ['1000', 'paid'],
]);

const DIRECTIONS = new Map<string, 'expense' | 'revenue'>([
  ['C', 'expense'],
  ['D', 'revenue'],
]);

/** Vouchers (Belege): what others wrote, mostly to be paid by the tenant. Source: sevdesk's documentation, "Voucher". */
export const voucher: Resource<'Voucher'> = {
  name: 'Voucher',
  prefix: 'voucher',
  path: 'Voucher',
  query: {},
  strategy: 'cursor',
  everyIntervals: 1,
  volatile: ['update'],
  positions: (recordId) => ({
    path: 'VoucherPos',
    query: { 'voucher[id]': recordId, 'voucher[objectName]': 'Voucher' },
  }),
  marker: (record) => bracketed('voucher.create', scalar(record, 'description')),
  cancels,
  dueDate: (record) => (awaitsPayment(phaseOf(record)) ? (wireDay(record, 'paymentDeadline') ?? undefined) : undefined),
  summarize: (record) => ({
    // "Essentially the voucher number" (documentation).
    number: scalar(record, 'description') ?? null,
    type: scalar(record, 'voucherType') ?? null,
    direction: DIRECTIONS.get(scalar(record, 'creditDebit') ?? '') ?? null,
    status: statusName(record),
    ...documentSums(record),
    paid: amount(record, 'paidAmount') ?? null,
    contactId: referenceId(record, 'supplier') ?? null,
    supplierName: scalar(record, 'supplierName') ?? null,
    dueDate: wireDay(record, 'paymentDeadline'),
  }),
  meanings: documentMeanings('voucher', phaseOf),
};

function cancels(record: SevdeskRecord): string | undefined {
  return reversedOrigin(record, 'Voucher');
}

function isTemplate(record: SevdeskRecord): boolean {
  return scalar(record, 'voucherType') === 'RV';
}

/** Cancellations and recurring templates (RV) are neither opened nor paid. */
function phaseOf(record: SevdeskRecord): DocumentPhase | undefined {
  return isTemplate(record) || cancels(record) ? undefined : documentPhase(record, STATUS_CODES);
}

function statusName(record: SevdeskRecord) {
  if (isTemplate(record)) return 'recurring';
  if (cancels(record)) return 'cancellation';
  return scalar(record, 'status') === '150' ? 'transferred' : documentStatus(record, STATUS_CODES);
}
