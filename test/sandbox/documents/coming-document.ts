import type { Account } from '../account.ts';
import type { Fields, WireRecord } from '../wire-record.ts';
import { DISCOUNTS, discountsOf } from './discounts.ts';
import type { DocumentKind } from './document-kind.ts';
import { positionModel } from './position-model.ts';
import { readSaveRequest, type SaveRequest } from './save-request.ts';

/** What a document will be when a request to save it is carried out; nothing of it is checked yet. */
export interface ComingDocument {
  readonly kind: DocumentKind;
  readonly request: SaveRequest;
  /** The stored one, when it is changed. */
  readonly existing: WireRecord | undefined;
  readonly document: Fields;
  /** All of them: those that are kept, the changed ones merged, and the new ones. */
  readonly positions: readonly Fields[];
  readonly discounts: readonly Fields[];
}

/** @throws ApiError 404 for the id of a document, position or discount that does not exist */
export function comingDocument(account: Account, kind: DocumentKind, body: Fields): ComingDocument {
  const request = readSaveRequest(kind, body);
  const { id } = request.document;
  const existing = id === undefined || id === null ? undefined : account.get(kind.model, String(id));
  checkExist(account, positionModel(kind.model), request.positions);
  checkExist(account, DISCOUNTS, request.discounts);
  const positions = existing ? account.positions(existing) : [];
  const discounts = existing ? discountsOf(account, existing) : [];
  return {
    kind,
    request,
    existing,
    // Assumed: net prices unless told, as the web interface starts with.
    document: { showNet: true, ...existing, ...request.document },
    positions: merged(positions, request.positions, request.deletedPositionIds),
    discounts: merged(discounts, request.discounts, request.deletedDiscountIds),
  };
}

function checkExist(account: Account, model: string, rows: readonly Fields[]): void {
  for (const { id } of rows) if (id) account.get(model, String(id));
}

function merged(stored: readonly WireRecord[], saved: readonly Fields[], deletedIds: readonly string[]): Fields[] {
  const kept = stored.filter(({ id }) => !deletedIds.includes(id));
  const changed = kept.map((row) => ({ ...row, ...saved.find(({ id }) => String(id) === row.id) }));
  return [...changed, ...saved.filter(({ id }) => id === undefined || id === null)];
}
