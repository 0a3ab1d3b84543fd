import type { AccountGuidance } from './tax/guidance-problem.ts';

/** What writing a document needs to know of a tenant and rarely changes. Kept a day. */
export interface LookUps {
  /** The version of the secret whose token asked: another token may belong to another user. */
  readonly secretVersion: string;
  /** Id of the SevUser that documents name as contact person (Ansprechpartner). */
  readonly contactPersonId?: string;
  /** `1.0` or `2.0`. */
  readonly bookkeepingVersion?: string;
  /** StaticCountry ids by ISO code. */
  readonly countryIds: Readonly<Record<string, string>>;
  /** Unity ids by translation code. */
  readonly unitIds: Readonly<Record<string, string>>;
  /** Id of the Category of billing addresses (Rechnungsanschrift). */
  readonly addressCategoryId?: string;
  /** What sevdesk allows for accounts of the tenant's chart, by their numbers. */
  readonly accounts?: Readonly<Record<string, readonly AccountGuidance[]>>;
  /** When the oldest of them was fetched, in milliseconds. */
  readonly fetchedAt: number;
}

export const LOOK_UPS_TTL_MS = 24 * 3_600_000;

/** No look-ups yet. */
export function emptyLookUps(secretVersion: string, nowMs: number): LookUps {
  return { secretVersion, countryIds: {}, unitIds: {}, fetchedAt: nowMs };
}
