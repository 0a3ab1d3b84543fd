import type { CommandData } from '../../../contract/command.ts';
import { withMarker } from '../../bracketed-marker.ts';
import { germanDate, reference } from '../record/wire-fields.ts';
import type { Booked } from './booked-accounts.ts';
import { positionSums } from './voucher-totals.ts';

type VoucherData = CommandData<'voucher.create'>;

/** Statuses that a voucher can be created with (documentation, "Voucher"). */
const DRAFT = 50;
const OPEN = 100;

/** C is what the tenant pays, D what it is paid. */
export const CREDIT_DEBIT = { expense: 'C', revenue: 'D' } as const;

/** What a voucher is made with beside its data. */
export interface VoucherParts extends Booked {
  /** Undefined where the supplier is only a name. */
  readonly supplierId: string | undefined;
  readonly marker: string;
  /** Of the uploaded file, as sevdesk calls it. */
  readonly filename: string | undefined;
}

/** Body of `POST Voucher/Factory/saveVoucher`. */
export function voucherBody(data: VoucherData, parts: VoucherParts): Record<string, unknown> {
  return {
    voucher: voucherFields(data, parts),
    voucherPosSave: voucherPositions(data, parts),
    voucherPosDelete: null,
    ...(parts.filename !== undefined && { filename: parts.filename }),
  };
}

function voucherFields(data: VoucherData, { supplierId, marker, taxRule }: VoucherParts) {
  const { date, deliveryDate = date, dueDate } = data;
  return {
    objectName: 'Voucher',
    mapAll: true,
    voucherDate: germanDate(date),
    deliveryDate: germanDate(deliveryDate),
    paymentDeadline: dueDate ? germanDate(dueDate) : null,
    supplier: supplierId === undefined ? null : reference('Contact', supplierId),
    supplierName: data.supplierName ?? null,
    description: withMarker(data.description, marker),
    status: data.open ? OPEN : DRAFT,
    taxRule: reference('TaxRule', taxRule),
    creditDebit: CREDIT_DEBIT[data.kind],
    voucherType: 'VOU',
    currency: data.currency ?? 'EUR',
  };
}

/** Both sums, as documented; `net` says which of them counts. */
function voucherPositions({ positions, amounts = 'gross' }: VoucherData, { accountIds }: VoucherParts) {
  return positions.map((position, index) => ({
    objectName: 'VoucherPos',
    mapAll: true,
    accountDatev: reference('AccountDatev', accountIds[index]),
    taxRate: position.taxRate,
    net: amounts === 'net',
    ...positionSums(position, amounts),
    comment: position.comment ?? null,
  }));
}
