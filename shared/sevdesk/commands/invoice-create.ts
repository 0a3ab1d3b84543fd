import { documentTaxRule } from '../../domain/check-tax.ts';
import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { originOf } from '../document.ts';
import type { CommandPlan, CommandStep, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { anotherSum, compareTotals, describeTotals, withTotals } from './document/compare-totals.ts';
import { documentLookUps } from './document/document-body.ts';
import { saveFromOrder } from './document/invoice-from-order.ts';
import { invoiceOutcome } from './document/invoice-state.ts';
import { type ComposedInvoice, isComposed, saveInvoiceBody } from './document/save-invoice.ts';
import { sendSteps } from './document/send-invoice.ts';
import { bookStep } from './payment/book-payment.ts';
import { BOOKED_AHEAD, checkBookingAhead } from './payment/check-booking-ahead.ts';
import { payableInvoice } from './payment/payable-invoice.ts';
import { findMarked, type Sought } from './record/find-marked.ts';
import { lookingAgain } from './record/look-again.ts';
import { savedRecord } from './record/saved-record.ts';

type Context = StepContext<'invoice.create'>;

const save: CommandStep<'invoice.create'> = lookingAgain({
  name: 'save',
  applies: isComposed,
  prepare: prepareSave,
  lookFor: lookForInvoice,
});

/** One call with all positions; then, if the command says so, it is sent and paid. */
export const invoiceCreatePlan: CommandPlan<'invoice.create'> = {
  steps: [
    save,
    saveFromOrder,
    ...sendSteps<'invoice.create'>({
      sending: ({ then }) => then?.send,
      invoiceId: createdInvoiceId,
      check: requireExpectedTotals,
    }),
    bookStep<'invoice.create'>(payableInvoice, {
      path: BOOKED_AHEAD,
      booking: ({ then }) => then?.book,
      recordId: createdInvoiceId,
      check: requireExpectedTotals,
    }),
  ],
  claimsMarker: true,
  externalId: (_data, marker) => ({ resource: 'Invoice', externalId: marker }),
};

async function prepareSave(context: Context): Promise<Prepared> {
  const { data, settings, marker } = context;
  const composed = composedOf(data);
  const contactId = await context.recordId('Contact', composed.contact);
  await checkBookingAhead(context, { currency: composed.currency, composed });
  const lookUps = await context.lookUps(documentLookUps(composed, settings));
  const body = saveInvoiceBody(composed, { contactId, marker, lookUps, settings });
  return {
    kind: 'call',
    call: { method: 'POST', path: 'Invoice/Factory/saveInvoice', body },
    read: (objects) => savedOutcome(context, savedRecord(objects, 'invoice')),
    facts: { contactId },
  };
}

async function lookForInvoice(context: Context): Promise<Finding> {
  const { contactId } = context.facts as { contactId?: string };
  return findMarked(context.client, soughtInvoice(context, contactId));
}

/**
 * The filter is spelled `customerInternalNote`, unlike sevdesk's documentation says, and matches exactly (measured); a
 * cancellation (SR) carries the same note.
 * @param contactId undefined for entries of the ledger from before it was kept there
 */
export function soughtInvoice(
  context: Pick<Context, 'data' | 'settings' | 'marker' | 'firstAttemptAtMs'>,
  contactId: string | undefined,
): Sought {
  const { marker, firstAttemptAtMs } = context;
  const data = composedOf(context.data);
  return {
    path: 'Invoice',
    query: {
      customerInternalNote: marker,
      ...(contactId !== undefined && { 'contact[id]': contactId, 'contact[objectName]': 'Contact' }),
      showAll: 'true',
    },
    marker,
    isMarked: (row) => scalar(row, 'customerInternalNote') === marker,
    // A cancellation carries the note of its original, and an invoice made from an order may carry the order's.
    isOther: (row) => scalar(row, 'invoiceType') !== (data.invoiceType ?? 'RE') || originOf(row, 'Order') !== undefined,
    differs: (row) => differsFrom(data, contactId, row),
    outcome: (row) => savedOutcome(context, row),
    firstAttemptAtMs,
  };
}

function differsFrom(data: ComposedInvoice, contactId: string | undefined, row: SevdeskRecord): string | undefined {
  if (contactId !== undefined && referenceId(row, 'contact') !== contactId) return 'belongs to another contact';
  if ((scalar(row, 'currency') ?? 'EUR') !== (data.currency ?? 'EUR')) return 'has another currency';
  return anotherSum(data, row);
}

/** What was saved, and how sevdesk's sums differ from ours where they do. */
function savedOutcome(context: Pick<Context, 'data' | 'settings'>, invoice: SevdeskRecord): StepOutcome {
  return withTotals(invoiceOutcome(invoice), differentTotals(context, invoice));
}

/**
 * An invoice whose sums are not what the command comes to does not leave: it stays a draft that a person can look at.
 * @throws CommandRefused
 */
function requireExpectedTotals(context: Context, invoice: SevdeskRecord): void {
  const totals = differentTotals(context, invoice);
  if (!totals || totals.rounding) return;
  const message = `sevdesk's sums of Invoice ${invoice.id} are not what the command comes to (${describeTotals(totals)}), so nothing more was done with it. Mend it in sevdesk and redrive, or go on with invoice.send and invoice.book.`;
  throw new CommandRefused('ambiguous', message, true);
}

function differentTotals({ data, settings }: Pick<Context, 'data' | 'settings'>, invoice: SevdeskRecord) {
  return isComposed(data) ? compareTotals({ data, taxRule: documentTaxRule(data, settings) }, invoice) : undefined;
}

async function createdInvoiceId({ completed, commandId }: Context): Promise<string> {
  const created = completed.find(({ resource }) => resource === 'Invoice');
  if (!created) throw new Error(`${commandId} has made no invoice yet`);
  return created.recordId;
}

function composedOf(data: Context['data']): ComposedInvoice {
  if (isComposed(data)) return data;
  throw new CommandRefused('invalid_command', 'data: an invoice from an order is not composed');
}
