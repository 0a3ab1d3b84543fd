import type { Account } from '../account.ts';
import { readDate } from '../date-input.ts';
import { decimal, toCents } from '../decimal.ts';
import { checkDocument } from '../documents/check-document.ts';
import type { ComingDocument } from '../documents/coming-document.ts';
import { documentSumFields } from '../documents/positions.ts';
import { REVENUE_RATES, taxRuleId } from '../documents/tax-problem.ts';
import { refuse } from '../http/api-error.ts';
import { creditNotesOf } from '../invoice/credit-notes-of-invoice.ts';
import type { Fields, WireRecord } from '../wire-record.ts';
import { sourceInvoice } from './source-invoice.ts';

/** Expenses, which a provision (Provision) is (documentation, "sevdesk-Update 2.0"). */
const PROVISION_RULE = '9';
const RATES = { ...REVENUE_RATES, [PROVISION_RULE]: [0, 7, 19] };

const CATEGORIES: readonly string[] = ['PROVISION', 'ROYALTY_ASSIGNED', 'ROYALTY_UNASSIGNED', 'UNDERACHIEVEMENT'];

/**
 * Refuses what sevdesk refuses, before anything is written. Statuses without a source are assumed.
 * @throws ApiError
 */
export function checkCreditNote(account: Account, coming: ComingDocument): void {
  checkStatus(coming);
  checkDocument(account, coming, RATES);
  const { bookingCategory } = coming.document;
  // Documentation, "sevdesk-Update 2.0": ACCOUNTING_TYPE is gone.
  if (!CATEGORIES.includes(String(bookingCategory))) {
    throw refuse(422, `bookingCategory must be one of ${CATEGORIES.join(', ')}`);
  }
  // Measured: a provision takes rule 9, and rule 1 is refused in these words.
  if (bookingCategory === 'PROVISION' && taxRuleId(coming.document) !== PROVISION_RULE) {
    throw refuse(422, 'Invalid tax rule');
  }
  if (bookingCategory === 'UNDERACHIEVEMENT') checkUnderachievement(account, coming);
}

/** Documentation, "Saving a credit note"; the wording of the second refusal is assumed. */
function checkStatus({ existing, request }: ComingDocument): void {
  if (existing && existing.status !== '100') throw refuse(422, 'Only credit notes in status 100 can be changed');
  const { status } = request.document;
  if (!(existing && status === undefined) && String(status) !== '100') {
    throw refuse(422, 'Invalid status. New credit notes must be created with status 100.');
  }
}

function checkUnderachievement(account: Account, coming: ComingDocument): void {
  const invoice = sourceInvoice(account, coming.document);
  const rates = invoice ? account.positions(invoice).map(({ taxRate }) => Number(taxRate)) : [];
  // Measured: the same answer without an invoice as with another rate than its positions have.
  if (!invoice || coming.positions.some(({ taxRate }) => !rates.includes(Number(taxRate)))) {
    throw refuse(422, 'Different taxRate than origin document', 456);
  }
  checkCreditable(invoice);
  checkDeliveryEnd(coming.document, invoice);
  checkSum(account, coming, invoice);
}

/** @throws ApiError for partial and advance invoices (documentation, "sevdesk-Update 2.0"; the wording is assumed) */
export function checkCreditable({ invoiceType }: WireRecord): void {
  if (invoiceType === 'AR' || invoiceType === 'TR') {
    throw refuse(422, `Credit notes for invoices of type ${invoiceType} can not be created`);
  }
}

/** Documentation, "sevdesk-Update 2.0": there is an end where the invoice has one, and it is not earlier. */
function checkDeliveryEnd({ deliveryDateUntil }: Fields, invoice: WireRecord): void {
  const [ours, theirs] = [readDate(deliveryDateUntil), readDate(invoice.deliveryDateUntil)];
  const differs = (ours === undefined) !== (theirs === undefined);
  if (differs || (ours && theirs && Date.parse(ours) < Date.parse(theirs))) {
    throw refuse(422, 'The deliveryDateUntil must match that of the invoice');
  }
}

/** Measured: all credit notes of an invoice together, drafts among them, must not exceed it. */
function checkSum(account: Account, { document, positions, discounts, existing }: ComingDocument, invoice: WireRecord) {
  const own = toCents(decimal(documentSumFields(document, positions, discounts).sumGross));
  const others = creditNotesOf(account, invoice).filter(({ id }) => id !== existing?.id);
  const sum = others.reduce((total, { sumGross }) => total + toCents(decimal(sumGross)), own);
  if (sum > toCents(decimal(invoice.sumGross))) {
    throw refuse(422, 'The sum of the credit notes exceeds the sum of the invoice', 455);
  }
}
