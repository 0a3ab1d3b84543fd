import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { singleSpaced } from '../../domain/single-spaced.ts';
import { withMarker } from '../bracketed-marker.ts';
import type { CommandPlan, CommandStep, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { anotherSum } from './document/compare-totals.ts';
import { findMarked, type Sought } from './record/find-marked.ts';
import { lookingAgain } from './record/look-again.ts';
import { documentOutcome, savedRecord } from './record/saved-record.ts';
import { type Booked, bookedAccounts } from './voucher/booked-accounts.ts';
import { uploadStep } from './voucher/upload-receipt.ts';
import { CREDIT_DEBIT, type VoucherParts, voucherBody } from './voucher/voucher-body.ts';
import { totalledVoucher } from './voucher/voucher-totals.ts';

type Context = StepContext<'voucher.create'>;

const upload = uploadStep(checkBeforeUpload);

const save: CommandStep<'voucher.create'> = lookingAgain({
  name: 'save',
  prepare: prepareSave,
  lookFor: lookForVoucher,
});

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
    facts: { supplierId: parts.supplierId ?? null },
  };
}

/**
 * Where an upload is too old to be used, the save behind it may have been tried; that is forgotten with the next upload.
 * @throws CommandRefused for a voucher that can't be saved, or that may be there already
 */
async function checkBeforeUpload(context: Context): Promise<void> {
  await voucherParts(context);
  if (!context.isRepeated || !('supplierId' in context.facts)) return;
  const late = await lookForVoucher(context);
  if (late.kind === 'ambiguous') throw new CommandRefused('ambiguous', late.message);
  if (late.kind === 'nothing') return;
  const message = `Voucher ${late.outcome.recordId} was saved by a call of this command that was given up: redrive it, so that it takes it over.`;
  throw new CommandRefused('ambiguous', message, true);
}

/** @throws CommandRefused for a supplier that is not there, and for what sevdesk does not allow to be booked so */
async function voucherParts(context: Context): Promise<VoucherParts> {
  const { data, marker, completed } = context;
  const supplierId = data.supplier && (await context.recordId('Contact', data.supplier));
  const booked = await allowedAccounts(context);
  const filename = completed.find(({ step }) => step === upload.name)?.recordId;
  return { ...booked, supplierId, marker, filename };
}

/** What is known of accounts may be a day old: enough to allow, but not to refuse. */
async function allowedAccounts({ data, settings, lookUps }: Context): Promise<Booked> {
  const accounts = [...new Set(data.positions.map(({ accountNumber }) => accountNumber))];
  try {
    return bookedAccounts(data, settings, await lookUps({ accounts }));
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    return bookedAccounts(data, settings, await lookUps({ accounts, asksAnew: true }));
  }
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
  if (typeof supplierId === 'string' && referenceId(row, 'supplier') !== supplierId) return 'has another supplier';
  const name = singleSpaced(scalar(row, 'supplierName') ?? '');
  if (data.supplierName !== undefined && name !== singleSpaced(data.supplierName)) return 'has another supplier';
  if (scalar(row, 'creditDebit') !== CREDIT_DEBIT[data.kind]) return `is no ${data.kind}`;
  return anotherSum(totalledVoucher(data), row);
}

function outcome(voucher: SevdeskRecord): StepOutcome {
  return documentOutcome('Voucher', voucher, 'description');
}
