/** Where a body deviates from sevdesk's document on purpose. */
export interface BodyDeviation {
  /** Of the request; any unless given. */
  readonly path?: string;
  /** Of a line such as `/order/taxRate must be number`. */
  readonly problem: RegExp;
  readonly reason: string;
}

const NUMBERED = 'numbers as text: sevdesk takes decimal strings (measured), and no amount passes through a float';

export const BODY_DEVIATIONS: readonly BodyDeviation[] = [
  {
    problem: /\/id must be integer$/,
    reason:
      'ids as text, as sevdesk answers them: they pass 2^31, and url-encoded bodies, which hold nothing but text, are documented, too',
  },
  { problem: /\/(quantity|price\w*|taxRate|discount|value|amount|sum\w+) must be number$/, reason: NUMBERED },
  {
    problem: /^\/ must have required property '(invoice|order|creditNote|voucher)Pos'$/,
    reason: 'the document requires a key that it names otherwise itself: …PosSave',
  },
  { problem: /must have required property 'taxType'$/, reason: 'of bookkeeping system 1.0; 2.0 has taxRule' },
  {
    problem: /must have required property 'accountingType'$/,
    reason: 'of bookkeeping system 1.0; 2.0 has accountDatev',
  },
  {
    path: 'Voucher/Factory/saveVoucher',
    problem: /must have required property 'voucher'$/,
    reason: 'the voucher is saved in the same call and has no id yet (measured)',
  },
  {
    path: 'CreditNote/Factory/saveCreditNote',
    problem: /must have required property 'invoiceType'$/,
    reason: 'credit notes have creditNoteType (documented beside it)',
  },
  { problem: /\/status must be (string|number|equal to one of the allowed values)$/, reason: 'as a number (measured)' },
  { problem: /\/deliveryDate(Until)? must be string$/, reason: 'Unix seconds of Berlin midnight (measured)' },
  {
    problem: /\/((order|creditNote|voucher|delivery)Date|paymentDeadline) must match format "date-time"$/,
    reason: 'dd.mm.yyyy, as the text of the document says',
  },
  {
    path: 'Voucher/Factory/saveVoucher',
    problem: /\/taxRule\/id must be equal to one of the allowed values$/,
    reason: 'the list of the document is too narrow: ReceiptGuidance answers rules for expenses, too (measured)',
  },
  { problem: /^\/discountDelete must be object$/, reason: 'null, where nothing is deleted (measured)' },
];
