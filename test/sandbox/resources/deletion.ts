import type { Account } from '../account.ts';
import { discountsOf } from '../documents/discounts.ts';
import { refuse } from '../http/api-error.ts';
import type { WireRecord } from '../wire-record.ts';
import type { ApiCall, Resource } from './resource.ts';

/** Refuses the deletion of what is in use. Measured for Invoice, Voucher and CheckAccountTransaction; assumed for others. */
export function onlyInStatus(allowed: string) {
  return (_: ApiCall, { objectName, status }: WireRecord): void => {
    const message = `${objectName} can only be deleted in status ${allowed} but is status ${String(status)}`;
    if (status !== allowed) throw refuse(409, message, 159);
  };
}

/** Deletes a record whatever its status, and positions and discounts with their document. */
export function deleteRecord(account: Account, { model, keepsTombstone }: Resource, id: string): void {
  for (const position of account.positions({ objectName: model, id })) account.remove(position.objectName, position.id);
  for (const discount of discountsOf(account, { objectName: model, id }))
    account.remove(discount.objectName, discount.id);
  if (keepsTombstone) account.bury(model, id);
  else account.remove(model, id);
}
