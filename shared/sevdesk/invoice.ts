import { addDays, berlinDay } from '../domain/berlin-time.ts';
import type { Resource } from '../domain/resource.ts';
import { amount, referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';

const STATUS_NAMES: Readonly<Record<string, string>> = {
  '50': 'deactivated',
  '100': 'draft',
  '200': 'open',
  '750': 'partially_paid',
};

/**
 * Invoices (Rechnungen) of all types, which only `showAll=true` lists. Positions are not part of the list.
 * Source: sevdesk's documentation, "Invoice".
 */
export const invoice: Resource = {
  name: 'Invoice',
  prefix: 'invoice',
  path: 'Invoice',
  query: { showAll: 'true' },
  volatile: ['update'],
  positionsPath: (recordId) => `Invoice/${recordId}/getPositions`,
  marker: ownMarker,
  summarize: (record) => ({
    number: scalar(record, 'invoiceNumber') ?? null,
    invoiceType: scalar(record, 'invoiceType') ?? null,
    status: statusName(record),
    net: amount(record, 'sumNet') ?? null,
    gross: amount(record, 'sumGross') ?? null,
    paid: amount(record, 'paidAmount') ?? null,
    currency: scalar(record, 'currency') ?? null,
    contactId: referenceId(record, 'contact') ?? null,
    dueDate: dueDate(record),
  }),
  meanings: [
    {
      type: 'invoice.paid',
      fields: ['status'],
      applies: (previous, current) => isPaid(current) && !(previous && isPaid(previous)),
    },
  ],
};

/** Commands allow no longer reference. */
const LONGEST_MARKER = 100;

/** A cancellation (SR) carries the note of its original, but no command of ours made it. */
function ownMarker(record: SevdeskRecord) {
  const marker = scalar(record, 'customerInternalNote');
  const mayBeOurs = marker && marker.length <= LONGEST_MARKER && scalar(record, 'invoiceType') === 'RE';
  return mayBeOurs ? ({ type: 'invoice.create', marker } as const) : undefined;
}

/**
 * Status 1000 is "paid", and also what an original gets when it is cancelled (Storno), and the cancellation itself: only
 * `paidAmount` tells them apart (measured).
 */
function isPaid(record: SevdeskRecord): boolean {
  return scalar(record, 'status') === '1000' && (amount(record, 'paidAmount') ?? 0) !== 0;
}

function statusName(record: SevdeskRecord): string | null {
  const status = scalar(record, 'status');
  if (status === '1000') return isPaid(record) ? 'paid' : 'cancelled';
  return status === undefined ? null : (STATUS_NAMES[status] ?? status);
}

/** `timeToPay` days after the invoice's Berlin day: sevdesk returns no due date. */
function dueDate(record: SevdeskRecord): string | null {
  const invoiceDate = Date.parse(scalar(record, 'invoiceDate') ?? '');
  const timeToPay = amount(record, 'timeToPay');
  // People type dates such as "24" for a year.
  if (!(invoiceDate > 0) || timeToPay === undefined) return null;
  return addDays(berlinDay(invoiceDate), timeToPay);
}
