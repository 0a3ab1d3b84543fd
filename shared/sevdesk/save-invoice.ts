import type { InvoiceCreateData } from '../contract/command.ts';
import { berlinMidnight } from '../domain/berlin-time.ts';
import type { LookUps } from '../domain/look-ups.ts';
import { taxText } from '../domain/tax-rules.ts';
import type { NeededLookUps } from './look-ups.ts';

const PIECE = 'UNITY_PIECE';
const DEFAULT_COUNTRY = 'DE';

/** What must be looked up before the invoice can be saved. */
export function invoiceLookUps({ address, positions }: InvoiceCreateData): NeededLookUps {
  return {
    countries: [address?.country ?? DEFAULT_COUNTRY],
    units: [...new Set(positions.map(({ unit }) => unit ?? PIECE))],
  };
}

/**
 * Body of `POST Invoice/Factory/saveInvoice`: a draft (status 100), since sevdesk creates nothing else. The marker goes
 * into `customerInternalNote`, where it can be found again. `taxRate` of the invoice is 0 because the column must not be
 * null; the positions' rates count (measured). Amounts are decimal strings, which sevdesk accepts.
 */
export function saveInvoiceBody(data: InvoiceCreateData, marker: string, lookUps: LookUps): Record<string, unknown> {
  return {
    invoice: invoiceFields(data, marker, lookUps),
    invoicePosSave: data.positions.map((position, index) => ({
      objectName: 'InvoicePos',
      mapAll: true,
      quantity: position.quantity,
      price: position.price,
      name: position.name,
      text: position.text ?? null,
      unity: reference('Unity', lookUps.unitIds[position.unit ?? PIECE]),
      positionNumber: index,
      taxRate: position.taxRate,
    })),
    invoicePosDelete: null,
    discountSave: null,
    discountDelete: null,
    takeDefaultAddress: data.address === undefined,
  };
}

function invoiceFields(data: InvoiceCreateData, marker: string, lookUps: LookUps): Record<string, unknown> {
  const { address } = data;
  const rule = data.taxRule ?? '1';
  return {
    objectName: 'Invoice',
    mapAll: true,
    contact: reference('Contact', data.contact.id),
    ...(lookUps.contactPersonId && { contactPerson: reference('SevUser', lookUps.contactPersonId) }),
    invoiceDate: germanDate(data.date),
    // Unix seconds of Berlin midnight; another time of day shifts the date (measured).
    deliveryDate: berlinMidnight(data.deliveryDate ?? data.date),
    deliveryDateUntil: data.deliveryDateUntil ? berlinMidnight(data.deliveryDateUntil) : null,
    status: 100,
    invoiceType: 'RE',
    currency: data.currency ?? 'EUR',
    header: data.header ?? null,
    headText: data.headText ?? null,
    footText: data.footText ?? null,
    taxRule: reference('TaxRule', rule),
    taxRate: 0,
    taxText: taxText(rule),
    discount: 0,
    showNet: (data.prices ?? 'net') === 'net',
    ...(data.timeToPayDays !== undefined && { timeToPay: data.timeToPayDays }),
    customerInternalNote: marker,
    addressCountry: reference('StaticCountry', lookUps.countryIds[address?.country ?? DEFAULT_COUNTRY]),
    ...(address && {
      addressName: address.name,
      addressStreet: address.street ?? null,
      addressZip: address.zip ?? null,
      addressCity: address.city ?? null,
    }),
  };
}

function reference(objectName: string, id: string | undefined) {
  return { id, objectName };
}

/** `20.11.2026`, as sevdesk's factories document it. */
function germanDate(date: string): string {
  return date.split('-').reverse().join('.');
}
