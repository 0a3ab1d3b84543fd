import { CommandRefused, OutcomeUnknown } from '../../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { originOf } from '../document.ts';
import type { CommandPlan, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { invoiceGone, invoiceOutcome, isOpened } from './document/invoice-state.ts';
import { neededDocument } from './document/needed-document.ts';
import { findMarked } from './record/find-marked.ts';
import { findRecord } from './record/read-record.ts';
import { savedRecord } from './record/saved-record.ts';

type Context = StepContext<'invoice.cancel'>;

/** What a cancelled invoice has, as a paid one does: sevdesk has no status of its own for it (measured). */
const CLOSED = '1000';

/**
 * Cancels: sevdesk makes a cancellation (Stornorechnung, SR), which is the answer. An invoice that was cancelled before, by
 * whomever, is as the command wishes: its cancellation is the answer then. There is never more than one.
 */
export const invoiceCancelPlan: CommandPlan<'invoice.cancel'> = {
  steps: [{ name: 'cancel', prepare: prepareCancellation, lookFor: lookForCancellation }],
};

async function prepareCancellation(context: Context): Promise<Prepared> {
  const { client, data, recordId } = context;
  const invoice = await neededDocument(context, 'Invoice', await recordId('Invoice', data.invoice));
  const { id } = invoice;
  if (!isOpened(invoice)) {
    const message = `Invoice ${id} is a draft, which can not be cancelled: delete it with invoice.delete_draft instead.`;
    throw new CommandRefused('invalid_command', message);
  }
  const finding = scalar(invoice, 'status') === CLOSED ? await findCancellation(client, invoice) : undefined;
  if (finding?.kind === 'found') return { kind: 'done', outcome: finding.outcome };
  return {
    kind: 'call',
    call: { method: 'POST', path: `Invoice/${id}/cancelInvoice` },
    read: (objects) => cancellationOutcome(answeredCancellation(objects, id), id),
    facts: { invoiceId: id },
    note: { resource: 'Invoice', key: id },
  };
}

async function lookForCancellation({ client, facts }: Context): Promise<Finding> {
  const { invoiceId } = facts as { invoiceId: string };
  const invoice = await findRecord(client, 'Invoice', invoiceId);
  return invoice ? findCancellation(client, invoice) : invoiceGone(invoiceId);
}

/** It carries the contact and the note of its original, which is how it is listed, and names it as its origin (measured). */
function findCancellation(client: Context['client'], invoice: SevdeskRecord): Promise<Finding> {
  const { id } = invoice;
  const contactId = referenceId(invoice, 'contact');
  const note = scalar(invoice, 'customerInternalNote');
  return findMarked(client, {
    path: 'Invoice',
    query: {
      showAll: 'true',
      ...(contactId && { 'contact[id]': contactId, 'contact[objectName]': 'Contact' }),
      ...(note && { customerInternalNote: note }),
    },
    marker: `a cancellation of Invoice ${id}`,
    isMarked: (row) => isCancellationOf(row, id),
    differs: () => undefined,
    outcome: (row) => cancellationOutcome(row, id),
    // Whoever made it, and whenever.
    firstAttemptAtMs: 0,
  });
}

function isCancellationOf(row: SevdeskRecord, id: string): boolean {
  return scalar(row, 'invoiceType') === 'SR' && originOf(row, 'Invoice') === id;
}

/** Documented is that the cancellation is answered, and measured. */
function answeredCancellation(objects: unknown, id: string): SevdeskRecord {
  const answered = savedRecord(objects);
  if (!isCancellationOf(answered, id)) {
    throw new OutcomeUnknown(`sevdesk answered the cancellation of Invoice ${id} with something else`);
  }
  return answered;
}

function cancellationOutcome(cancellation: SevdeskRecord, originalId: string): StepOutcome {
  const outcome = invoiceOutcome(cancellation);
  return { ...outcome, details: { ...outcome.details, originalId } };
}
