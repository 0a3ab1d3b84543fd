import { CommandRefused, UnexpectedAnswer } from '../../../domain/sevdesk-error.ts';
import { amount, type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { THEN_AGAIN } from '../../../domain/then-again.ts';
import type { SevdeskClient } from '../../client.ts';
import { listRows } from '../record/find-marked.ts';
import { neededRecord } from '../record/needed-record.ts';

/** An invoice that a credit note is made for, as it stands in sevdesk. */
export interface CreditedInvoice {
  readonly record: SevdeskRecord;
  readonly positions: readonly SevdeskRecord[];
  /** Discounts and fees of the whole invoice. */
  readonly discounts: readonly SevdeskRecord[];
}

/** Invoices and final invoices; the documentation excludes AR and TR ("Credit Notes"), the others are no claims. */
const CREDITABLE = ['RE', 'ER'];
const DRAFT = '100';
const CLOSED = '1000';

/** @throws CommandRefused for an invoice that is not there, or that no credit note can be made for */
export async function readCreditedInvoice(client: SevdeskClient, id: string): Promise<CreditedInvoice> {
  const record = await neededRecord(client, 'Invoice', id);
  refuseUncreditable(record);
  const positions = await wholeList(client, `Invoice/${id}/getPositions`);
  // Practice: undocumented for invoices, so it is asked only where there is something to tell.
  const hasDiscounts = Number(scalar(record, 'sumDiscounts') ?? 0) !== 0;
  const discounts = hasDiscounts ? await wholeList(client, `Invoice/${id}/getDiscounts`) : [];
  return { record, positions, discounts };
}

function refuseUncreditable(invoice: SevdeskRecord): void {
  const type = scalar(invoice, 'invoiceType') ?? 'RE';
  if (!CREDITABLE.includes(type)) {
    const message = `data.invoice: Invoice ${invoice.id} is of type ${type}; credit notes are for ${CREDITABLE.join(' and ')} only`;
    throw new CommandRefused('invalid_command', message);
  }
  if (isCancelled(invoice)) {
    const message = `data.invoice: Invoice ${invoice.id} is cancelled, so there is nothing left to credit`;
    throw new CommandRefused('invalid_command', message);
  }
  if (scalar(invoice, 'status') !== DRAFT) return;
  const message = `Invoice ${invoice.id} is still a draft: send it first, ${THEN_AGAIN}; or change the draft.`;
  throw new CommandRefused('dependency_missing', message, true);
}

/** Closed, though nothing was paid of it: sevdesk has no status of its own for that (measured). */
function isCancelled(invoice: SevdeskRecord): boolean {
  const [gross, paid] = [amount(invoice, 'sumGross'), amount(invoice, 'paidAmount')];
  return scalar(invoice, 'status') === CLOSED && paid === 0 && gross !== 0;
}

async function wholeList(client: SevdeskClient, path: string): Promise<readonly SevdeskRecord[]> {
  const { records, isWhole } = await listRows(client, { path, query: {} });
  if (!isWhole) throw new UnexpectedAnswer(`sevdesk answered only ${records.length} rows of ${path}`);
  return records;
}
