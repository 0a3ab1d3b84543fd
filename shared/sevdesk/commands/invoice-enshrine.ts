import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import { THEN_AGAIN } from '../../domain/then-again.ts';
import type { CommandPlan, Finding, Prepared, StepContext } from './command-plan.ts';
import { invoiceGone, invoiceOutcome, isOpened } from './document/invoice-state.ts';
import { neededDocument } from './document/needed-document.ts';
import { findRecord } from './record/read-record.ts';

type Context = StepContext<'invoice.enshrine'>;

/** Nobody can take it back. An invoice that is enshrined already, as sending does it (measured), needs no call. */
export const invoiceEnshrinePlan: CommandPlan<'invoice.enshrine'> = {
  steps: [{ name: 'enshrine', prepare: prepareEnshrining, lookFor: lookForEnshrined }],
};

async function prepareEnshrining(context: Context): Promise<Prepared> {
  const invoice = await neededDocument(context, 'Invoice', await context.recordId('Invoice', context.data.invoice));
  if (isEnshrined(invoice)) return { kind: 'done', outcome: invoiceOutcome(invoice) };
  const { id } = invoice;
  // Documentation, "enshrine": only from status 200 on.
  if (!isOpened(invoice)) {
    const message = `Invoice ${id} is a draft, which can not be enshrined: send it or mark it as sent first, ${THEN_AGAIN}.`;
    throw new CommandRefused('dependency_missing', message, true);
  }
  return {
    kind: 'call',
    call: { method: 'PUT', path: `Invoice/${id}/enshrine` },
    read: () => invoiceOutcome(invoice),
    facts: { invoiceId: id },
    note: { resource: 'Invoice', key: id },
  };
}

async function lookForEnshrined({ client, facts }: Context): Promise<Finding> {
  const { invoiceId } = facts as { invoiceId: string };
  const invoice = await findRecord(client, 'Invoice', invoiceId);
  if (!invoice) return invoiceGone(invoiceId);
  return isEnshrined(invoice) ? { kind: 'found', outcome: invoiceOutcome(invoice) } : { kind: 'nothing' };
}

/** The time at which it was done. */
function isEnshrined(invoice: SevdeskRecord): boolean {
  return Boolean(scalar(invoice, 'enshrined'));
}
