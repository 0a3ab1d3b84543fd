import { berlinIso } from '../berlin-time.ts';
import { unlinkTransactions } from '../booking/settle-transaction.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';

/** `PUT /Voucher/{id}/enshrine`: from "open" on, and for ever (documentation); the refusal's wording is assumed. */
export function enshrineVoucher({ account, id }: ApiCall): ApiAnswer {
  const voucher = account.get('Voucher', id);
  if (voucher.status === '50') throw refuse(422, 'A draft can not be enshrined');
  account.change(voucher, { enshrined: voucher.enshrined ?? berlinIso(account.now) });
  return objects(null);
}

/** `PUT /Voucher/{id}/resetToOpen`. */
export const resetToOpen = resetTo('100', ['150', '750', '1000']);

/** `PUT /Voucher/{id}/resetToDraft`. */
export const resetToDraft = resetTo('50', ['100', '150', '750', '1000']);

/** Only downwards, only what is not enshrined, and payments are unlinked (documentation); the wording is assumed. */
function resetTo(status: string, from: readonly string[]) {
  return ({ account, id }: ApiCall): ApiAnswer => {
    const voucher = account.get('Voucher', id);
    const current = String(voucher.status);
    if (!from.includes(current)) throw refuse(422, `The status can not change from ${current} to ${status}`);
    if (voucher.enshrined) throw refuse(422, 'The voucher is enshrined');
    unlinkTransactions(account, voucher);
    return objects(account.change(voucher, { status, paidAmount: 0, payDate: null }));
  };
}
