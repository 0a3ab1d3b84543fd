import { isSameNumber } from '../../domain/parse-decimal.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { singleSpaced } from '../../domain/single-spaced.ts';
import { withMarker } from '../bracketed-marker.ts';
import type { CommandPlan, CommandStep, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { findMarked, type Sought } from './record/find-marked.ts';
import { lookingAgain } from './record/look-again.ts';
import { savedRecord } from './record/saved-record.ts';
import { berlinIso, reference } from './record/wire-fields.ts';

type Context = StepContext<'transaction.create'>;

/** Neither linked nor booked yet. */
const CREATED = 100;

const create: CommandStep<'transaction.create'> = lookingAgain({
  name: 'create',
  prepare: async (context) => prepareCreate(context),
  lookFor: (context) => findMarked(context.client, soughtTransaction(context)),
});

/** One call. A transaction has no field for a marker of ours, so that it stands at the end of its purpose. */
export const transactionCreatePlan: CommandPlan<'transaction.create'> = {
  steps: [create],
  claimsMarker: true,
  externalId: (_data, marker) => ({ resource: 'CheckAccountTransaction', externalId: marker }),
};

function prepareCreate({ data, marker }: Pick<Context, 'data' | 'marker'>): Prepared {
  const { account, amount, date, entryDate = date, counterparty, iban = null, bic = null, purpose } = data;
  const body = {
    checkAccount: reference('CheckAccount', account.id),
    status: CREATED,
    amount,
    valueDate: berlinIso(date),
    entryDate: berlinIso(entryDate),
    payeePayerName: counterparty,
    payeePayerAcctNo: iban,
    payeePayerBankCode: bic,
    paymtPurpose: withMarker(purpose, marker),
  };
  return {
    kind: 'call',
    call: { method: 'POST', path: 'CheckAccountTransaction', body },
    read: (objects) => outcome(savedRecord(objects)),
  };
}

/** The filter finds parts of a purpose (measured), so that the marker alone is enough to ask for. */
export function soughtTransaction({
  data,
  marker,
  firstAttemptAtMs,
}: Pick<Context, 'data' | 'marker' | 'firstAttemptAtMs'>): Sought {
  return {
    path: 'CheckAccountTransaction',
    query: {
      'checkAccount[id]': data.account.id,
      'checkAccount[objectName]': 'CheckAccount',
      paymtPurpose: withMarker(undefined, marker),
    },
    marker,
    isMarked: (row) => purposeOf(row).endsWith(singleSpaced(withMarker(undefined, marker))),
    differs: (row) => differsFrom(data, marker, row),
    outcome,
    firstAttemptAtMs,
  };
}

function differsFrom(data: Context['data'], marker: string, row: SevdeskRecord): string | undefined {
  if (referenceId(row, 'checkAccount') !== data.account.id) return 'is on another account';
  const [amount, purpose] = [scalar(row, 'amount') ?? '', purposeOf(row)];
  if (!isSameNumber(amount, data.amount)) return `has another amount (${amount})`;
  return purpose === singleSpaced(withMarker(data.purpose, marker)) ? undefined : `has another purpose (${purpose})`;
}

function purposeOf(row: SevdeskRecord): string {
  return singleSpaced(scalar(row, 'paymtPurpose') ?? '');
}

function outcome({ id }: SevdeskRecord): StepOutcome {
  return { resource: 'CheckAccountTransaction', recordId: id };
}
