import { refuse } from '../http/api-error.ts';

/**
 * How a payment is booked, and whether that settles the document in spite of a difference (documentation, "Book an
 * invoice"). CF, currency fluctuation, is gone since the 2.0 update (documentation).
 */
const PAYMENT_TYPES: Readonly<Record<string, { readonly settles: boolean }>> = {
  FULL_PAYMENT: { settles: false },
  N: { settles: false },
  CB: { settles: true },
  O: { settles: true },
  OF: { settles: true },
  MTC: { settles: true },
};

/** @throws ApiError for what is no type of payment; the wording is assumed */
export function checkPaymentType(type: unknown): void {
  if (!Object.hasOwn(PAYMENT_TYPES, String(type)))
    throw refuse(422, `The booking type ${String(type)} is not supported`);
}

/** What a document is after a payment: partly paid or paid (documentation). */
export function statusAfterPayment({ paid, sum, type }: { paid: bigint; sum: bigint; type?: unknown }): '750' | '1000' {
  return paid >= sum || PAYMENT_TYPES[String(type)]?.settles ? '1000' : '750';
}
