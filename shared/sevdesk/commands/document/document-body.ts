import type { CommandData } from '../../../contract/command.ts';
import type { Adjustment } from '../../../contract/commands/document-fields.ts';
import { documentTaxRule, isSmallBusiness } from '../../../domain/check-tax.ts';
import type { LookUps } from '../../../domain/look-ups.ts';
import { taxText } from '../../../domain/tax/tax-rule.ts';
import type { TenantSettings } from '../../../domain/tenant-settings.ts';
import type { NeededLookUps } from '../../look-ups.ts';
import { reference } from '../record/wire-fields.ts';

const PIECE = 'UNITY_PIECE';

/** A draft (Entwurf): sevdesk creates nothing else. */
export const DRAFT = 100;

type OrderData = CommandData<'order.create'>;
type DocumentPosition = OrderData['positions'][number];

/** What documents that the relay composes have in common. */
export type DocumentData = Pick<
  OrderData,
  | 'contact'
  | 'date'
  | 'header'
  | 'headText'
  | 'footText'
  | 'currency'
  | 'prices'
  | 'taxRule'
  | 'smallBusiness'
  | 'address'
  | 'discounts'
  | 'fees'
> & { readonly positions: readonly DocumentPosition[] };

/** What a document is made with beside its data. */
export interface DocumentParts {
  readonly contactId: string;
  readonly marker: string;
  readonly lookUps: LookUps;
  readonly settings: TenantSettings;
}

/** What must be looked up before the document can be saved. */
export function documentLookUps(data: DocumentData, { country = 'DE' }: TenantSettings): NeededLookUps {
  return { countries: [data.address?.country ?? country], units: positionUnits(data.positions) };
}

/** The units that positions are measured in. */
export function positionUnits(positions: readonly Pick<DocumentPosition, 'unit'>[]): readonly string[] {
  return [...new Set(positions.map(({ unit }) => unit ?? PIECE))];
}

/**
 * Fields that an invoice and an order share. The marker goes into `customerInternalNote`, where it can be found again.
 * `taxRate` of the document is 0 because the column must not be null; the positions' rates count (measured).
 */
export function documentHead(data: DocumentData, parts: DocumentParts): Record<string, unknown> {
  const { lookUps, settings, contactId, marker } = parts;
  const smallBusiness = isSmallBusiness(data, settings);
  const rule = documentTaxRule(data, settings);
  return {
    mapAll: true,
    contact: reference('Contact', contactId),
    ...(lookUps.contactPersonId && { contactPerson: reference('SevUser', lookUps.contactPersonId) }),
    status: DRAFT,
    currency: data.currency ?? 'EUR',
    header: data.header ?? null,
    headText: data.headText ?? null,
    footText: data.footText ?? null,
    taxRule: reference('TaxRule', rule),
    taxRate: 0,
    taxText: taxText(rule, { smallBusiness }),
    smallSettlement: smallBusiness,
    showNet: (data.prices ?? 'net') === 'net',
    customerInternalNote: marker,
    ...addressFields(data, parts),
  };
}

function addressFields({ address }: DocumentData, { lookUps, settings }: DocumentParts): Record<string, unknown> {
  const { countryIds } = lookUps;
  const country = {
    addressCountry: reference('StaticCountry', countryIds[address?.country ?? settings.country ?? 'DE']),
  };
  if (!address) return country;
  return {
    ...country,
    addressName: address.name,
    addressStreet: address.street ?? null,
    addressZip: address.zip ?? null,
    addressCity: address.city ?? null,
  };
}

/** Positions as the factories take them. Amounts are decimal strings, which sevdesk accepts. */
export function documentPositions(
  objectName: string,
  positions: readonly DocumentPosition[],
  { unitIds }: Pick<LookUps, 'unitIds'>,
): readonly Record<string, unknown>[] {
  return positions.map((position, index) => ({
    objectName,
    mapAll: true,
    quantity: position.quantity,
    price: position.price,
    name: position.name,
    text: position.text ?? null,
    unity: reference('Unity', unitIds[position.unit ?? PIECE]),
    positionNumber: index,
    taxRate: position.taxRate,
    ...(position.discount !== undefined && { discount: position.discount }),
    ...(position.optional !== undefined && { optional: position.optional }),
  }));
}

/** Discounts and fees of the whole document: `discount: false` is a fee (documentation, "Discounts"). */
export function documentDiscounts({ discounts = [], fees = [] }: DocumentData): readonly unknown[] | null {
  const all = [...discounts.map((one) => adjustment(one, true)), ...fees.map((one) => adjustment(one, false))];
  return all.length > 0 ? all : null;
}

function adjustment({ text, percentage, amount }: Adjustment, discount: boolean) {
  return {
    objectName: 'Discounts',
    mapAll: true,
    discount,
    text,
    percentage: percentage !== undefined,
    value: percentage ?? amount,
  };
}
