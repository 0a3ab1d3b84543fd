import type { Account } from '../account.ts';
import { readDates } from '../date-input.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { type Fields, pick, type WireRecord, writeFields } from '../wire-record.ts';
import { type ComingDocument, comingDocument } from './coming-document.ts';
import { DISCOUNTS, discountsOf, saveDiscount } from './discounts.ts';
import type { DocumentKind } from './document-kind.ts';
import { positionModel } from './position-model.ts';
import { documentSumFields, savePosition } from './positions.ts';
import { taxRuleFields } from './tax-problem.ts';

/** How a factory saves documents of a kind. */
export interface Saving {
  readonly kind: DocumentKind;
  /** Everything a new document has that nobody told. */
  readonly defaults: (account: Account) => Fields;
  readonly writable: readonly string[];
  /** Refuses, before anything is written. */
  readonly check: (account: Account, coming: ComingDocument) => void;
  /** What is written beside the fields of the request. */
  readonly derived?: (account: Account, coming: ComingDocument) => Fields;
}

export interface SavedDocument {
  readonly document: WireRecord;
  /** Those that were sent. */
  readonly positions: readonly WireRecord[];
}

/**
 * Makes a document, or changes the one whose id it names (documentation).
 * @throws ApiError
 */
export function saveDocument(account: Account, saving: Saving, body: Fields): SavedDocument {
  const { kind } = saving;
  const coming = comingDocument(account, kind, body);
  saving.check(account, coming);
  const { request } = coming;
  const document = coming.existing ?? account.insert(kind.model, saving.defaults(account));
  account.change(document, {
    ...readDates(pick(request.document, saving.writable), kind.dates),
    ...taxRuleFields(request.document),
    ...saving.derived?.(account, coming),
  });
  for (const id of request.deletedPositionIds) account.remove(positionModel(kind.model), id);
  for (const id of request.deletedDiscountIds) account.remove(DISCOUNTS, id);
  const positions = request.positions.map((position) => savePosition(account, document, position));
  for (const discount of request.discounts) saveDiscount(account, document, discount);
  updateSums(account, document);
  return { document, positions };
}

/** The plain shape of a factory's answer (measured for credit notes). */
export function savedAnswer({ key }: DocumentKind, { document, positions }: SavedDocument): ApiAnswer {
  return objects({ [key]: document, [`${key}Pos`]: positions }, 201);
}

function updateSums(account: Account, document: WireRecord): void {
  writeFields(document, documentSumFields(document, account.positions(document), discountsOf(account, document)));
}
