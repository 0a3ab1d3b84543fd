import type { CommandData, CommandType } from '../../shared/contract/command.ts';
import { FURNISHED } from '../sandbox/furnish-account.ts';

interface CommandText<T extends CommandType> {
  readonly about: string;
  /** What `result` of `command.succeeded` holds beside `resource` and `recordId`; empty for nothing. */
  readonly result: string;
  /** Why it fails most often, beside what is wrong with any command. */
  readonly fails: string;
  /** What may have happened when its answer got lost, and what the relay does about it. */
  readonly lost: string;
  readonly example: CommandData<T>;
}

const SUMS = '`net`, `gross`, `currency`';
const TOTALS = '`totals` where sevdesk comes to other sums than the command';
const BY_MARKER = 'The record is looked for by its reference and compared before it is taken for ours.';
const BY_STATE = 'The record is read again: it tells whether it took effect.';
const BY_PAID_AMOUNT = 'The paid amount before and after tells whether it was booked.';
const NOT_PAYABLE =
  '`invalid_command` for more than is open, for what is paid or cancelled already, and where account and `transaction` do not go together; `unsupported` for other currencies than EUR.';

/** What the page about commands says of each, with one example. */
export const COMMAND_TEXTS: { readonly [T in CommandType]: CommandText<T> } = {
  'contact.upsert': {
    about:
      'A customer as one thing; sevdesk keeps it as Contact, ContactAddress and CommunicationWay. It updates the contact with this `id` ' +
      'or `externalId`, and creates one where there is none yet. Only what is given is written. An `externalId` is remembered, so that ' +
      'later commands can name the contact by it.',
    result:
      '`customerNumber`, `created` (`false`: it was there already), and `addressId`, `emailId`, `phoneId` of those that were given',
    fails:
      '`invalid_command` for a `customerNumber` that another contact has; `dependency_missing` for an `id` or a `parent` that is not there, and for an `externalId` that is new and comes without a name.',
    lost: 'A new contact is looked for by its customer number; changes are compared, and written again where they are not there.',
    example: {
      externalId: 'customer-815',
      name: 'Bäckerei Morgenrot GmbH',
      email: 'rechnung@morgenrot.example',
      phone: '+49 351 1234567',
      address: { street: 'Hauptstraße 1', zip: '01067', city: 'Dresden', country: 'DE' },
    },
  },
  'part.upsert': {
    about: 'A product (Artikel), known by `id`, `externalId` or its `partNumber`.',
    result: '`partNumber`, `created` (`false`: it was there already)',
    fails:
      '`ambiguous` where several parts have the `partNumber`, or another one than the `id` or `externalId` names; `dependency_missing` for an `id` that is not there.',
    lost: 'A new part is looked for by its number; changes are compared, and written again where they are not there.',
    example: {
      externalId: 'sku-4711',
      partNumber: 'SKU-4711',
      name: 'Roggenbrot',
      price: '3.90',
      unit: 'UNITY_PIECE',
      taxRate: '7',
    },
  },
  'order.create': {
    about:
      'A draft of an estimate (Angebot), a confirmation (Auftragsbestätigung) or a delivery note (Lieferschein). Its contact must exist: ' +
      'else it fails at once with `dependency_missing`, since the command that creates the contact would wait behind it.',
    result: `\`number\` (of its own already as a draft), ${SUMS}; ${TOTALS}`,
    fails:
      '`dependency_missing` for a contact that is not there; `unsupported` where the sequence of numbers (Nummernkreis) can not be read.',
    lost: 'The record is looked for by its number and its reference, and compared before it is taken for ours.',
    example: {
      reference: 'deal-77',
      kind: 'estimate',
      contact: { externalId: 'customer-815' },
      date: '2026-11-20',
      positions: [{ name: 'Consulting', quantity: '3', price: '100.00', taxRate: '19', unit: 'UNITY_HOUR' }],
      discounts: [{ text: 'Regular customer', percentage: '5' }],
      fees: [{ text: 'Travel', amount: '40.00' }],
    },
  },
  'invoice.create': {
    about:
      'A draft (Entwurf), in one call with all positions: give `contact`, `date` and `positions`, or else `fromOrder`, which makes it from an order. ' +
      '`then` sends and books it in further steps. One that comes to other sums than the command stays a draft: exact decimals are compared, and ' +
      'a difference that comes from rounding alone is only reported (`totals`). One made from an order carries no reference in sevdesk; later commands ' +
      'find it by its `externalId` all the same.',
    result: `\`number\` (\`null\` while it is a draft), ${SUMS}; ${TOTALS}; with \`then.book\` also \`booked\` and \`open\``,
    fails:
      '`dependency_missing` for a contact, order or account that is not there; `rejected_by_sevdesk` for an e-invoice with something missing, which the message names. A step of `then` that fails leaves the steps before it done: see [Failures](#failures).',
    lost: 'The record is looked for by its reference (one from an order by its origin) and compared before it is taken for ours; sending and booking as with `invoice.send` and `invoice.book`.',
    example: {
      reference: 'order-1042',
      contact: { externalId: 'customer-815' },
      date: '2026-11-20',
      timeToPayDays: 14,
      positions: [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19', unit: 'UNITY_HOUR' }],
      // biome-ignore lint/suspicious/noThenProperty: the contract's word; a plain object that nobody awaits.
      then: { send: { email: { to: 'rechnung@morgenrot.example', subject: 'Your invoice', text: 'Thank you!' } } },
    },
  },
  'invoice.send': {
    about:
      'Opens the invoice, which gives it its number and, in most accounts, enshrines it. It is sent by an e-mail of sevdesk, or only marked ' +
      'as sent. One that was sent before is sent once more, or marked anew: each command is one e-mail.',
    result: `\`number\`, ${SUMS}`,
    fails:
      '`dependency_missing` for an invoice that is not there; `rejected_by_sevdesk` for what sevdesk says against it; `ambiguous` for an e-mail whose answer got lost.',
    lost: 'An e-mail is never sent twice: where nobody can tell whether it went out, the command fails as `ambiguous`. A mark is read back, and set again only where it is missing.',
    example: { invoice: { externalId: 'order-1042' }, markedAs: 'pdf' },
  },
  'invoice.book': {
    about:
      'A payment, all that is open or a part of it. Online accounts need the `transaction`; for others sevdesk creates it.',
    result: '`booked`, `open` (after it)',
    fails: `\`dependency_missing\` for a draft, and for an invoice or account that is not there; ${NOT_PAYABLE}`,
    lost: BY_PAID_AMOUNT,
    example: {
      invoice: { externalId: 'order-1042' },
      amount: '119.00',
      date: '2026-11-24',
      account: { id: FURNISHED.registerId },
    },
  },
  'invoice.cancel': {
    about: 'Makes the cancellation (Stornorechnung). One that is there already is the answer, too.',
    result: `\`number\`, ${SUMS}, \`originalId\`; the record is the cancellation, its sums are negative`,
    fails:
      '`invalid_command` for a draft; `rejected_by_sevdesk` for an invoice that is partly paid, or has a credit note.',
    lost: 'The cancellation names its original: it is looked for.',
    example: { invoice: { id: FURNISHED.openInvoiceId } },
  },
  'invoice.enshrine': {
    about: 'Enshrines the invoice (Festschreiben). **Nobody can take it back.**',
    result: `\`number\`, ${SUMS}`,
    fails: '`dependency_missing` for a draft, and for an invoice that is not there.',
    lost: BY_STATE,
    example: { invoice: { externalId: 'order-1042' }, irreversible: true },
  },
  'invoice.delete_draft': {
    about: 'Deletes a draft. Anything else has to be cancelled.',
    result: '',
    fails: '`invalid_command` for what is no draft any more; `dependency_missing` for an invoice that is not there.',
    lost: BY_STATE,
    example: { invoice: { id: FURNISHED.draftInvoiceId } },
  },
  'credit_note.create': {
    about:
      'A draft of a credit note (Gutschrift) for an invoice that was sent, over all of its positions or those given. Its number is the next one of sevdesk.',
    result: `\`number\` (of its own already as a draft), ${SUMS}`,
    fails:
      '`dependency_missing` for an invoice that is a draft or not there; `invalid_command` for a partial or advance invoice, for another tax rate than the invoice has, and for more than it comes to; `rejected_by_sevdesk` where its credit notes together come to more.',
    lost: BY_MARKER,
    example: {
      reference: 'return-31',
      invoice: { externalId: 'order-1042' },
      date: '2026-11-25',
      positions: [{ name: 'Consulting', quantity: '1', price: '100.00', taxRate: '19' }],
    },
  },
  'voucher.create': {
    about:
      'A voucher (Beleg) for an expense or revenue, with its file: inside the command, or from the bucket (see [Files](#files)). Give `supplier` or `supplierName`. ' +
      'Accounts are named by their number in SKR03 or SKR04, and checked against what sevdesk allows for them before anything is written. A draft, unless `open` says otherwise.',
    result: `\`number\` (its description in sevdesk, with the reference in brackets), ${SUMS}`,
    fails:
      '`invalid_command` for an account that sevdesk does not allow with this kind, tax rule or rate, the message says what is allowed; `dependency_missing` for a supplier or a file that is not there.',
    lost: 'As with any document: the record is looked for by its reference and compared. A file without a voucher, which nobody sees, may be left and is uploaded again.',
    example: {
      reference: 'receipt-17',
      kind: 'expense',
      date: '2026-11-18',
      supplierName: 'Deutsche Bahn',
      description: 'Fahrkarte 8XK2',
      positions: [{ accountNumber: '4970', taxRate: '19', amount: '11.90', comment: 'Account fees' }],
      file: { name: 'receipt.pdf', key: '2026/receipt-17.pdf' },
      open: true,
    },
  },
  'voucher.book': {
    about: 'A payment of a voucher that is open. Amounts are above 0 for expenses, too.',
    result: '`booked`, `open` (after it)',
    fails: `\`dependency_missing\` for a draft (create it with \`open\`), and for a voucher or account that is not there; ${NOT_PAYABLE}`,
    lost: BY_PAID_AMOUNT,
    example: { voucher: { externalId: 'receipt-17' }, date: '2026-11-19', account: { id: FURNISHED.registerId } },
  },
  'transaction.create': {
    about:
      'A payment on an online or file-import account, to be booked with `invoice.book` or `voucher.book`, which find it by its `externalId`.',
    result: '',
    fails:
      '`dependency_missing` for an account that is not there; `rejected_by_sevdesk` for one that is neither online nor for files: there sevdesk makes the transaction itself when a document is booked.',
    lost: BY_MARKER,
    example: {
      reference: 'payout-9',
      account: { id: FURNISHED.fileImportId },
      amount: '-58.31',
      date: '2026-11-21',
      counterparty: 'Deutsche Bahn',
      purpose: 'Fahrkarte 8XK2',
    },
  },
  'document.fetch': {
    about: "A document as a file in the stage's bucket (see [Files](#files)). A draft stays a draft.",
    result: '`dataref` (where the file is), `filename`, `contentType`, `bytes` (how many)',
    fails:
      '`dependency_missing` for a record that is not there, and for the XML of a draft; `rejected_by_sevdesk` for the XML of what is no e-invoice.',
    lost: 'It only reads: it is read again.',
    example: { resource: 'Invoice', record: { externalId: 'order-1042' }, format: 'pdf' },
  },
  'datev.export': {
    about:
      "The documents of a period as a DATEV file (a zip) in the stage's bucket (see [Files](#files)). Nothing is enshrined by it. sevdesk needs the DATEV settings of the account " +
      'first: numbers of accountant and client, begin of the fiscal year. It takes minutes for many documents; commands of the same tenant wait behind it.',
    result: '`dataref` (where the file is), `filename`, `bytes` (how many); the record is the `ExportJob`',
    fails:
      '`rejected_by_sevdesk` where DATEV settings are missing; `attempts_exhausted` when sevdesk is not done within half an hour.',
    lost: 'It writes nothing to the books: the export is started again.',
    example: { from: '2026-10-01', to: '2026-10-31', format: 'csv' },
  },
};
