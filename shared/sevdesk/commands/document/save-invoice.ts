import type { CommandData } from '../../../contract/command.ts';
import { berlinSeconds, germanDate, reference } from '../record/wire-fields.ts';
import {
  type DocumentData,
  type DocumentParts,
  documentDiscounts,
  documentHead,
  documentPositions,
} from './document-body.ts';

type InvoiceCreateData = CommandData<'invoice.create'>;

/** An invoice that the command itself composes, instead of taking it from an order. */
export type ComposedInvoice = InvoiceCreateData & DocumentData;

export function isComposed(data: InvoiceCreateData): data is ComposedInvoice {
  return data.fromOrder === undefined;
}

/** sevdesk's payment methods, the same in every account (measured). */
const PAYMENT_METHODS = {
  bank_transfer: '21919',
  direct_debit: '21920',
  cash: '21921',
  offset: '21922',
  cheque: '21923',
  online: '114251',
} as const;

/** Body of `POST Invoice/Factory/saveInvoice`: a draft, since sevdesk creates nothing else. */
export function saveInvoiceBody(data: ComposedInvoice, parts: DocumentParts): Record<string, unknown> {
  return {
    invoice: invoiceFields(data, parts),
    invoicePosSave: documentPositions('InvoicePos', data.positions, parts.lookUps),
    invoicePosDelete: null,
    discountSave: documentDiscounts(data),
    discountDelete: null,
    takeDefaultAddress: data.address === undefined,
  };
}

function invoiceFields(data: ComposedInvoice, parts: DocumentParts): Record<string, unknown> {
  const { eInvoice, timeToPayDays } = data;
  return {
    objectName: 'Invoice',
    ...documentHead(data, parts),
    invoiceType: data.invoiceType ?? 'RE',
    invoiceDate: germanDate(data.date),
    deliveryDate: berlinSeconds(data.deliveryDate ?? data.date),
    deliveryDateUntil: data.deliveryDateUntil ? berlinSeconds(data.deliveryDateUntil) : null,
    discount: 0,
    ...(timeToPayDays !== undefined && { timeToPay: timeToPayDays }),
    ...(eInvoice && {
      propertyIsEInvoice: true,
      paymentMethod: reference('PaymentMethod', PAYMENT_METHODS[eInvoice.paymentMethod]),
    }),
  };
}
