import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import type { StepContext } from '../command-plan.ts';
import { missingRecord } from '../record/needed-record.ts';
import { findRecord } from '../record/read-record.ts';

/** A recurring invoice (Wiederkehrende Rechnung): it makes invoices, and has statuses like a draft's (documentation, "Invoice"). */
const TEMPLATE = 'WKR';

/**
 * A document that a command changes, as it is now.
 * @throws CommandRefused where sevdesk has none with this id, and for a template: nobody means it
 */
export async function neededDocument(
  { client, completed }: Pick<StepContext, 'client' | 'completed'>,
  resource: 'Invoice' | 'Voucher',
  id: string,
): Promise<SevdeskRecord> {
  const document = await findRecord(client, resource, id);
  const isOurs = completed.some((step) => step.resource === resource && step.recordId === id);
  if (!document) throw isOurs ? deletedSince(resource, id) : missingRecord(resource, id);
  if (scalar(document, 'invoiceType') !== TEMPLATE) return document;
  const message = `${resource} ${id} is a template of recurring invoices (${TEMPLATE}), which the relay leaves alone: name one of its invoices.`;
  throw new CommandRefused('invalid_command', message);
}

/** Its reference stays taken, so that the same command would be refused. */
function deletedSince(resource: string, id: string): CommandRefused {
  const message = `${resource} ${id}, which this command was at, is not in sevdesk any more. Drop the command; to make it anew, send one with another commandId and another reference.`;
  return new CommandRefused('dependency_missing', message);
}
