import { scalar } from '../../../domain/sevdesk-record.ts';
import { berlinIso } from '../record/wire-fields.ts';
import { CREDIT_DEBIT } from '../voucher/voucher-body.ts';
import type { PayableDocument } from './payment.ts';

const DRAFT = '50';

/**
 * Vouchers take date-times (measured): noon, which is the same day even where somebody reads it as UTC. Money goes out for
 * what the tenant pays.
 */
export const payableVoucher: PayableDocument = {
  resource: 'Voucher',
  isDraft: (voucher) => scalar(voucher, 'status') === DRAFT,
  wireDate: (date) => berlinIso(date).replace('T00:', 'T12:'),
  paysOut: (voucher) => scalar(voucher, 'creditDebit') === CREDIT_DEBIT.expense,
};
