import * as v from 'valibot';
import { emptyLookUps, LOOK_UPS_TTL_MS, type LookUps } from '../domain/look-ups.ts';
import { RequestRejected, SevdeskUnavailable, UnexpectedAnswer } from '../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { fetchGuidance, keptAccounts } from './receipt-guidance.ts';
import { readRecords } from './record-list.ts';

/** Countries whose ids are the same in every account: used where the list can't be read (sevdesk's StaticCountry). */
const KNOWN_COUNTRIES: Readonly<Record<string, string>> = { DE: '1', CH: '2', AT: '3' };

/** The category of billing addresses in every account seen (measured). */
const BILLING_ADDRESS = { id: '47', name: 'Rechnungsanschrift' };

const bookkeepingVersion = v.looseObject({ version: v.string() });

/** What one document needs. */
export interface NeededLookUps {
  readonly countries: readonly string[];
  readonly units: readonly string[];
  /** For addresses of contacts. */
  readonly addressCategory?: boolean;
  /** Numbers of accounts that a voucher books to; one that sevdesk does not know stays unknown. */
  readonly accounts?: readonly string[];
  /** Accounts are asked for, though they are known: what is allowed for them may have changed. */
  readonly asksAnew?: boolean;
}

/** What is known of the tenant beside it. */
export interface LookUpFacts {
  /** Chosen for the tenant; nobody is asked then. */
  readonly contactPersonId?: string | undefined;
  readonly secretVersion: string;
  readonly nowMs: number;
  /** Keeps what was found, also where it is not all: with few requests a minute it takes several tries. */
  readonly keep?: (found: LookUps) => Promise<void>;
}

/** One thing to look up: the look-ups with it, or the same object when it is known. */
type Piece = (found: LookUps) => Promise<LookUps>;

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
  try {
    for (const piece of pieces(client, needed)) found = await piece(found);
  } finally {
    if (found !== known) await needed.keep?.(found);
  }
  const unknown = needed.units.find((unit) => !found.unitIds[unit]);
  if (unknown) throw unknownUnit(unknown, found.unitIds);
  return found;
}

function pieces(client: SevdeskClient, needed: NeededLookUps & LookUpFacts): readonly Piece[] {
  const { countries, units, addressCategory, accounts = [], asksAnew } = needed;
  return [
    (found) => withBookkeepingVersion(client, found),
    (found) => withContactPerson(client, found, needed.contactPersonId),
    ...countries.map((code) => (found: LookUps) => withCountry(client, found, code)),
    (found) => withUnits(client, found, units),
    async (found) => (addressCategory ? withAddressCategory(client, found) : found),
    async (found) => (asksAnew ? { ...found, accounts: without(found.accounts, accounts) } : found),
    ...accounts.map((number) => (found: LookUps) => withAccount(client, found, { number, accounts })),
  ];
}

async function withBookkeepingVersion(client: SevdeskClient, found: LookUps): Promise<LookUps> {
  return found.bookkeepingVersion ? found : { ...found, bookkeepingVersion: await fetchBookkeepingVersion(client) };
}

async function withContactPerson(client: SevdeskClient, found: LookUps, chosen: string | undefined): Promise<LookUps> {
  if (found.contactPersonId && (!chosen || chosen === found.contactPersonId)) return found;
  const contactPersonId = chosen ?? (await fetchContactPerson(client));
  return contactPersonId ? { ...found, contactPersonId } : found;
}

async function withCountry(client: SevdeskClient, found: LookUps, code: string): Promise<LookUps> {
  if (found.countryIds[code]) return found;
  return { ...found, countryIds: { ...found.countryIds, [code]: await fetchCountry(client, code) } };
}

async function withUnits(client: SevdeskClient, found: LookUps, units: readonly string[]): Promise<LookUps> {
  return units.every((unit) => found.unitIds[unit]) ? found : { ...found, unitIds: await fetchUnits(client) };
}

async function withAddressCategory(client: SevdeskClient, found: LookUps): Promise<LookUps> {
  return found.addressCategoryId ? found : { ...found, addressCategoryId: await fetchAddressCategory(client) };
}

async function withAccount(
  client: SevdeskClient,
  found: LookUps,
  { number, accounts }: { readonly number: string; readonly accounts: readonly string[] },
): Promise<LookUps> {
  if (found.accounts?.[number]) return found;
  const rows = await fetchGuidance(client, number);
  return rows.length > 0
    ? { ...found, accounts: keptAccounts({ ...found.accounts, [number]: rows }, accounts) }
    : found;
}

function without(accounts: LookUps['accounts'] = {}, numbers: readonly string[]): LookUps['accounts'] {
  return Object.fromEntries(Object.entries(accounts).filter(([number]) => !numbers.includes(number)));
}

/** `1.0` or `2.0`: it decides how documents are written (documentation, "Update 2.0"). */
async function fetchBookkeepingVersion(client: SevdeskClient): Promise<string> {
  const { objects } = await client.call({ path: 'Tools/bookkeepingSystemVersion' });
  const version = v.safeParse(bookkeepingVersion, objects);
  if (!version.success) throw new UnexpectedAnswer('sevdesk answered its bookkeeping system without a version');
  return version.output.version;
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
