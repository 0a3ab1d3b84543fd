import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { singleSpaced } from '../../domain/single-spaced.ts';
import { withMarker } from '../bracketed-marker.ts';
import { bookedAccounts } from './booked-accounts.ts';
import type { CommandPlan, CommandStep, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { anotherSum } from './compare-totals.ts';
import { findMarked, type Sought } from './find-marked.ts';
import { documentOutcome, savedRecord } from './saved-record.ts';
import { uploadStep } from './upload-receipt.ts';
import { CREDIT_DEBIT, type VoucherParts, voucherBody } from './voucher-body.ts';
import { totalledVoucher } from './voucher-totals.ts';

type Context = StepContext<'voucher.create'>;

const upload = uploadStep(voucherParts);

const save: CommandStep<'voucher.create'> = {
  name: 'save',
  prepare: prepareSave,
  lookFor: lookForVoucher,
};

/** The receipt first, if there is one; then the voucher with all positions, in one call. */
export const voucherCreatePlan: CommandPlan<'voucher.create'> = {
  steps: [upload, save],
  main: save.name,
  claimsMarker: true,
  externalId: (_data, marker) => ({ resource: 'Voucher', externalId: marker }),
};

async function prepareSave(context: Context): Promise<Prepared> {
  const parts = await voucherParts(context);
  return {
    kind: 'call',
    call: { method: 'POST', path: 'Voucher/Factory/saveVoucher', body: voucherBody(context.data, parts) },
    read: (objects) => outcome(savedRecord(objects, 'voucher')),
    facts: { supplierId: parts.supplierId },
  };
}

/** @throws CommandRefused for a supplier that is not there, and for what sevdesk does not allow to be booked so */
async function voucherParts(context: Context): Promise<VoucherParts> {
  const { data, settings, marker, completed } = context;
  const supplierId = data.supplier && (await context.recordId('Contact', data.supplier));
  const lookUps = await context.lookUps({ accounts: data.positions.map(({ accountNumber }) => accountNumber) });
  const booked = bookedAccounts(data, settings, lookUps);
  const filename = completed.find(({ step }) => step === upload.name)?.recordId;
  return { ...booked, supplierId, marker, filename };
}

async function lookForVoucher(context: Context): Promise<Finding> {
  return findMarked(context.client, soughtVoucher(context));
}

/** Vouchers have no field for a marker of ours; the filter finds parts of a description (measured). */
export function soughtVoucher({
  data,
  marker,
  facts,
  firstAttemptAtMs,
}: Pick<Context, 'data' | 'marker' | 'facts' | 'firstAttemptAtMs'>): Sought {
  const bracketed = withMarker(undefined, marker);
  return {
    path: 'Voucher',
    query: { descriptionLike: bracketed },
    marker,
    isMarked: (row) => singleSpaced(scalar(row, 'description') ?? '').endsWith(singleSpaced(bracketed)),
    differs: (row) => differsFrom({ data, supplierId: facts.supplierId }, row),
    outcome,
    firstAttemptAtMs,
  };
}

function differsFrom(
  { data, supplierId }: { data: Context['data']; supplierId: unknown },
  row: SevdeskRecord,
): string | undefined {
  if (supplierId !== undefined && referenceId(row, 'supplier') !== supplierId) return 'has another supplier';
  const name = singleSpaced(scalar(row, 'supplierName') ?? '');
  if (data.supplierName !== undefined && name !== singleSpaced(data.supplierName)) return 'has another supplier';
  if (scalar(row, 'creditDebit') !== CREDIT_DEBIT[data.kind]) return `is no ${data.kind}`;
  return anotherSum(totalledVoucher(data), row);
}

function outcome(voucher: SevdeskRecord): StepOutcome {
  return documentOutcome('Voucher', voucher, 'description');
}
