import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import type { CommandPlan, Finding, Prepared, StepContext, StepOutcome } from './command-plan.ts';
import { DRAFT } from './document/document-body.ts';
import { neededDocument } from './document/needed-document.ts';
import { findRecord } from './record/read-record.ts';

type Context = StepContext<'invoice.delete_draft'>;

/**
 * Deletes a draft; what was sent stays, as the law wants it. An invoice that is gone before the first call was never there
 * for this command: that is refused. `DELETE` of an invoice is not documented (measured).
 */
export const invoiceDeleteDraftPlan: CommandPlan<'invoice.delete_draft'> = {
  steps: [{ name: 'delete', prepare: prepareDeletion, lookFor: lookForDeleted }],
};

async function prepareDeletion(context: Context): Promise<Prepared> {
  const { client, data, recordId, facts } = context;
  const id = await recordId('Invoice', data.invoice);
  const invoice =
    facts.invoiceId === id ? await findRecord(client, 'Invoice', id) : await neededDocument(context, 'Invoice', id);
  if (!invoice) return { kind: 'done', outcome: deleted(id) };
  requireDraft(invoice);
  return {
    kind: 'call',
    call: { method: 'DELETE', path: `Invoice/${id}` },
    read: () => deleted(id),
    facts: { invoiceId: id },
    note: { resource: 'Invoice', key: id },
  };
}

async function lookForDeleted({ client, facts }: Context): Promise<Finding> {
  const { invoiceId } = facts as { invoiceId: string };
  const invoice = await findRecord(client, 'Invoice', invoiceId);
  return invoice ? { kind: 'nothing' } : { kind: 'found', outcome: deleted(invoiceId) };
}

/** sevdesk refuses it too: code 159 (measured). */
function requireDraft(invoice: SevdeskRecord): void {
  const status = scalar(invoice, 'status');
  if (status === String(DRAFT)) return;
  const message = `Invoice ${invoice.id} has status ${status}; only drafts (status ${DRAFT}) can be deleted. Cancel it with invoice.cancel instead.`;
  throw new CommandRefused('invalid_command', message);
}

function deleted(recordId: string): StepOutcome {
  return { resource: 'Invoice', recordId };
}
