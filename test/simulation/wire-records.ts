import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import type { DocumentStatus, Simulated } from './history.ts';

/** The field of each resource that people edit. */
export const TEXT_FIELD: Readonly<Record<Simulated, string>> = {
  Contact: 'name',
  Invoice: 'header',
  Voucher: 'description',
  Part: 'name',
  Tag: 'name',
};

export const GROSS = 40;

const STATUS_CODES: Readonly<Partial<Record<Simulated, Readonly<Record<DocumentStatus, string>>>>> = {
  Invoice: { draft: '100', open: '200', partly: '750', paid: '1000' },
  Voucher: { draft: '50', open: '100', partly: '750', paid: '1000' },
};

/** A time as sevdesk writes it. Simulations take place in winter. */
export function stampOf(ms: number): string {
  return new Date(ms + 3_600_000).toISOString().replace(/\.\d+Z$/, '+01:00');
}

export function isDocument(resource: Simulated): boolean {
  return STATUS_CODES[resource] !== undefined;
}

export interface Creation {
  readonly resource: Simulated;
  readonly id: string;
  readonly text: number;
  readonly status: DocumentStatus;
  readonly termDays: number;
  readonly atMs: number;
}

/** A new record as sevdesk lists it. Tags come without `update`, as documented. */
export function newRecord(creation: Creation): SevdeskRecord {
  const { resource, id, text, atMs } = creation;
  const stamp = stampOf(atMs);
  return {
    id,
    objectName: resource,
    create: stamp,
    ...(resource !== 'Tag' && { update: stamp }),
    sevClient: { id: '900100', objectName: 'SevClient' },
    [TEXT_FIELD[resource]]: textOf(text),
    ...documentFields(creation),
  };
}

function documentFields({ resource, status, termDays, atMs }: Creation): Partial<SevdeskRecord> {
  if (!isDocument(resource)) return {};
  const sums = { currency: 'EUR', sumNet: '33.61', sumTax: '6.39', sumGross: String(GROSS) };
  const dates =
    resource === 'Invoice'
      ? { invoiceType: 'RE', invoiceDate: stampOf(atMs), timeToPay: String(termDays), customerInternalNote: null }
      : { voucherType: 'VOU', creditDebit: 'C', paymentDeadline: stampOf(atMs + termDays * 86_400_000) };
  return { ...sums, ...dates, ...statusFields(resource, { status, paid: 10, atMs }) };
}

export function textOf(text: number): string {
  return `Text ${text}`;
}

/** What a status change sets. */
export function statusFields(
  resource: Simulated,
  { status, paid, atMs }: { status: DocumentStatus; paid: number; atMs: number },
): Partial<SevdeskRecord> {
  const isPaid = status === 'paid';
  const amount = isPaid ? GROSS : status === 'partly' ? paid : 0;
  return { status: STATUS_CODES[resource]?.[status], paidAmount: amount, payDate: isPaid ? stampOf(atMs) : null };
}

export function statusOf({ objectName, status }: SevdeskRecord): DocumentStatus | undefined {
  const codes = Object.entries(STATUS_CODES[objectName as Simulated] ?? {});
  return codes.find(([, code]) => code === status)?.[0] as DocumentStatus | undefined;
}

/** The same content in other words: other order of fields, numbers as texts, null left out. */
export function respelled(record: SevdeskRecord): SevdeskRecord {
  const entries = Object.entries(record).reverse();
  const spelled = entries.flatMap(([field, value]): [string, unknown][] => {
    if (value === null) return [];
    return [[field, typeof value === 'number' ? String(value) : value]];
  });
  return Object.fromEntries(spelled) as SevdeskRecord;
}

/** The positions of a document. */
export function positionsOf(resource: Simulated, id: string, text: number): readonly SevdeskRecord[] {
  if (!isDocument(resource)) return [];
  const parent = resource === 'Invoice' ? 'invoice' : 'voucher';
  return [0, 1].slice(0, 1 + (text % 2)).map((index) => ({
    id: `${id}${index}`,
    name: textOf(text),
    quantity: '1',
    [parent]: { id, objectName: resource },
  }));
}
