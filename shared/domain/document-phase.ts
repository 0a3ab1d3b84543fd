import { amount, referenceId, type SevdeskRecord, scalar } from './sevdesk-record.ts';

/**
 * Where a document that is paid stands. `closed`: sevdesk calls it paid, but shows no payment, which is how an original
 * looks when it was cancelled and its cancellation was not seen yet.
 */
export type DocumentPhase = 'draft' | 'open' | 'partially_paid' | 'paid' | 'closed' | 'cancelled';

/** What sevdesk's status codes of a document say. */
export type DocumentStatusCodes = ReadonlyMap<string, 'draft' | 'open' | 'partially_paid' | 'paid'>;

/**
 * The phase of a record; `undefined` where it has no status. Status 1000 is "paid", and also what an original gets when it
 * is cancelled (Storno; measured): so `cancelledBy`, which the poller adds, and signs of a payment decide. A status that
 * sevdesk does not document is no draft, so it counts as open.
 */
export function documentPhase(record: SevdeskRecord, codes: DocumentStatusCodes): DocumentPhase | undefined {
  if (referenceId(record, 'cancelledBy') !== undefined) return 'cancelled';
  const status = scalar(record, 'status');
  if (status === undefined) return undefined;
  const phase = codes.get(status) ?? 'open';
  return phase === 'paid' && !showsPayment(record) ? 'closed' : phase;
}

/** Credit notes carry no `paidAmount`, only the date of the payment (measured); what costs nothing needs no payment. */
function showsPayment(record: SevdeskRecord): boolean {
  if (amount(record, 'sumGross') === 0) return true;
  const paid = amount(record, 'paidAmount');
  return paid === undefined ? Boolean(scalar(record, 'payDate')) : paid !== 0;
}

/** A phase as summaries tell it. */
export type PhaseName = Exclude<DocumentPhase, 'closed'>;

/** The name of a phase for people and rules: what is closed without a payment was cancelled, as far as one can see. */
export function phaseName(phase: DocumentPhase): PhaseName {
  return phase === 'closed' ? 'cancelled' : phase;
}

/** Whether money is still expected: only then a document can be due. */
export function awaitsPayment(phase: DocumentPhase | undefined): boolean {
  return phase === 'open' || phase === 'partially_paid';
}
