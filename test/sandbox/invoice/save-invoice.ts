import type { Account } from '../account.ts';
import { makeDocument, ownerFields } from '../documents/make-document.ts';
import { documentSumFields, savePosition } from '../documents/positions.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import type { ApiCall, NewRecord } from '../resources/resource.ts';
import { type Fields, reference, type WireRecord, writeFields } from '../wire-record.ts';
import { checkSave } from './check-save.ts';
import { factoryAnswer } from './factory-answer.ts';
import { INVOICE_DEFAULTS, writableFields } from './invoice-fields.ts';
import { readSaveRequest, type SaveRequest } from './save-request.ts';
import { taxRuleId } from './tax-problem.ts';

/** `POST /Invoice/Factory/saveInvoice`: makes a draft, or changes the one whose id the invoice names (documentation). */
export function saveInvoice({ account, body }: ApiCall): ApiAnswer {
  const request = readSaveRequest(body);
  const { id } = request.invoice;
  const existing = id === undefined || id === null ? undefined : account.get('Invoice', String(id));
  checkSave(account, { request, existing, positions: comingPositions(account, request, existing) });
  const invoice = existing ?? account.insert('Invoice', draftFields(account));
  account.change(invoice, invoiceFields(account, request));
  for (const deleted of request.deletedPositionIds) account.remove('InvoicePos', deleted);
  const saved = request.positions.map((position) => savePosition(account, invoice, position));
  writeFields(invoice, documentSumFields(invoice, account.positions(invoice)));
  return factoryAnswer(account, invoice, saved);
}

/** An empty draft, owned by the first user. */
function draftFields(account: Account): Fields {
  return { ...INVOICE_DEFAULTS, ...ownerFields(account) };
}

/**
 * What the positions will be: the kept ones, changed ones merged, and the new ones.
 * @throws ApiError 404 for the id of a position that does not exist
 */
function comingPositions(account: Account, request: SaveRequest, existing: WireRecord | undefined): Fields[] {
  for (const { id } of request.positions) if (id) account.get('InvoicePos', String(id));
  const stored = existing ? account.positions(existing) : [];
  const kept = stored.filter(({ id }) => !request.deletedPositionIds.includes(id));
  const changed = kept.map((position) => ({
    ...position,
    ...request.positions.find(({ id }) => String(id) === position.id),
  }));
  return [...changed, ...request.positions.filter(({ id }) => id === undefined || id === null)];
}

function invoiceFields(account: Account, { invoice, takeDefaultAddress }: SaveRequest): Fields {
  const fields: Record<string, unknown> = { ...writableFields(invoice), status: invoice.status ?? '100' };
  const rule = taxRuleId(invoice);
  // Documentation, "sevdesk-Update 2.0": old tax types are mapped to their rule.
  if (rule) Object.assign(fields, { taxRule: { id: rule, objectName: 'TaxRule' }, taxType: null });
  // Measured: the contact's address is not taken over; practice: unless asked for.
  if (takeDefaultAddress) Object.assign(fields, { addressName: contactName(account, invoice) });
  return fields;
}

function contactName(account: Account, invoice: Fields): string | null {
  const contact = account.find('Contact', reference(invoice.contact)?.id ?? '');
  const person = [contact?.surename, contact?.familyname].filter(Boolean).join(' ');
  return contact?.name ? String(contact.name) : person || null;
}

/** As the web interface would. */
export function makeInvoice(account: Account, record: NewRecord): WireRecord {
  return makeDocument(account, { ...record, model: 'Invoice', defaults: draftFields(account) });
}
