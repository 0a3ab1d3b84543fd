import type { Account } from '../account.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { reference, type WireRecord } from '../wire-record.ts';

/** Fields of a position that come as text, unlike its amounts. */
const TEXT_FIELDS = ['id', 'objectName', 'name', 'text'];

/**
 * The odd shape of `saveInvoice` (measured): each position holds the whole invoice and the whole unit, has no dates, and
 * numbers instead of strings; a quantity of 1 comes as `true`.
 */
export function factoryAnswer(account: Account, invoice: WireRecord, positions: readonly WireRecord[]): ApiAnswer {
  const invoicePos = positions.map((position) => oddPosition(account, invoice, position));
  return objects({ invoice, invoicePos, vatdrop: 'not relevant' }, 201);
}

function oddPosition(account: Account, invoice: WireRecord, position: WireRecord): Record<string, unknown> {
  const { sevClient: _, ...fields } = position;
  const numbers = Object.entries(fields).map(([name, value]) => [name, numberUnlessText(name, value)]);
  return {
    ...Object.fromEntries(numbers),
    create: null,
    update: null,
    invoice,
    unity: account.find('Unity', reference(position.unity)?.id ?? '') ?? position.unity,
    quantity: position.quantity === '1' ? true : Number(position.quantity),
    isPercentage: true,
    taxRate: Number(position.taxRate).toFixed(2),
    createNextPart: false,
  };
}

function numberUnlessText(name: string, value: unknown): unknown {
  return typeof value === 'string' && !TEXT_FIELDS.includes(name) ? Number(value) : value;
}
