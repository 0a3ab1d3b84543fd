import { ANCHOR_LENGTH, type TokenForms, tokenForms } from '../domain/token-forms.ts';

const known = new Set<string>();
/** By the letters that give them away: a function may have read ten thousand tokens, and a line shows none of them. */
const byAnchor = new Map<string, Set<TokenForms>>();
/** Those that no letters give away. */
const always = new Set<TokenForms>();

/** From now on no log line and no error of this process shows the token, in any form. */
export function hideFromLogs(token: string): void {
  if (known.has(token)) return;
  known.add(token);
  const forms = tokenForms(token);
  if (!forms.anchors) always.add(forms);
  for (const anchor of forms.anchors ?? []) byAnchor.set(anchor, (byAnchor.get(anchor) ?? new Set()).add(forms));
}

/** A text without any token that this process has read. */
export function redact(text: string): string {
  let clean = text;
  for (const { hide } of suspects(text)) clean = hide(clean);
  return clean;
}

/** For `JSON.stringify`: neither values nor names show a token, and bytes, which could hold one, are only counted. */
export function redactJson(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  const bytes = byteLength(value);
  if (bytes !== undefined) return `[${bytes} bytes]`;
  const names = Object.keys(value);
  if (Array.isArray(value) || names.every((name) => redact(name) === name)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [redact(name), field]));
}

/** Name, message and stack of an error, without tokens: what else it carries may quote a request. */
export function redactError(thrown: unknown): Error {
  const { name, message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return Object.assign(new Error(redact(message)), { name: redact(name), stack: redact(stack) });
}

/** In one pass, however many tokens are known. */
function suspects(text: string): ReadonlySet<TokenForms> {
  const found = new Set(always);
  const small = text.toLowerCase();
  for (let start = 0; start + ANCHOR_LENGTH <= small.length; start += 1) {
    for (const forms of byAnchor.get(small.slice(start, start + ANCHOR_LENGTH)) ?? []) found.add(forms);
  }
  return found;
}

/** A `Buffer` comes here as what it is in JSON. */
function byteLength(value: object): number | undefined {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  const isBuffer = 'type' in value && value.type === 'Buffer' && 'data' in value && Array.isArray(value.data);
  return isBuffer ? (value.data as readonly number[]).length : undefined;
}
