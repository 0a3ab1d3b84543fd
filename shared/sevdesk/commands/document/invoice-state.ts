import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import type { Finding, StepOutcome } from '../command-plan.ts';
import { documentOutcome } from '../record/saved-record.ts';

/** Statuses below are drafts, and recurring templates (documentation, "Types and status of invoices"). */
const OPEN = 200;

/** Sent, paid or cancelled: it has a number, and takes part in the bookkeeping. */
export function isOpened(invoice: SevdeskRecord): boolean {
  return Number(scalar(invoice, 'status')) >= OPEN;
}

/** Opened, and last sent on this way. */
export function isSentAs(invoice: SevdeskRecord, sendType: string): boolean {
  const hasNumber = Boolean(scalar(invoice, 'invoiceNumber'));
  return isOpened(invoice) && hasNumber && scalar(invoice, 'sendType') === sendType;
}

/** What `command.succeeded` says of an invoice. */
export function invoiceOutcome(invoice: SevdeskRecord): StepOutcome {
  return documentOutcome('Invoice', invoice, 'invoiceNumber');
}

/** What a look finds where the invoice is gone by now. */
export function invoiceGone(id: string): Finding {
  const message = `Invoice ${id} is not in sevdesk any more, so it can't be known what became of the command.`;
  return { kind: 'ambiguous', message };
}
