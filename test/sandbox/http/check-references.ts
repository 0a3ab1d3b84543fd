import type { Account } from '../account.ts';
import { type Fields, reference } from '../wire-record.ts';
import { expectedReference } from './expected-reference.ts';

/**
 * Refuses references that lead nowhere; fields that are absent or null are passed over. `models` tells by field what it refers
 * to.
 * @throws ApiError 400 for what is no reference, 404 for what does not exist
 */
export function checkReferences(account: Account, fields: Fields, models: Readonly<Record<string, string>>): void {
  for (const [field, model] of Object.entries(models)) {
    const value = fields[field];
    if (value !== undefined && value !== null) requireReference(account, { field, value, model });
  }
}

/** @throws ApiError 400 for what is no reference, 404 for what does not exist */
export function requireReference(
  account: Account,
  { field, value, model }: { field: string; value: unknown; model: string },
): void {
  const found = reference(value);
  if (!found) throw expectedReference(field, value);
  account.get(model, found.id);
}
