import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { eitherOf, fieldRules, rule } from '../rule.ts';
import { documentFields, documentPosition, positions, reference } from './document-fields.ts';
import {
  date,
  described,
  email,
  oneOf,
  positiveDecimal,
  positiveMoney,
  recordReference,
  sevdeskId,
  text,
  wholeNumber,
} from './fields.ts';

/** An e-mail that sevdesk sends with the document attached. */
const documentEmail = closedObject({
  to: email,
  subject: v.pipe(text(255), v.regex(/^[^\r\n]*$/, 'no line breaks')),
  text: text(10_000),
  cc: v.optional(v.pipe(v.array(email), v.maxLength(10, 'at most 10 addresses'))),
  bcc: v.optional(v.pipe(v.array(email), v.maxLength(10, 'at most 10 addresses'))),
  copy: described("Whether sevdesk sends a copy to the account's own user.", v.optional(v.boolean())),
  xml: described('Whether an e-invoice is attached as XML (XRechnung) instead of PDF.', v.optional(v.boolean())),
});

/** How a document leaves: by an e-mail of sevdesk, or on another way, so that it is only marked as sent. */
const sending = {
  email: v.optional(documentEmail),
  markedAs: described(
    'Marked as sent on this way; nothing is sent by sevdesk.',
    v.optional(oneOf(['pdf', 'print', 'post', 'mail'])),
  ),
};
const booking = {
  amount: described('All that is open unless given. Above 0, whatever the document.', v.optional(positiveMoney)),
  date,
  account: described('The account (Zahlungskonto) that the money went through.', closedObject({ id: sevdeskId })),
  transaction: described(
    'Which payment it was: required for online accounts, not allowed for others, whose transaction sevdesk creates.',
    v.optional(recordReference),
  ),
};

/** What follows the creation of an invoice, in this order. */
const followUps = v.pipe(
  closedObject({
    send: v.optional(v.pipe(closedObject(sending), eitherOf('email', 'markedAs'))),
    book: v.optional(closedObject(booking)),
  }),
  rule(({ send, book }) => !book || send !== undefined, {
    message: 'needs "send": a draft can not be paid',
    field: 'book',
  }),
);

const orderPart = v.pipe(
  closedObject({ kind: oneOf(['percentage', 'net', 'gross']), amount: positiveDecimal }),
  rule(({ kind, amount }) => kind !== 'percentage' || Number(amount) <= 100, {
    message: 'a percentage is at most "100"',
    field: 'amount',
  }),
);

const fromOrder = closedObject({
  order: recordReference,
  part: described(
    'How much of the order: `percentage` of it, or a `net` or `gross` amount; all of it unless given.',
    v.optional(orderPart),
  ),
});

const WITHOUT_ORDER = 'required, unless the invoice is made "fromOrder"';
const BESIDE_ORDER = 'not allowed beside "fromOrder": the order says it';
const told = (fields: readonly string[], message: string) => fields.map((field) => ({ field, message }));

const COMPOSED = ['contact', 'date', 'positions'] as const;
/** All else is taken from the order, or sevdesk decides it. */
const BESIDE_FROM_ORDER = ['reference', 'invoiceType', 'then'];

/** Data of `invoice.create`: a draft (Entwurf); nothing is sent to anybody unless `then` says so. */
export const invoiceCreateData = v.pipe(
  closedObject({
    reference,
    invoiceType: described(
      'Invoice (Rechnung, the default), partial (Teilrechnung) or advance invoice (Abschlagsrechnung).',
      v.optional(oneOf(['RE', 'TR', 'AR'])),
    ),
    ...documentFields,
    date: v.optional(date),
    contact: v.optional(recordReference),
    deliveryDate: described(
      "Day or first day of the delivery (Leistungsdatum); the invoice's date unless given.",
      v.optional(date),
    ),
    deliveryDateUntil: v.optional(date),
    timeToPayDays: v.optional(wholeNumber(0, 365)),
    positions: v.optional(positions(documentPosition)),
    eInvoice: described(
      'An e-invoice (E-Rechnung, ZUGFeRD): needs a payment method, an address, and what sevdesk says is missing.',
      v.optional(
        closedObject({
          paymentMethod: oneOf(['bank_transfer', 'direct_debit', 'cash', 'offset', 'cheque', 'online']),
        }),
      ),
    ),
    fromOrder: described(
      'Made from an order of sevdesk instead of contact, date and positions.',
      v.optional(fromOrder),
    ),
    // biome-ignore lint/suspicious/noThenProperty: the contract's word; a plain object that nobody awaits.
    then: v.optional(followUps),
  }),
  fieldRules(
    (data) =>
      data.fromOrder
        ? told(
            Object.keys(data).filter((name) => name !== 'fromOrder' && !BESIDE_FROM_ORDER.includes(name)),
            BESIDE_ORDER,
          )
        : told(
            COMPOSED.filter((field) => data[field] === undefined),
            WITHOUT_ORDER,
          ),
    `Give "contact", "date" and "positions", or else "fromOrder", beside it only ${BESIDE_FROM_ORDER.join(', ')}`,
  ),
);

/** Data of `invoice.send`: opens the invoice, which gives it its number, and sends it or marks it as sent. */
export const invoiceSendData = v.pipe(
  closedObject({ invoice: recordReference, ...sending }),
  eitherOf('email', 'markedAs'),
);

/** Data of `invoice.book`: a payment, all that is open or a part of it. */
export const invoiceBookData = closedObject({ invoice: recordReference, ...booking });

/** Data of `voucher.book`: a payment; sevdesk's sign for expenses is ours to know. */
export const voucherBookData = closedObject({ voucher: recordReference, ...booking });

/** Data of `invoice.cancel`: makes its cancellation (Stornorechnung). */
export const invoiceCancelData = closedObject({ invoice: recordReference });

/** Data of `invoice.enshrine` (Festschreiben), which nobody can take back. */
export const invoiceEnshrineData = closedObject({
  invoice: recordReference,
  irreversible: v.literal(true, 'must be true: nobody can take this back'),
});

/** Data of `invoice.delete_draft`. */
export const invoiceDeleteDraftData = closedObject({ invoice: recordReference });

export type DocumentSending = v.InferOutput<typeof invoiceSendData>;
export type DocumentBooking = v.InferOutput<typeof invoiceBookData>;
