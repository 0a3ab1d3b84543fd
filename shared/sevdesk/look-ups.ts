import * as z from 'zod/mini';
import { emptyLookUps, LOOK_UPS_TTL_MS, type LookUps } from '../domain/look-ups.ts';
import { RequestRejected, SevdeskUnavailable, UnexpectedAnswer } from '../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { completeGuidance } from './receipt-guidance.ts';
import { readRecords } from './record-list.ts';

/** Countries whose ids are the same in every account: used where the list can't be read (sevdesk's StaticCountry). */
const KNOWN_COUNTRIES: Readonly<Record<string, string>> = { DE: '1', CH: '2', AT: '3' };

/** The category of billing addresses in every account seen (measured). */
const BILLING_ADDRESS = { id: '47', name: 'Rechnungsanschrift' };

const bookkeepingVersion = z.looseObject({ version: z.string() });

/** What one document needs. */
export interface NeededLookUps {
  readonly countries: readonly string[];
  readonly units: readonly string[];
  /** For addresses of contacts. */
  readonly addressCategory?: boolean;
  /** Numbers of accounts that a voucher books to; one that sevdesk does not know stays unknown. */
  readonly accounts?: readonly string[];
}

/** What is known of the tenant beside it. */
export interface LookUpFacts {
  /** Chosen for the tenant; nobody is asked then. */
  readonly contactPersonId?: string | undefined;
  readonly secretVersion: string;
  readonly nowMs: number;
}

/**
 * Completes what is known with what one document needs; asks sevdesk only for what is missing or a day old. Returns the
 * same object when nothing was missing.
 * @throws RequestRejected for a country or a unit that sevdesk does not know, naming it.
 */
export async function completeLookUps(
  client: SevdeskClient,
  known: LookUps | undefined,
  needed: NeededLookUps & LookUpFacts,
): Promise<LookUps> {
  const { nowMs, secretVersion } = needed;
  const isFresh = known?.secretVersion === secretVersion && nowMs - known.fetchedAt < LOOK_UPS_TTL_MS;
  let found = isFresh ? known : emptyLookUps(secretVersion, nowMs);
  if (!found.bookkeepingVersion) found = { ...found, bookkeepingVersion: await fetchBookkeepingVersion(client) };
  if (!found.contactPersonId || (needed.contactPersonId && needed.contactPersonId !== found.contactPersonId)) {
    const contactPersonId = needed.contactPersonId ?? (await fetchContactPerson(client));
    found = contactPersonId ? { ...found, contactPersonId } : found;
  }
  for (const code of needed.countries.filter((country) => !found.countryIds[country])) {
    found = { ...found, countryIds: { ...found.countryIds, [code]: await fetchCountry(client, code) } };
  }
  if (needed.units.some((unit) => !found.unitIds[unit])) {
    found = { ...found, unitIds: await fetchUnits(client) };
  }
  if (needed.addressCategory && !found.addressCategoryId) {
    found = { ...found, addressCategoryId: await fetchAddressCategory(client) };
  }
  found = await withAccounts(client, found, needed);
  const unknown = needed.units.find((unit) => !found.unitIds[unit]);
  if (unknown) throw unknownUnit(unknown, found.unitIds);
  return found;
}

async function withAccounts(client: SevdeskClient, found: LookUps, needed: NeededLookUps): Promise<LookUps> {
  const accounts = await completeGuidance(client, found.accounts, needed.accounts);
  return accounts && accounts !== found.accounts ? { ...found, accounts } : found;
}

/** `1.0` or `2.0`: it decides how documents are written (documentation, "Update 2.0"). */
async function fetchBookkeepingVersion(client: SevdeskClient): Promise<string> {
  const { objects } = await client.call({ path: 'Tools/bookkeepingSystemVersion' });
  const version = bookkeepingVersion.safeParse(objects);
  if (!version.success) throw new UnexpectedAnswer('sevdesk answered its bookkeeping system without a version');
  return version.data.version;
}

/**
 * The first user of the account: documents need one, and a token always belongs to one. SevUser is not documented; where it
 * is refused, the latest invoice names somebody. Undefined: sevdesk says itself what it misses.
 */
async function fetchContactPerson(client: SevdeskClient): Promise<string | undefined> {
  const [user] = await listOrNothing(client, 'SevUser', { limit: '1' });
  if (user) return user.id;
  const [invoice] = await listOrNothing(client, 'Invoice', { limit: '1' });
  return invoice && referenceId(invoice, 'contactPerson');
}

async function fetchCountry(client: SevdeskClient, code: string): Promise<string> {
  const countries = await listOrNothing(client, 'StaticCountry', { code: code.toLowerCase(), limit: '1000' });
  // Unknown filters answer everything, so the code is compared here too.
  const match = countries.find((country) => scalar(country, 'code')?.toUpperCase() === code);
  const id = match?.id ?? KNOWN_COUNTRIES[code];
  if (!id) throw new RequestRejected(`sevdesk knows no country with the code "${code}"`);
  return id;
}

async function fetchUnits(client: SevdeskClient): Promise<Record<string, string>> {
  const units = await listOrNothing(client, 'Unity', { limit: '1000' });
  const ids = units.map((unit): [string | undefined, string] => [scalar(unit, 'translationCode'), unit.id]);
  // Unity 1 is the piece in every account seen; other ids differ.
  return { UNITY_PIECE: '1', ...Object.fromEntries(ids.filter(([code]) => code !== undefined)) };
}

async function fetchAddressCategory(client: SevdeskClient): Promise<string> {
  const categories = await listOrNothing(client, 'Category', { objectType: 'ContactAddress', limit: '1000' });
  return categories.find((category) => scalar(category, 'name') === BILLING_ADDRESS.name)?.id ?? BILLING_ADDRESS.id;
}

/** These lists are undocumented: an account that refuses them still gets what is the same everywhere. */
async function listOrNothing(
  client: SevdeskClient,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly SevdeskRecord[]> {
  try {
    return readRecords((await client.call({ path, query })).objects).records;
  } catch (error) {
    if (!(error instanceof RequestRejected)) throw error;
    // A locked token or a lapsed plan concerns the account, not this list.
    const { status } = error.said;
    if (status === 402 || status === 403) throw new SevdeskUnavailable(error.message, error.said);
    return [];
  }
}

function unknownUnit(unit: string, known: Readonly<Record<string, string>>): RequestRejected {
  return new RequestRejected(`sevdesk knows no unit "${unit}"; allowed are ${Object.keys(known).sort().join(', ')}`);
}
