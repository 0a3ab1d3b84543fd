import type { Account } from '../account.ts';
import { ORDER } from '../documents/document-kind.ts';
import { markSent, type Sending } from '../documents/send-document.ts';
import type { WireRecord } from '../wire-record.ts';

export const ORDER_SENDING: Sending = { kind: ORDER, open: openOrder, answersMailInArray: true };

/** Draft to delivered (documentation): it has its number already, and orders are not enshrined. */
function openOrder(account: Account, order: WireRecord, sendType: string): WireRecord {
  return markSent(account, order, { sendType });
}
