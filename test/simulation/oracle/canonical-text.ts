/** What a value means, as text: no order of fields, no difference between numbers and texts, null is absent. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(plain(value)) ?? 'null';
}

/** The content of a record: what moves without meaning, and what is added by the relay, is left out. */
export function contentText(record: Readonly<Record<string, unknown>> | undefined): string {
  if (!record) return 'gone';
  const { update: _update, positions: _positions, cancelledBy: _cancelledBy, ...content } = record;
  return canonicalText(content);
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return String(value);
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return fields.map(([name, field]) => [name, plain(field)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
