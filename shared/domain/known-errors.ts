import type { FailureReason } from '../contract/event.ts';

/** How a known refusal is recognised: all that is given must hold. */
export interface ErrorPattern {
  readonly status?: readonly number[];
  /** sevdesk's own codes. */
  readonly codes?: readonly string[];
  readonly message?: RegExp;
}

/** What a known refusal means. Whatever the HTTP status says: nothing took effect. */
export interface KnownError {
  readonly match: ErrorPattern;
  /** `look`: the record may be as the command wants it already: read it, then decide. `fail`: the command is refused. */
  readonly reaction: 'fail' | 'look';
  readonly reason: FailureReason;
  /** Whether the same command can succeed once somebody mended something in sevdesk. */
  readonly retryable: boolean;
  /** What a person can do about it, in one sentence beside sevdesk's own message. */
  readonly advice: string;
}

const REJECTED = { reaction: 'fail', reason: 'rejected_by_sevdesk', retryable: false } as const;
const MENDABLE = { ...REJECTED, retryable: true } as const;
const OUR_MISTAKE = 'The relay sent something that sevdesk cannot read: report it as a mistake of the relay.';

/** What commands name by its id: `No Model_Contact with the id 1 was found` (measured). */
const NAMED = 'Model_(Contact|Invoice|CreditNote|Order|Voucher|Part|CheckAccount|CheckAccountTransaction)\\b';

/**
 * Every refusal that is known. The first that matches counts: codes before messages. A new one is a row here and an answer in
 * its test.
 */
export const KNOWN_ERRORS = {
  /** Code 151 is measured with 404; NOT_FOUND with 400 (practice). */
  record_missing: {
    match: { status: [400, 404], codes: ['151', 'NOT_FOUND'], message: new RegExp(NAMED) },
    reaction: 'look',
    reason: 'dependency_missing',
    retryable: false,
    advice: 'A record that the command names is not in sevdesk (any more): send a new command that names one that is.',
  },
  not_found: {
    match: { status: [400, 404], codes: ['151', 'NOT_FOUND'], message: new RegExp(`^(?!.*${NAMED})`, 's') },
    ...REJECTED,
    reaction: 'look',
    advice: 'sevdesk does not know something that the command needs: look into the account for what the message names.',
  },
  /** Measured: 409. */
  not_a_draft: {
    match: { codes: ['159'] },
    ...MENDABLE,
    reaction: 'look',
    advice: 'Only drafts can be deleted: cancel the document, or reset it to a draft in sevdesk and redrive.',
  },
  /** Measured: 400. */
  voucher_not_a_draft: {
    match: { codes: ['90400'] },
    ...MENDABLE,
    reaction: 'look',
    advice: 'Only draft vouchers can be changed: reset it to a draft in sevdesk, then redrive.',
  },
  /** Measured: 422. */
  credit_note_exists: {
    match: { codes: ['170'] },
    ...MENDABLE,
    reaction: 'look',
    advice: 'The invoice has a credit note already: use that one, or delete it in sevdesk and redrive.',
  },
  /** Measured: inside HTTP 200. */
  partly_paid: {
    match: { codes: ['390'] },
    ...MENDABLE,
    advice:
      'A partly paid invoice cannot be cancelled: undo its payment in sevdesk and redrive, or make a credit note.',
  },
  /** Measured: 422. */
  already_cancelled: {
    match: { codes: ['421'] },
    ...REJECTED,
    reaction: 'look',
    advice: 'The invoice was cancelled before: nothing is left to do, unless the command wanted something else of it.',
  },
  /** Measured; the HTTP status of 455, 456, 750, 751 and 7100 is not known. */
  credit_note_too_high: {
    match: { codes: ['455'] },
    ...REJECTED,
    advice: 'The credit note comes to more than its invoice: send a new command with lower amounts.',
  },
  credit_note_other_rate: {
    match: { codes: ['456'] },
    ...REJECTED,
    advice: 'A credit note names its invoice and has its tax rates: send a new command with those.',
  },
  /** 751 answers a payment of more than the voucher comes to as well. */
  already_paid: {
    match: { codes: ['750', '751'] },
    ...REJECTED,
    reaction: 'look',
    advice:
      'It is paid, or this would be too much: see in sevdesk which payments it has before anything is booked again.',
  },
  account_not_allowed: {
    match: { codes: ['7100'] },
    ...REJECTED,
    advice:
      'Account and tax rule do not go together here (11 is for small businesses only), or the sum would be below 0.',
  },
  /** Measured: 400, what is missing in the answer's `data`. */
  e_invoice_incomplete: {
    match: { codes: ['830'] },
    ...MENDABLE,
    advice: 'Complete in sevdesk what the message lists and redrive, or send a new command that has it.',
  },
  /** Practice: 500. */
  number_taken: {
    match: { message: /(debitor|debtor|creditor)\b.*\bnumber already exists/i },
    ...MENDABLE,
    advice: 'Another contact has this debtor or creditor number: give it another one in sevdesk, then redrive.',
  },
  /** Measured: 503 for the PDF of an e-invoice that is a draft. */
  invoice_number_missing: {
    match: { status: [500, 503], message: /^Invoice number is required/i },
    ...MENDABLE,
    advice: 'A draft has no number yet: send the invoice or mark it as sent, then redrive.',
  },
  /** Practice. */
  draft_not_payable: {
    match: { message: /draft can ?not be paid/i },
    ...MENDABLE,
    advice: 'Only open documents can be paid: send it or mark it as sent, then redrive.',
  },
  /** Measured: 422. */
  account_not_online: {
    match: { message: /only create transactions on online checkaccounts/i },
    ...REJECTED,
    advice: 'Book the payment on its document instead: for this kind of account sevdesk makes the transaction itself.',
  },
  /** Practice: 500. */
  bank_details_missing: {
    match: { message: /missing iban and bic/i },
    ...MENDABLE,
    advice: "Enter IBAN and BIC in sevdesk's settings, then redrive.",
  },
  /** Measured: 400. */
  not_an_e_invoice: {
    match: { message: /not an electronic invoice/i },
    ...REJECTED,
    advice: 'Only e-invoices have XML: fetch the PDF instead.',
  },
  /** Practice: 500, the database's own message. */
  field_missing: {
    match: { message: /SQLSTATE.*cannot be null/is },
    ...REJECTED,
    advice:
      'sevdesk needs the field that its message names: send a new command that has it, or report a mistake of the relay.',
  },
  /** Practice, like those that follow. */
  currency_missing: {
    match: { message: /^Currency is required/i },
    ...REJECTED,
    advice: 'Send a new command that names its currency.',
  },
  positions_missing: {
    match: { message: /must have at least one position/i },
    ...REJECTED,
    advice: 'Send a new command with at least one position.',
  },
  status_not_allowed: {
    match: { message: /must be created with status 100/i },
    ...REJECTED,
    advice: OUR_MISTAKE,
  },
  shape_not_read: {
    match: { message: /expected array with 'id' and 'objectName'|PosSave expected/i },
    ...REJECTED,
    advice: OUR_MISTAKE,
  },
  delivery_not_allowed: {
    match: { message: /must be before the deliveryDate/i },
    ...REJECTED,
    advice: 'Send a new command whose deliveryDate is after its date.',
  },
  /** The documentation names the field ("Export"); status and wording are assumed. */
  export_not_configured: {
    match: { message: /accountingYearBegin/ },
    ...MENDABLE,
    advice:
      "Set the DATEV consultant's and client's numbers and the begin of the accounting year in sevdesk, then redrive.",
  },
  /** Practice: pages of the proxy before sevdesk. */
  too_large: {
    match: { status: [413, 414, 431] },
    ...REJECTED,
    advice: 'It is larger than sevdesk takes: send a new command with a smaller file, or with less text.',
  },
} as const satisfies Readonly<Record<string, KnownError>>;

/** The relay's own name for what sevdesk says. */
export type KnownErrorCode = keyof typeof KNOWN_ERRORS;

/** What is known of a refusal. */
export interface ErrorKnowledge extends Omit<KnownError, 'match'> {
  readonly code: KnownErrorCode;
}
