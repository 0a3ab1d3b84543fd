import type { Account } from '../account.ts';
import { readDate } from '../date-input.ts';
import { parseDecimal } from '../decimal.ts';
import { refuse } from '../http/api-error.ts';
import { checkReferences } from '../http/check-references.ts';
import { expectedReference } from '../http/expected-reference.ts';
import { type Fields, reference } from '../wire-record.ts';
import type { ComingDocument } from './coming-document.ts';
import { checkDiscount } from './discounts.ts';
import type { DocumentKind } from './document-kind.ts';
import { type RatesByRule, taxProblem } from './tax-problem.ts';

/** Measured: the country can be left out; the documentation says it must not. */
const OPTIONAL_REFERENCES = { addressCountry: 'StaticCountry', paymentMethod: 'PaymentMethod' };
const REFERENCES = { contact: 'Contact', contactPerson: 'SevUser' };

/**
 * Refuses what sevdesk refuses in invoices, credit notes and orders alike.
 * @throws ApiError
 */
export function checkDocument(account: Account, coming: ComingDocument, ratesByRule: RatesByRule): void {
  const { kind, document, positions } = coming;
  checkEnvelope(coming);
  // Practice: the message as clients report it.
  if (positions.length === 0) throw refuse(400, 'The given document must have at least one position');
  for (const field of Object.keys(REFERENCES)) {
    if (!document[field]) throw expectedReference(field, document[field]);
  }
  checkReferences(account, document, { ...REFERENCES, ...OPTIONAL_REFERENCES });
  checkRequired(coming);
  checkScalars(kind, document);
  for (const position of coming.request.positions) checkPosition(position);
  for (const discount of coming.request.discounts) checkDiscount(discount);
  const problem = taxProblem(document, positions, ratesByRule);
  if (problem) throw refuse(422, problem);
}

function checkEnvelope({ kind, request }: ComingDocument): void {
  // Announced 2024-05-24: enshrined is set by its endpoint only.
  if (request.document.enshrined) throw refuse(422, 'The attribute enshrined can not be set');
  // Documentation: mandatory on everything a factory takes.
  const rows = [request.document, ...request.positions, ...request.discounts];
  const incomplete = rows.some(({ objectName, mapAll }) => !objectName || !mapAll);
  if (incomplete) throw refuse(400, `objectName and mapAll are required in '${kind.key}' and '${kind.key}PosSave'`);
}

/** Documentation; wordings are assumed, but for that of the currency (practice). */
function checkRequired({ kind, document, existing }: ComingDocument): void {
  if (!document.currency) throw refuse(400, 'Currency is required.');
  // A stored document need not have what a new one must: the text on taxes is null in some of sevdesk's own (measured).
  const names = existing ? [kind.dateField] : [kind.dateField, ...kind.required];
  const missing = names.find((name) => document[name] === undefined || document[name] === null);
  if (missing) throw refuse(400, `${missing} is required`);
}

function checkScalars({ dates }: DocumentKind, document: Fields): void {
  const broken = dates.find((name) => document[name] && readDate(document[name]) === undefined);
  if (broken) throw refuse(400, `${broken} is not a valid date`);
  if (document.taxRate === undefined || document.taxRate === null) {
    // Practice: the column must not be null, and nobody checks before the database does.
    throw refuse(500, "SQLSTATE[23000]: Integrity constraint violation: 1048 Column 'taxRate' cannot be null");
  }
}

/** Documentation, "InvoicePos": unity, taxRate and quantity are required; the wording is assumed. */
function checkPosition({ id, unity, quantity, price, taxRate, discount = '0' }: Fields): void {
  if (!id && !reference(unity)) throw expectedReference('unity', unity);
  const numbers = Object.entries({ quantity, price, taxRate, discount });
  const broken = numbers.find(([, value]) => !(id && value === undefined) && !parseDecimal(value));
  if (broken) throw refuse(400, `${broken[0]} of a position must be a number`);
}
