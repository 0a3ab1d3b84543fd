import * as z from 'zod/mini';
import type { CommandResult } from '../domain/ledger-entry.ts';
import { OutcomeUnknown } from '../domain/sevdesk-error.ts';
import { amount, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import { readRecords } from './record-list.ts';

const wrapped = z.looseObject({ invoice: z.unknown() });

/**
 * The invoice in an answer of `saveInvoice`: `{ invoice, invoicePos }` in practice, the bare record as documented.
 * @throws OutcomeUnknown when the answer names no invoice, since something may have been saved.
 */
export function savedInvoice(objects: unknown): SevdeskRecord {
  const parsed = wrapped.safeParse(objects);
  const invoice = parsed.success ? parsed.data.invoice : objects;
  const [record] = typeof invoice === 'object' ? readRecords(invoice).records : [];
  if (!record) throw new OutcomeUnknown('sevdesk answered a saved invoice without its id');
  return record;
}

/** What `command.succeeded` says of an invoice. */
export function invoiceResult(record: SevdeskRecord): CommandResult {
  return {
    resource: 'Invoice',
    recordId: record.id,
    number: scalar(record, 'invoiceNumber') ?? null,
    net: amount(record, 'sumNet') ?? null,
    gross: amount(record, 'sumGross') ?? null,
    currency: scalar(record, 'currency') ?? null,
  };
}
