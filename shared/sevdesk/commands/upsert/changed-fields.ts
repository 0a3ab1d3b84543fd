import { isSameNumber } from '../../../domain/parse-decimal.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';

/** Fields as they are sent: text, a number, `null` for nothing, or a reference. Undefined: not to be written. */
export type WantedFields = Readonly<
  Record<string, string | number | boolean | null | undefined | { readonly id: string | undefined }>
>;

/**
 * Those of the fields that a record does not have yet, for a partial update. `decimals` are compared as numbers, all others as
 * text: a zip is not a number.
 */
export function changedFields(
  record: SevdeskRecord,
  wanted: WantedFields,
  decimals: readonly string[] = [],
): WantedFields {
  const changed = Object.entries(wanted).filter(([name, value]) => {
    if (value === undefined) return false;
    if (typeof value === 'object' && value !== null) return referenceId(record, name) !== value.id;
    const [there, want] = [scalar(record, name) ?? '', wireText(value)];
    return there !== want && !(decimals.includes(name) && isSameNumber(there, want));
  });
  return Object.fromEntries(changed);
}

export function isEmpty(fields: WantedFields): boolean {
  return Object.keys(fields).length === 0;
}

/** A scalar as sevdesk answers it. */
function wireText(value: string | number | boolean | null): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value ?? '');
}
