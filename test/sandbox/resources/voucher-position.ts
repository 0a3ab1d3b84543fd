import { ofDocument } from '../http/filter.ts';
import type { Resource } from './resource.ts';

/** Positions of vouchers, made with them. Source: sevdesk's documentation, "VoucherPos"; the filter is measured. */
export const voucherPosition: Resource = {
  path: 'VoucherPos',
  model: 'VoucherPos',
  filters: { 'voucher[id]': ofDocument('voucher', 'Voucher') },
};
