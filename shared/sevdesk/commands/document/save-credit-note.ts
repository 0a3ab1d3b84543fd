import type { CommandData } from '../../../contract/command.ts';
import type { LookUps } from '../../../domain/look-ups.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { germanDate, isSet, reference } from '../record/wire-fields.ts';
import type { CreditedInvoice } from './credited-invoice.ts';
import { DRAFT, documentPositions } from './document-body.ts';

type CreditNoteData = CommandData<'credit_note.create'>;

/** What a credit note is made with beside its data. */
export interface CreditNoteParts {
  readonly invoice: CreditedInvoice;
  readonly number: string;
  readonly marker: string;
  readonly lookUps: LookUps;
}

/** Fields that are the invoice's own, as they stand there. */
const COPIED = [
  'currency',
  'address',
  'addressName',
  'addressStreet',
  'addressZip',
  'addressCity',
  'addressParentName',
  'addressParentName2',
  'addressName2',
  'addressGender',
];

/** Body of `POST CreditNote/Factory/saveCreditNote`: a draft over the whole invoice, or over the positions given. */
export function saveCreditNoteBody(data: CreditNoteData, parts: CreditNoteParts): Record<string, unknown> {
  const { positions, discounts } = parts.invoice;
  return {
    creditNote: creditNoteFields(data, parts),
    creditNotePosSave: data.positions
      ? documentPositions('CreditNotePos', data.positions, parts.lookUps)
      : positions.map(copiedPosition),
    creditNotePosDelete: null,
    discountSave: data.positions || discounts.length === 0 ? null : discounts.map(copiedDiscount),
    discountDelete: null,
  };
}

function creditNoteFields(data: CreditNoteData, parts: CreditNoteParts): Record<string, unknown> {
  const { number, marker, lookUps } = parts;
  const { record } = parts.invoice;
  const personId = referenceId(record, 'contactPerson') ?? lookUps.contactPersonId;
  return {
    objectName: 'CreditNote',
    mapAll: true,
    creditNoteNumber: number,
    creditNoteType: 'CN',
    creditNoteDate: germanDate(data.date),
    status: DRAFT,
    // For commissions and royalties there are others; this one is what an invoice is reduced with (documentation).
    bookingCategory: 'UNDERACHIEVEMENT',
    refSrcInvoice: reference('Invoice', record.id),
    ...copied(record, 'contact', 'Contact'),
    ...(personId && { contactPerson: reference('SevUser', personId) }),
    ...copied(record, 'addressCountry', 'StaticCountry'),
    ...scalars(record, COPIED),
    ...deliveryFields(record),
    header: data.header ?? `Gutschrift Nr. ${number} zur Rechnung Nr. ${scalar(record, 'invoiceNumber') ?? record.id}`,
    headText: data.headText ?? null,
    footText: data.footText ?? null,
    discount: 0,
    ...taxFields(record),
    showNet: isSet(record, 'showNet'),
    customerInternalNote: marker,
  };
}

/** A document of bookkeeping system 1.0 has no rule: sevdesk translates its `taxType` (documentation, "Tax Rules"). */
function taxFields(invoice: SevdeskRecord): Record<string, unknown> {
  const rule = copied(invoice, 'taxRule', 'TaxRule');
  return {
    ...(rule ?? { taxType: scalar(invoice, 'taxType') }),
    taxRate: 0,
    taxText: scalar(invoice, 'taxText') ?? '',
    smallSettlement: isSet(invoice, 'smallSettlement'),
  };
}

/** To the second as on the invoice: sevdesk refuses an end before the invoice's own, and one where it has none (documentation). */
function deliveryFields(invoice: SevdeskRecord): Record<string, unknown> {
  const seconds = (field: string) => Math.floor(Date.parse(scalar(invoice, field) ?? '') / 1000);
  const [from, until] = [seconds('deliveryDate'), seconds('deliveryDateUntil')];
  const start = Number.isNaN(from) ? seconds('invoiceDate') : from;
  return { deliveryDate: start, ...(!Number.isNaN(until) && { deliveryDateUntil: until }) };
}

function copiedPosition(position: SevdeskRecord, index: number): Record<string, unknown> {
  return {
    objectName: 'CreditNotePos',
    mapAll: true,
    ...scalars(position, ['quantity', 'price', 'name', 'text']),
    ...copied(position, 'part', 'Part'),
    ...copied(position, 'unity', 'Unity'),
    positionNumber: index,
    ...scalars(position, ['taxRate', 'discount', 'isPercentage']),
  };
}

function copiedDiscount(discount: SevdeskRecord): Record<string, unknown> {
  return {
    objectName: 'Discounts',
    mapAll: true,
    discount: isSet(discount, 'discount'),
    text: scalar(discount, 'text') ?? '',
    percentage: isSet(discount, 'percentage'),
    value: scalar(discount, 'value'),
  };
}

function copied(record: SevdeskRecord, field: string, objectName: string): Record<string, unknown> | undefined {
  const id = referenceId(record, field);
  return id === undefined ? undefined : { [field]: reference(objectName, id) };
}

/** Those that there are. */
function scalars(record: SevdeskRecord, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = scalar(record, field);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}
