import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { bracketedName, date, described, money, sevdeskId, text } from './fields.ts';

/** With the reference behind it, it fits into 255 characters, and is not cut off there (assumed). */
const PURPOSE = 150;

/** Data of `transaction.create`: a payment on an online or file-import account; sevdesk itself creates those of others. */
export const transactionCreateData = closedObject({
  reference: described(
    'Your own reference, unique per tenant; it stands at the end of the purpose, in brackets.',
    v.optional(bracketedName),
  ),
  account: closedObject({ id: sevdeskId }),
  amount: described('Below 0 for money that went out.', money),
  /** Value date (Valuta). */
  date,
  entryDate: described('Booking date; the value date unless given.', v.optional(date)),
  counterparty: described('Who paid, or was paid.', text(200)),
  iban: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/, 'an IBAN without blanks'))),
  bic: v.optional(v.pipe(v.string(), v.regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/, 'a BIC of 8 or 11 characters'))),
  purpose: v.optional(text(PURPOSE)),
});
