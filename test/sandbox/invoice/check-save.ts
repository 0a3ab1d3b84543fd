import type { Account } from '../account.ts';
import { parseDecimal } from '../decimal.ts';
import { ApiError, notFound, refuse } from '../http/api-error.ts';
import { type Fields, reference, type WireRecord } from '../wire-record.ts';
import { brokenDates } from './invoice-fields.ts';
import type { SaveRequest } from './save-request.ts';
import { taxProblem } from './tax-problem.ts';

export interface InvoiceToCheck {
  readonly request: SaveRequest;
  /** The stored draft, when one is changed. */
  readonly existing: WireRecord | undefined;
  /** All positions the invoice will have. */
  readonly positions: readonly Fields[];
}

/**
 * Refuses what sevdesk refuses, before anything is written.
 * @throws ApiError
 */
export function checkSave(account: Account, { request, existing, positions }: InvoiceToCheck): void {
  const invoice: Fields = { ...existing, ...request.invoice };
  checkStatus(request.invoice, existing);
  checkEnvelope(request);
  // Practice: the message as clients report it.
  if (positions.length === 0) throw refuse(400, 'The given document must have at least one position');
  checkReferences(account, invoice);
  checkScalars(invoice);
  for (const position of request.positions) checkPosition(position);
  const problem = taxProblem(invoice, positions);
  if (problem) throw refuse(422, problem);
}

function checkStatus({ status, invoiceType, enshrined }: Fields, existing: WireRecord | undefined): void {
  // Assumed: documents say "only drafts can be updated", no recorded answer.
  if (existing && existing.status !== '100') throw refuse(422, 'Only invoices in status 100 can be changed');
  const allowed = invoiceType === 'WKR' ? ['50', '100'] : ['100'];
  // Announced 2024-04-04: the status changes by endpoints only; recurring templates (WKR) may start inactive.
  if (!(existing && status === undefined) && !allowed.includes(String(status))) {
    throw refuse(422, 'Invalid status. New invoices must be created with status 100.');
  }
  // Announced 2024-05-24: enshrined is set by its endpoint only.
  if (enshrined) throw refuse(422, 'The attribute enshrined can not be set');
}

function checkEnvelope({ invoice, positions, hasDiscounts }: SaveRequest): void {
  // Documentation: mandatory on everything a factory takes.
  const incomplete = [invoice, ...positions].some(({ objectName, mapAll }) => !objectName || !mapAll);
  if (incomplete) throw refuse(400, "objectName and mapAll are required in 'invoice' and 'invoicePosSave'");
  if (hasDiscounts) throw new ApiError({ status: 501, message: 'The sandbox does not know discounts of documents' });
}

const REFERENCES = [
  { field: 'contact', model: 'Contact' },
  { field: 'contactPerson', model: 'SevUser' },
  { field: 'addressCountry', model: 'StaticCountry' },
];

function checkReferences(account: Account, invoice: Fields): void {
  for (const { field, model } of REFERENCES) {
    const found = reference(invoice[field]);
    // Practice: the wording sevdesk uses for a nested object it misses.
    if (!found) throw refuse(400, `${field} expected array with 'id' and 'objectName'. null given`);
    if (!account.find(model, found.id)) throw notFound(model, found.id);
  }
}

function checkScalars(invoice: Fields): void {
  if (!invoice.currency) throw refuse(400, 'Currency is required.');
  if (!invoice.invoiceDate) throw refuse(400, 'Invoice date is required.');
  const [broken] = brokenDates(invoice);
  if (broken) throw refuse(400, `${broken} is not a valid date`);
  if (invoice.taxRate === undefined || invoice.taxRate === null) {
    // Practice: the column must not be null, and nobody checks before the database does.
    throw refuse(500, "SQLSTATE[23000]: Integrity constraint violation: 1048 Column 'taxRate' cannot be null");
  }
}

/** Documentation, "InvoicePos": unity, taxRate and quantity are required; the wording is assumed. */
function checkPosition({ id, unity, quantity, price, taxRate, discount }: Fields): void {
  if (!id && !reference(unity)) throw refuse(400, "unity expected array with 'id' and 'objectName'. null given");
  const broken = Object.entries({ quantity, price, taxRate }).find(([, value]) => !parseDecimal(value));
  if (broken) throw refuse(400, `${broken[0]} of a position must be a number`);
  if (Number(discount ?? 0) !== 0) {
    throw new ApiError({ status: 501, message: 'The sandbox does not know discounts of positions' });
  }
}
