import type { Account } from '../account.ts';
import { checkDocument } from '../documents/check-document.ts';
import type { ComingDocument } from '../documents/coming-document.ts';
import { isTrue } from '../documents/is-true.ts';
import { ONE_STOP_SHOP_RULES, REVENUE_RATES, taxRuleId } from '../documents/tax-problem.ts';
import { refuse } from '../http/api-error.ts';
import type { Fields, WireRecord } from '../wire-record.ts';

/** What an invoice may be created as (documentation, "Types and status of invoices"); SR is made by cancelling. */
const TYPES: readonly string[] = ['RE', 'WKR', 'SR', 'MA', 'TR', 'AR'];

/** Partial and advance invoices (documentation, "sevdesk-Update 2.0"). */
const PARTIAL_TYPES: readonly string[] = ['TR', 'AR'];
const RULES_OF_PARTIAL_TYPES: readonly string[] = ['1', '11'];

/**
 * Refuses what sevdesk refuses, before anything is written.
 * @throws ApiError
 */
export function checkInvoice(account: Account, coming: ComingDocument): void {
  checkStatus(coming.request.document, coming.existing);
  checkDocument(account, coming, REVENUE_RATES);
  checkType(coming.document);
  const isEInvoice = isTrue(coming.document.propertyIsEInvoice);
  // Documentation, "sevdesk-Update 2.0"; the wording is assumed.
  if (isEInvoice && ONE_STOP_SHOP_RULES.includes(taxRuleId(coming.document) ?? '')) {
    throw refuse(422, 'Invoices with one stop shop rules can not be e-invoices');
  }
}

/**
 * Refuses types that don't go with rule or currency; the wording is assumed.
 * @throws ApiError 422 (documentation, "sevdesk-Update 2.0")
 */
export function checkType(invoice: Fields): void {
  const type = String(invoice.invoiceType ?? 'RE');
  // A final invoice (ER) can't be made once there are partial or advance ones, and without them it makes no sense.
  if (type === 'ER') throw refuse(422, 'Final invoices can not be created by the API');
  if (!TYPES.includes(type)) throw refuse(422, `invoiceType must be one of ${TYPES.join(', ')}`);
  if (type === 'MA' && Number(invoice.reminderCharge ?? 0) > 0) {
    throw refuse(422, 'Reminders with a reminderCharge can not be created');
  }
  if (!PARTIAL_TYPES.includes(type)) return;
  if (!RULES_OF_PARTIAL_TYPES.includes(taxRuleId(invoice) ?? '')) {
    throw refuse(422, `Invoices of type ${type} need the tax rule 1 or 11`);
  }
  if (invoice.currency !== 'EUR') throw refuse(422, `Invoices of type ${type} need the default currency`);
}

function checkStatus({ status, invoiceType }: Fields, existing: WireRecord | undefined): void {
  // Assumed: documents say "only drafts can be updated", no recorded answer.
  if (existing && existing.status !== '100') throw refuse(422, 'Only invoices in status 100 can be changed');
  const allowed = invoiceType === 'WKR' ? ['50', '100'] : ['100'];
  // Announced 2024-04-04: the status changes by endpoints only; recurring templates (WKR) may start inactive.
  if (!(existing && status === undefined) && !allowed.includes(String(status))) {
    throw refuse(422, 'Invalid status. New invoices must be created with status 100.');
  }
}
