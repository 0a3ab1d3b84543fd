import type { Account } from '../account.ts';
import { parseDecimal } from '../decimal.ts';
import { isTrue } from '../documents/is-true.ts';
import { ApiError, refuse } from '../http/api-error.ts';
import { checkReferences, requireReference } from '../http/check-references.ts';
import { type Fields, reference, type WireRecord } from '../wire-record.ts';
import type { VoucherSaveRequest } from './save-request.ts';
import { checkTempFile } from './temp-file.ts';
import { brokenDates, VOUCHER_REFERENCES } from './voucher-fields.ts';
import { positionAmount } from './voucher-positions.ts';
import { taxRefusal } from './voucher-tax.ts';

const DEFAULT_CURRENCY = 'EUR';

export interface VoucherToCheck {
  readonly request: VoucherSaveRequest;
  /** The stored voucher, when one is changed. */
  readonly existing: WireRecord | undefined;
}

/**
 * Refuses what sevdesk refuses, before anything is written. Statuses and wording are assumed where nothing else is said.
 * @throws ApiError
 */
export function checkVoucher(account: Account, { request, existing }: VoucherToCheck): void {
  const voucher: Fields = { ...existing, ...request.document };
  if (existing) checkDraft(existing);
  checkEnvelope(request);
  checkKind(voucher);
  checkReferences(account, voucher, VOUCHER_REFERENCES);
  checkContent(voucher);
  checkPositions(account, voucher, request.positions);
  if (request.filename !== undefined) checkTempFile(account, request.filename);
}

/** @throws ApiError 400 with code 90400 (measured for `saveVoucher`) */
export function checkDraft({ status }: WireRecord): void {
  if (status !== '50') throw refuse(400, 'The voucher is not a draft. Use resetToDraft first', 90_400);
}

/** Documentation: mandatory on everything a factory takes. */
function checkEnvelope({ document, positions }: VoucherSaveRequest): void {
  const incomplete = [document, ...positions].some(({ objectName, mapAll }) => !objectName || !mapAll);
  if (incomplete) throw refuse(400, "objectName and mapAll are required in 'voucher' and 'voucherPosSave'");
  // Practice: the message as clients report it.
  if (positions.length === 0) throw refuse(400, 'The given document must have at least one position');
}

function checkKind({ status, creditDebit, voucherType, enshrined }: Fields): void {
  // Documentation, "sevdesk-Update 2.0": paid by bookAmount, enshrined by its endpoint only.
  if (!['50', '100'].includes(String(status))) throw refuse(422, 'Invalid status. Allowed are 50 and 100.');
  if (enshrined) throw refuse(422, 'The attribute enshrined can not be set');
  if (creditDebit !== 'C' && creditDebit !== 'D') throw refuse(400, 'creditDebit must be C or D');
  if (voucherType === 'RV')
    throw new ApiError({ status: 501, message: 'The sandbox does not know recurring vouchers' });
  if (voucherType !== 'VOU') throw refuse(400, 'voucherType must be VOU or RV');
}

function checkContent(voucher: Fields): void {
  // Documentation, "Voucher": one of both, but a draft may do without.
  const hasSupplier = reference(voucher.supplier) || voucher.supplierName;
  if (!hasSupplier && String(voucher.status) !== '50') throw refuse(400, 'supplier or supplierName is required');
  const [broken] = brokenDates(voucher);
  if (broken) throw refuse(400, `${broken} is not a valid date`);
  const isForeign = (voucher.currency ?? DEFAULT_CURRENCY) !== DEFAULT_CURRENCY;
  // Documentation, "Voucher".
  if (isForeign && !voucher.propertyForeignCurrencyDeadline && !voucher.propertyExchangeRate) {
    throw refuse(422, 'A foreign currency needs propertyForeignCurrencyDeadline or propertyExchangeRate');
  }
}

function checkPositions(account: Account, voucher: Fields, positions: readonly Fields[]): void {
  for (const position of positions) {
    if (position.id) account.get('VoucherPos', String(position.id));
    checkAmount(position);
    if (account.identity.bookkeepingVersion === '1.0') checkOldTax(account, voucher, position);
    else checkTax(account, voucher, position);
  }
  // Documentation, "VoucherPos": a mixture of the two is not possible.
  if (new Set(positions.map(({ net }) => isTrue(net))).size > 1)
    throw refuse(422, 'All positions must be either net or gross');
}

/** Documentation, "VoucherPos": taxRate, net and a sum are required. */
function checkAmount(position: Fields): void {
  if (position.net === undefined || position.net === null) throw refuse(400, 'net is required in a position');
  if (!parseDecimal(positionAmount(position))) throw refuse(400, 'sumNet or sumGross of a position must be a number');
  if (!parseDecimal(position.taxRate)) throw refuse(400, 'taxRate of a position must be a number');
}

function checkTax(account: Account, voucher: Fields, position: Fields): void {
  // Documentation, "sevdesk-Update 2.0": custom tax regulations do not work any more.
  if (voucher.taxType === 'custom' || voucher.taxSet) throw refuse(422, 'taxType custom and taxSet are not supported');
  requireReference(account, { field: 'accountDatev', value: position.accountDatev, model: 'AccountDatev' });
  const refusal = taxRefusal(account, voucher, position);
  if (refusal) throw new ApiError(refusal);
}

/** System 1.0 (documentation, "Voucher"). */
function checkOldTax(account: Account, { taxType, taxSet }: Fields, position: Fields): void {
  if (!['default', 'eu', 'noteu', 'custom', 'ss'].includes(String(taxType))) throw refuse(400, 'taxType is required');
  if (taxType === 'custom' && !reference(taxSet)) throw refuse(400, 'taxSet is required');
  requireReference(account, { field: 'accountingType', value: position.accountingType, model: 'AccountingType' });
}
