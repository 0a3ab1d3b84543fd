import { type ExpectedSum, sumProblem } from '../../domain/expected-sum.ts';
import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import type { CommandPlan, CommandStep, Finding, Prepared, StepContext } from './command-plan.ts';
import { readCreditedInvoice } from './document/credited-invoice.ts';
import { creditedSum } from './document/credited-sum.ts';
import { positionUnits } from './document/document-body.ts';
import { documentNumber, type Numbered } from './document/next-number.ts';
import { saveCreditNoteBody } from './document/save-credit-note.ts';
import { findMarked, type Sought } from './record/find-marked.ts';
import { lookingAgain } from './record/look-again.ts';
import { documentOutcome, savedRecord } from './record/saved-record.ts';

type Context = StepContext<'credit_note.create'>;

/** Fixed before the call: a look compares what it finds with them. */
type CreditNoteFacts = {
  readonly invoiceId: string;
  readonly contactId: string;
  readonly number: string;
  readonly expected: ExpectedSum;
};

/** The type is documented so; some clients use another one. */
const NUMBERS: Numbered = { resource: 'CreditNote', type: 'CN', field: 'creditNoteNumber' };

const save: CommandStep<'credit_note.create'> = lookingAgain({
  name: 'save',
  prepare: prepareSave,
  lookFor: lookForCreditNote,
});

/** One call, over all positions of an invoice or those given. */
export const creditNoteCreatePlan: CommandPlan<'credit_note.create'> = {
  steps: [save],
  claimsMarker: true,
  externalId: (_data, marker) => ({ resource: 'CreditNote', externalId: marker }),
};

async function prepareSave(context: Context): Promise<Prepared> {
  const { client, data, marker } = context;
  const invoice = await readCreditedInvoice(client, await context.recordId('Invoice', data.invoice));
  const expected = creditedSum(data, invoice);
  const lookUps = await context.lookUps({ units: positionUnits(data.positions ?? []) });
  const number = await documentNumber(NUMBERS, context);
  const facts: CreditNoteFacts = {
    invoiceId: invoice.record.id,
    contactId: contactOf(invoice.record),
    number,
    expected,
  };
  return {
    kind: 'call',
    call: {
      method: 'POST',
      path: 'CreditNote/Factory/saveCreditNote',
      body: saveCreditNoteBody(data, { invoice, number, marker, lookUps }),
    },
    read: (objects) => outcome(savedRecord(objects, 'creditNote')),
    facts,
  };
}

async function lookForCreditNote(context: Context): Promise<Finding> {
  return findMarked(context.client, soughtCreditNote(context));
}

/** The filter is spelled `customerInternalNote`, unlike sevdesk's documentation says, and matches exactly (measured). */
function soughtCreditNote({ marker, facts, firstAttemptAtMs }: Context): Sought {
  const known = facts as CreditNoteFacts;
  return {
    path: 'CreditNote',
    query: {
      customerInternalNote: marker,
      'contact[id]': known.contactId,
      'contact[objectName]': 'Contact',
    },
    marker,
    isMarked: (row) => scalar(row, 'customerInternalNote') === marker,
    differs: (row) => differsFrom(known, row),
    outcome,
    firstAttemptAtMs,
  };
}

function differsFrom({ contactId, invoiceId, expected }: CreditNoteFacts, row: SevdeskRecord): string | undefined {
  if (referenceId(row, 'contact') !== contactId) return 'belongs to another contact';
  if ((referenceId(row, 'refSrcInvoice') ?? invoiceId) !== invoiceId) return 'is for another invoice';
  return sumProblem(expected, row);
}

function contactOf(invoice: SevdeskRecord): string {
  const contactId = referenceId(invoice, 'contact');
  if (contactId !== undefined) return contactId;
  throw new CommandRefused('invalid_command', `data.invoice: Invoice ${invoice.id} has no contact, which is required`);
}

function outcome(record: SevdeskRecord) {
  return documentOutcome('CreditNote', record, 'creditNoteNumber');
}
