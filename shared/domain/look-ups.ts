/** What writing a document needs to know of a tenant and rarely changes. Kept a day. */
export interface LookUps {
  /** Id of the SevUser that documents name as contact person (Ansprechpartner). */
  readonly contactPersonId?: string;
  /** StaticCountry ids by ISO code. */
  readonly countryIds: Readonly<Record<string, string>>;
  /** Unity ids by translation code. */
  readonly unitIds: Readonly<Record<string, string>>;
  /** When the oldest of them was fetched, in milliseconds. */
  readonly fetchedAt: number;
}

export const LOOK_UPS_TTL_MS = 24 * 3_600_000;

/** No look-ups yet. */
export function emptyLookUps(nowMs: number): LookUps {
  return { countryIds: {}, unitIds: {}, fetchedAt: nowMs };
}
