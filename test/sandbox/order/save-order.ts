import type { Account } from '../account.ts';
import { readDates } from '../date-input.ts';
import type { ComingDocument } from '../documents/coming-document.ts';
import { defaultAddress } from '../documents/default-address.ts';
import { ORDER } from '../documents/document-kind.ts';
import { ownerFields } from '../documents/make-document.ts';
import { type Saving, saveDocument, savedAnswer } from '../documents/save-document.ts';
import { taxRuleFields } from '../documents/tax-problem.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import { checkReferences } from '../http/check-references.ts';
import { useUp } from '../numbers/sequence.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, pick, type WireRecord } from '../wire-record.ts';
import { checkChoices, checkOrder, checkOrderShape } from './check-order.ts';
import { ORDER_DEFAULTS, ORDER_WRITABLE } from './order-fields.ts';
import { orderType } from './order-type.ts';

const SAVING: Saving = {
  kind: ORDER,
  defaults: (account) => ({ ...ORDER_DEFAULTS, ...ownerFields(account) }),
  writable: ORDER_WRITABLE,
  check: checkOrder,
  derived,
};

/** `POST /Order/Factory/saveOrder` (documentation); that the sequence moves on when its next number is saved is assumed. */
export function saveOrder({ account, body }: ApiCall): ApiAnswer {
  checkOrderShape(body);
  const saved = saveDocument(account, SAVING, body);
  useUp(account, orderType(saved.document), saved.document.orderNumber);
  return savedAnswer(ORDER, saved);
}

/** `PUT /Order/{id}`: fields of the order alone, its status among them (documentation). */
export function changeOrder({ account, body }: ApiCall, order: WireRecord): WireRecord {
  checkReferences(account, body, { contact: 'Contact', contactPerson: 'SevUser', addressCountry: 'StaticCountry' });
  checkChoices(body);
  return account.change(order, { ...readDates(pick(body, ORDER_WRITABLE), ORDER.dates), ...taxRuleFields(body) });
}

function derived(account: Account, { request, document }: ComingDocument): Fields {
  return request.takeDefaultAddress ? defaultAddress(account, document) : {};
}
