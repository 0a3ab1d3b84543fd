import {
  type ErrorKnowledge,
  type ErrorPattern,
  KNOWN_ERRORS,
  type KnownError,
  type KnownErrorCode,
} from './known-errors.ts';
import { RequestRejected, type SevdeskSaid } from './sevdesk-error.ts';

const ROWS = Object.entries(KNOWN_ERRORS) as [KnownErrorCode, KnownError][];

/** Every known refusal that an answer looks like. */
export function knownErrors(said: SevdeskSaid): readonly ErrorKnowledge[] {
  return ROWS.filter(([, { match }]) => matches(match, said)).map(([code, { match: _, ...known }]) => ({
    code,
    ...known,
  }));
}

/**
 * What is known of a refusal, by its code or else by its message, since sevdesk's HTTP status often says something else;
 * `undefined` for one never seen.
 */
export function errorKnowledge(said: SevdeskSaid): ErrorKnowledge | undefined {
  return knownErrors(said)[0];
}

function matches({ status, codes, message }: ErrorPattern, said: SevdeskSaid): boolean {
  if (status && !status.includes(said.status ?? 0)) return false;
  if (codes && !codes.includes(said.code ?? '')) return false;
  return message?.test(said.message ?? '') ?? true;
}

/** sevdesk knows no record with this id: for a deletion that is what was wanted. */
export function isNotFound(error: unknown): boolean {
  return isKnownAs(error, 'record_missing', 'not_found');
}

export function isAlreadyCancelled(error: unknown): boolean {
  return isKnownAs(error, 'already_cancelled');
}

export function isAlreadyPaid(error: unknown): boolean {
  return isKnownAs(error, 'already_paid');
}

/** The document has left its state of draft, so that it can't be changed or deleted. */
export function isNoDraft(error: unknown): boolean {
  return isKnownAs(error, 'not_a_draft', 'voucher_not_a_draft');
}

/** The invoice has a credit note. */
export function hasCreditNote(error: unknown): boolean {
  return isKnownAs(error, 'credit_note_exists');
}

function isKnownAs(error: unknown, ...codes: readonly KnownErrorCode[]): boolean {
  return error instanceof RequestRejected && error.knowledge !== undefined && codes.includes(error.knowledge.code);
}
