import type { Account } from '../account.ts';
import { positionsIn } from '../documents/make-document.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import type { ApiCall, NewRecord } from '../resources/resource.ts';
import { type Fields, pick, type WireRecord, wireFields, writeFields } from '../wire-record.ts';
import { checkVoucher } from './check-voucher.ts';
import { readVoucherRequest } from './save-request.ts';
import { attachTempFile } from './temp-file.ts';
import { emptyVoucher, savedFields, withDates } from './voucher-fields.ts';
import { makeVoucherPosition, saveVoucherPosition, voucherSumFields } from './voucher-positions.ts';
import { voucherTaxRule } from './voucher-tax.ts';

/** `POST /Voucher/Factory/saveVoucher`: makes a voucher, or changes the draft whose id it names (documentation). */
export function saveVoucher({ account, body }: ApiCall): ApiAnswer {
  const request = readVoucherRequest(body);
  const { id } = request.document;
  const existing = id === undefined || id === null ? undefined : account.get('Voucher', String(id));
  checkVoucher(account, { request, existing });
  const voucher = existing ?? account.insert('Voucher', emptyVoucher(account));
  account.change(voucher, { ...savedFields(request.document), ...taxFields(account, request.document) });
  for (const deleted of request.deletedPositionIds) account.remove('VoucherPos', deleted);
  const saved = request.positions.map((position) => saveVoucherPosition(account, voucher, position));
  // Documentation, "Voucher": only the positions of this very call count.
  writeFields(voucher, voucherSumFields(saved));
  if (request.filename !== undefined) attachTempFile(account, voucher, request.filename);
  return objects(answered(voucher, saved, request.filename), 201);
}

/** Documentation, "sevdesk-Update 2.0": old tax types are mapped to their rule. System 1.0 knows no rules. */
function taxFields({ identity }: Account, voucher: Fields): Fields {
  if (identity.bookkeepingVersion === '1.0') return {};
  const id = voucherTaxRule(voucher);
  return id === undefined ? {} : { taxRule: { id, objectName: 'TaxRule' }, taxType: null };
}

/** Two fields differ from what is read later (measured). */
function answered(voucher: WireRecord, positions: readonly WireRecord[], filename: string | undefined): Fields {
  return {
    voucher: { ...voucher, propertyCreationOrigin: null },
    voucherPos: positions.map((position) => ({ ...position, cateringTip: null })),
    ...(filename !== undefined && { filename }),
    vatdrop: 'not relevant',
  };
}

/** As the web interface would: any fields, `positions` among them; sums follow, unless told. */
export function makeVoucher(account: Account, { fields, atMs }: NewRecord): WireRecord {
  const { positions, ...rest } = withDates(fields);
  const taxRule = { id: account.identity.smallBusiness ? '10' : '9', objectName: 'TaxRule' };
  const voucher = account.insert('Voucher', wireFields({ ...emptyVoucher(account), taxRule }, rest), atMs);
  const saved = positionsIn(positions).map((position) => makeVoucherPosition(account, voucher, position));
  const sums = voucherSumFields(saved);
  writeFields(voucher, { ...sums, ...pick(rest, Object.keys(sums)) });
  return voucher;
}
