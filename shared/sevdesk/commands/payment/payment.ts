import Big from 'big.js';
import type { ResourceName } from '../../../contract/event.ts';
import type { StepFacts } from '../../../domain/ledger-entry.ts';
import { CommandRefused, UnexpectedAnswer } from '../../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { THEN_AGAIN } from '../../../domain/then-again.ts';
import type { Finding, StepOutcome } from '../command-plan.ts';
import type { AskedPayment } from './paying-account.ts';

/** Paid; a cancelled invoice has it too (measured). */
const CLOSED = '1000';

/** How documents of one kind are paid. */
export interface PayableDocument {
  readonly resource: Extract<ResourceName, 'Invoice' | 'Voucher'>;
  readonly isDraft: (record: SevdeskRecord) => boolean;
  /** A day as its bookAmount takes it. */
  readonly wireDate: (date: string) => number | string;
  /** Money goes out: its amount is negative. A positive one is taken without a word, and is wrong (measured). */
  readonly paysOut: (record: SevdeskRecord) => boolean;
}

/** A payment, and what was paid before it, which `paidAmount` is compared with later. */
export type Payment = {
  readonly recordId: string;
  readonly paidBefore: string;
  readonly amount: string;
  /** It pays all that is open. */
  readonly isAll: boolean;
};

/**
 * The payment that a command asks for, of a document as it is now: all that is open, or the amount given.
 * @throws CommandRefused for what can't be paid, or not so much
 */
export function paymentOf(
  document: PayableDocument,
  record: SevdeskRecord,
  asked: Pick<AskedPayment, 'amount' | 'path'>,
): Payment {
  requirePayable(document, record);
  const paid = money(record, 'paidAmount');
  const open = money(record, 'sumGross').minus(paid);
  const amount = new Big(asked.amount ?? open);
  if (amount.gt(open) || open.lte(0)) {
    const message = `${asked.path}.amount: ${amount.toFixed(2)} is not allowed for ${document.resource} ${record.id}; at most what is open: ${open.toFixed(2)}`;
    throw new CommandRefused('invalid_command', message);
  }
  return { recordId: record.id, paidBefore: paid.toFixed(2), amount: amount.toFixed(2), isAll: amount.eq(open) };
}

function requirePayable({ resource, isDraft }: PayableDocument, record: SevdeskRecord): void {
  const name = `${resource} ${record.id}`;
  if (isDraft(record)) {
    const message = `${name} is a draft, which can not be paid: open it first, ${THEN_AGAIN}.`;
    throw new CommandRefused('dependency_missing', message, true);
  }
  if (scalar(record, 'status') === CLOSED) {
    throw new CommandRefused('invalid_command', `${name} is paid already, or cancelled: nothing is open.`);
  }
  const currency = scalar(record, 'currency') ?? 'EUR';
  // In which currency sevdesk takes and tells payments of others is not established.
  if (currency === 'EUR') return;
  const message = `${name} is in ${currency}: the relay books payments in EUR only. Book it in sevdesk.`;
  throw new CommandRefused('unsupported', message);
}

/** Whether an earlier try of the step left its payment behind. */
export function isPayment(facts: StepFacts): facts is Payment {
  return 'paidBefore' in facts;
}

/** A payment that took effect has moved `paidAmount` by its amount. Moved by anything else, nobody knows. */
export function judgePayment(document: PayableDocument, record: SevdeskRecord, payment: Payment): Finding {
  const { paidBefore, amount } = payment;
  const paid = money(record, 'paidAmount');
  if (paid.eq(new Big(paidBefore).plus(amount))) {
    return { kind: 'found', outcome: bookedOutcome(document, record, payment) };
  }
  if (paid.eq(paidBefore)) return { kind: 'nothing' };
  const message = `${document.resource} ${record.id} was paid ${paidBefore} before ${amount} was to be booked, and is paid ${paid.toFixed(2)} now: look into sevdesk before you book anything again.`;
  return { kind: 'ambiguous', message };
}

/** What `command.succeeded` says: how much was booked, and how much is open after it. */
export function bookedOutcome(
  { resource }: PayableDocument,
  record: SevdeskRecord,
  { paidBefore, amount }: Payment,
): StepOutcome {
  const open = money(record, 'sumGross').minus(paidBefore).minus(amount);
  return { resource, recordId: record.id, details: { booked: Number(amount), open: Number(open) } };
}

/** `paidAmount` is a JSON number (measured), so it may carry the noise of a float: 46.65 − 46.6 − 0.05 is `-2.8e-15`. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i;

function money(record: SevdeskRecord, field: string): Big {
  const text = scalar(record, field) ?? '';
  if (!NUMBER.test(text)) throw new UnexpectedAnswer(`sevdesk answered ${record.id} with a ${field} that is no amount`);
  const amount = new Big(text).round(2, Big.roundHalfUp);
  // Without the sign of a negative zero.
  return amount.eq(0) ? new Big(0) : amount;
}
