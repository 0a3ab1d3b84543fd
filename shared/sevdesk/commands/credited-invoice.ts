import { CommandRefused, UnexpectedAnswer } from '../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../client.ts';
import { listRows } from './find-marked.ts';
import { neededRecord } from './needed-record.ts';

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
  if (scalar(invoice, 'status') !== DRAFT) return;
  const message = `Invoice ${invoice.id} is still a draft: send it first, then make its credit note; or change the draft.`;
  throw new CommandRefused('dependency_missing', message, true);
}

async function wholeList(client: SevdeskClient, path: string): Promise<readonly SevdeskRecord[]> {
  const { records, isWhole } = await listRows(client, { path, query: {} });
  if (!isWhole) throw new UnexpectedAnswer(`sevdesk answered only ${records.length} rows of ${path}`);
  return records;
}
