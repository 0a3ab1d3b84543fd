import { berlinIso } from '../berlin-time.ts';
import { copiedFields, copiedRows } from '../documents/copy-document.ts';
import { makeDocument, ownerFields } from '../documents/make-document.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { expectedReference } from '../http/expected-reference.ts';
import { takeNumber } from '../numbers/sequence.ts';
import type { Action, ApiCall } from '../resources/resource.ts';
import { reference } from '../wire-record.ts';
import { ORDER_DEFAULTS } from './order-fields.ts';

/** A delivery note (Lieferschein) from an order. */
export const createPackingList = copyAction('createPackingListFromOrder', 'LI');
/** An order confirmation (Auftragsbestätigung) from an order. */
export const createContractNote = copyAction('createContractNoteFromOrder', 'AB');

/** `POST /Order/Factory/create…FromOrder`, which names the order twice (documentation). What the draft takes over is assumed. */
function copyAction(name: string, type: 'LI' | 'AB'): Action {
  const run = ({ account, query, body }: ApiCall): ApiAnswer => {
    const id = query.get('order[id]');
    if (!id || reference(body)?.id !== id) throw expectedReference('order', null);
    const order = account.get('Order', id);
    const number = takeNumber(account, type);
    const about = { orderType: type, orderNumber: number, header: number, orderDate: berlinIso(account.now) };
    const copied = copiedFields(order, 'taxText', 'customerInternalNote', 'headText', 'footText');
    const defaults = { ...ORDER_DEFAULTS, ...ownerFields(account), ...copied, ...about, origin: reference(order) };
    const fields = copiedRows(account, order);
    return objects(makeDocument(account, { model: 'Order', defaults, fields, atMs: account.now }));
  };
  return { method: 'POST', path: `Factory/${name}`, run };
}
