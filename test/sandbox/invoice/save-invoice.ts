import type { Account } from '../account.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, reference, type WireRecord, writeFields } from '../wire-record.ts';
import { checkSave } from './check-save.ts';
import { factoryAnswer } from './factory-answer.ts';
import { INVOICE_DEFAULTS, writableFields } from './invoice-fields.ts';
import { positionsOf, refreshSums, savePosition } from './positions.ts';
import { readSaveRequest, type SaveRequest } from './save-request.ts';
import { taxRuleId } from './tax-problem.ts';

/** What an invoice is made of where nothing else is told. */
const EXAMPLE_POSITION = { name: 'Beratung', quantity: '1', price: '100', taxRate: '19' };

/** `POST /Invoice/Factory/saveInvoice`: makes a draft, or changes the one whose id the invoice names (documentation). */
export function saveInvoice({ account, body }: ApiCall): ApiAnswer {
  const request = readSaveRequest(body);
  const { id } = request.invoice;
  const existing = id === undefined || id === null ? undefined : account.get('Invoice', String(id));
  checkSave(account, { request, existing, positions: comingPositions(account, request, existing) });
  const invoice = existing ?? newDraft(account, account.now);
  account.change(invoice, invoiceFields(account, request));
  for (const deleted of request.deletedPositionIds) account.remove('InvoicePos', deleted);
  const saved = request.positions.map((position) => savePosition(account, invoice, position));
  refreshSums(invoice, positionsOf(account, invoice.id));
  return factoryAnswer(account, invoice, saved);
}

/** An empty draft, owned by the first user. */
function newDraft(account: Account, atMs: number): WireRecord {
  const user = { id: account.first('SevUser')?.id, objectName: 'SevUser' };
  return account.insert('Invoice', { ...INVOICE_DEFAULTS, createUser: user, contactPerson: user }, atMs);
}

/**
 * What the positions will be: the kept ones, changed ones merged, and the new ones.
 * @throws ApiError 404 for the id of a position that does not exist
 */
function comingPositions(account: Account, request: SaveRequest, existing: WireRecord | undefined): Fields[] {
  for (const { id } of request.positions) if (id) account.get('InvoicePos', String(id));
  const stored = existing ? positionsOf(account, existing.id) : [];
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

/** As the web interface would: any fields, no validation, `positions` among the fields. */
export function makeInvoice(account: Account, { fields, atMs }: { fields: Fields; atMs: number }): WireRecord {
  const { positions, ...rest } = fields;
  const invoice = newDraft(account, atMs);
  writeFields(invoice, rest);
  const given = Array.isArray(positions) && positions.length > 0 ? positions : [{}];
  const saved = given.map((position) => savePosition(account, invoice, { ...EXAMPLE_POSITION, ...position }));
  refreshSums(invoice, saved);
  return invoice;
}
