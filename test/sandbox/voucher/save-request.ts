import { readSaveRequest, type SaveRequest } from '../documents/save-request.ts';
import type { Fields } from '../wire-record.ts';

/** The body of `saveVoucher`, read. */
export interface VoucherSaveRequest extends Pick<SaveRequest, 'document' | 'positions' | 'deletedPositionIds'> {
  /** Of an uploaded file. */
  readonly filename: string | undefined;
}

export function readVoucherRequest(body: Fields): VoucherSaveRequest {
  const filename = body.filename ? String(body.filename) : undefined;
  return { ...readSaveRequest({ key: 'voucher' }, body), filename };
}
