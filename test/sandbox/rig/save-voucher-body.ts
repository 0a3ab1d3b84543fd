import type { Fields } from '../wire-record.ts';

export interface VoucherBodyParts {
  readonly voucher?: Fields;
  readonly positions?: readonly Fields[];
  readonly rest?: Fields;
}

/** A body of `saveVoucher` that sevdesk takes: an open expense of 11.90 gross. `undefined` in a part removes a field. */
export function saveVoucherBody({ voucher, positions, rest }: VoucherBodyParts = {}) {
  return {
    voucher: {
      objectName: 'Voucher',
      mapAll: true,
      voucherDate: '01.07.2026',
      supplierName: 'Papier Schmidt OHG',
      description: 'R-4711',
      status: 100,
      creditDebit: 'C',
      voucherType: 'VOU',
      currency: 'EUR',
      taxRule: { id: 9, objectName: 'TaxRule' },
      ...voucher,
    },
    voucherPosSave: positions ?? [voucherPosition()],
    voucherPosDelete: null,
    ...rest,
  };
}

/** A position that sevdesk takes: 11.90 gross for office supplies in SKR03. */
export function voucherPosition(fields: Fields = {}): Fields {
  return {
    objectName: 'VoucherPos',
    mapAll: true,
    accountDatev: { id: 4251, objectName: 'AccountDatev' },
    taxRate: 19,
    net: false,
    sumGross: '11.90',
    ...fields,
  };
}
