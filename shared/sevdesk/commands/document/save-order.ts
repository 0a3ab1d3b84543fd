import type { CommandData } from '../../../contract/command.ts';
import { germanDate } from '../record/wire-fields.ts';
import { type DocumentParts, documentDiscounts, documentHead, documentPositions } from './document-body.ts';

type OrderCreateData = CommandData<'order.create'>;

/** sevdesk's types of orders (documentation, "Types and status of orders"), and what their headers call them. */
const KINDS = {
  estimate: { type: 'AN', name: 'Angebot' },
  confirmation: { type: 'AB', name: 'Auftragsbestätigung' },
  delivery_note: { type: 'LI', name: 'Lieferschein' },
} as const;

/** What the command asks for: an estimate, unless it says otherwise. */
export function orderKind({ kind = 'estimate' }: Pick<OrderCreateData, 'kind'>) {
  return KINDS[kind];
}

/**
 * Body of `POST Order/Factory/saveOrder`: a draft. Discounts and the contact's address are asked for as of an invoice, though
 * only documented there (assumed).
 */
export function saveOrderBody(
  data: OrderCreateData,
  parts: DocumentParts & { readonly number: string },
): Record<string, unknown> {
  const { type, name } = orderKind(data);
  return {
    order: {
      objectName: 'Order',
      ...documentHead(data, parts),
      orderNumber: parts.number,
      orderDate: germanDate(data.date),
      orderType: type,
      header: data.header ?? `${name} ${parts.number}`,
      version: 0,
    },
    orderPosSave: documentPositions('OrderPos', data.positions, parts.lookUps),
    orderPosDelete: null,
    discountSave: documentDiscounts(data),
    discountDelete: null,
    takeDefaultAddress: data.address === undefined,
  };
}
