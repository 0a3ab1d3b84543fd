import * as z from 'zod/mini';
import { documentFields, documentPosition, positions, reference } from './document-fields.ts';
import { date, described, email, positiveDecimal, positiveMoney, recordReference, sevdeskId, text } from './fields.ts';

/** An e-mail that sevdesk sends with the document attached. */
const documentEmail = z.strictObject({
  to: email,
  subject: text(255).check(z.regex(/^[^\r\n]*$/, 'no line breaks')),
  text: text(10_000),
  cc: z.optional(z.array(email).check(z.maxLength(10, 'at most 10 addresses'))),
  bcc: z.optional(z.array(email).check(z.maxLength(10, 'at most 10 addresses'))),
  copy: described("Whether sevdesk sends a copy to the account's own user.", z.optional(z.boolean())),
  xml: described('Whether an e-invoice is attached as XML (XRechnung) instead of PDF.', z.optional(z.boolean())),
});

/** How a document leaves: by an e-mail of sevdesk, or on another way, so that it is only marked as sent. */
const sending = {
  email: z.optional(documentEmail),
  markedAs: described(
    'Marked as sent on this way; nothing is sent by sevdesk.',
    z.optional(z.enum(['pdf', 'print', 'post', 'mail'])),
  ),
};
const EITHER_WAY = { message: 'give either "email" or "markedAs"', abort: true };
const isOneWay = (data: { email?: unknown; markedAs?: unknown }) =>
  (data.email === undefined) !== (data.markedAs === undefined);

const booking = {
  amount: described('All that is open unless given. Above 0, whatever the document.', z.optional(positiveMoney)),
  date,
  account: described('The account (Zahlungskonto) that the money went through.', z.strictObject({ id: sevdeskId })),
  transaction: described(
    'Which payment it was: required for online accounts, not allowed for others, whose transaction sevdesk creates.',
    z.optional(recordReference),
  ),
};

/** What follows the creation of an invoice, in this order. */
const followUps = z
  .strictObject({
    send: z.optional(z.strictObject(sending).check(z.refine(isOneWay, EITHER_WAY))),
    book: z.optional(z.strictObject(booking)),
  })
  .check(
    z.refine(({ send, book }) => !book || send, { message: 'needs "send": a draft can not be paid', path: ['book'] }),
  );

const orderPart = z.strictObject({ kind: z.enum(['percentage', 'net', 'gross']), amount: positiveDecimal }).check(
  z.refine(({ kind, amount }) => kind !== 'percentage' || Number(amount) <= 100, {
    message: 'a percentage is at most "100"',
    path: ['amount'],
  }),
);

const fromOrder = z.strictObject({
  order: recordReference,
  part: described(
    'How much of the order: `percentage` of it, or a `net` or `gross` amount; all of it unless given.',
    z.optional(orderPart),
  ),
});

const COMPOSED = ['contact', 'date', 'positions'] as const;
/** All else is taken from the order, or sevdesk decides it. */
const ALLOWED_FROM_ORDER = ['fromOrder', 'reference', 'invoiceType', 'then'];

/** Data of `invoice.create`: a draft (Entwurf); nothing is sent to anybody unless `then` says so. */
export const invoiceCreateData = z
  .strictObject({
    reference,
    invoiceType: described(
      'Invoice (Rechnung, the default), partial (Teilrechnung) or advance invoice (Abschlagsrechnung).',
      z.optional(z.enum(['RE', 'TR', 'AR'])),
    ),
    ...documentFields,
    date: z.optional(date),
    contact: z.optional(recordReference),
    deliveryDate: described(
      "Day or first day of the delivery (Leistungsdatum); the invoice's date unless given.",
      z.optional(date),
    ),
    deliveryDateUntil: z.optional(date),
    timeToPayDays: z.optional(z.int().check(z.minimum(0), z.maximum(365))),
    positions: z.optional(positions(documentPosition)),
    eInvoice: described(
      'An e-invoice (E-Rechnung, ZUGFeRD): needs a payment method, an address, and what sevdesk says is missing.',
      z.optional(
        z.strictObject({
          paymentMethod: z.enum(['bank_transfer', 'direct_debit', 'cash', 'offset', 'cheque', 'online']),
        }),
      ),
    ),
    fromOrder: described(
      'Made from an order of sevdesk instead of contact, date and positions.',
      z.optional(fromOrder),
    ),
    // biome-ignore lint/suspicious/noThenProperty: the contract's word; a plain object that nobody awaits.
    then: z.optional(followUps),
  })
  .check(
    z.superRefine((data, context) => {
      const needed = data.fromOrder ? [] : COMPOSED.filter((field) => data[field] === undefined);
      const excluded = data.fromOrder ? Object.keys(data).filter((name) => !ALLOWED_FROM_ORDER.includes(name)) : [];
      for (const field of needed) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: 'required, unless the invoice is made "fromOrder"',
        });
      }
      for (const field of excluded) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: 'not allowed beside "fromOrder": the order says it',
        });
      }
    }),
  );

/** Data of `invoice.send`: opens the invoice, which gives it its number, and sends it or marks it as sent. */
export const invoiceSendData = z
  .strictObject({ invoice: recordReference, ...sending })
  .check(z.refine(isOneWay, EITHER_WAY));

/** Data of `invoice.book`: a payment, all that is open or a part of it. */
export const invoiceBookData = z.strictObject({ invoice: recordReference, ...booking });

/** Data of `voucher.book`: a payment; sevdesk's sign for expenses is ours to know. */
export const voucherBookData = z.strictObject({ voucher: recordReference, ...booking });

/** Data of `invoice.cancel`: makes its cancellation (Stornorechnung). */
export const invoiceCancelData = z.strictObject({ invoice: recordReference });

/** Data of `invoice.enshrine` (Festschreiben), which nobody can take back. */
export const invoiceEnshrineData = z.strictObject({
  invoice: recordReference,
  irreversible: z.literal(true, 'must be true: nobody can take this back'),
});

/** Data of `invoice.delete_draft`. */
export const invoiceDeleteDraftData = z.strictObject({ invoice: recordReference });

export type DocumentSending = z.infer<typeof invoiceSendData>;
export type DocumentBooking = z.infer<typeof invoiceBookData>;
