import type { InvoiceCreateData } from '../contract/command.ts';
import { sumMatches } from '../domain/document-sum.ts';
import { UnexpectedAnswer } from '../domain/sevdesk-error.ts';
import { referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import type { SevdeskClient } from './client.ts';
import { readRecords } from './record-list.ts';

/** sevdesk's clock and ours may differ, and its timestamps have whole seconds. */
const CLOCK_TOLERANCE_MS = 120_000;
/** The largest page that sevdesk allows. */
const ROWS = 1000;

/** What a look for a marker found. */
export type Finding =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'found'; readonly record: SevdeskRecord }
  | { readonly kind: 'ambiguous'; readonly message: string };

export interface SoughtInvoice {
  readonly marker: string;
  readonly data: InvoiceCreateData;
  readonly firstAttemptAtMs: number;
}

/**
 * Looks for the invoice that a call without an answer may have made. The filter is spelled `customerInternalNote`,
 * unlike sevdesk's documentation says, and matches exactly (measured); a cancellation (SR) carries the same note. Unknown
 * filters answer everything, so the documented filter by contact stands beside it, and all is compared here again.
 * @throws UnexpectedAnswer when the answer is no list that can be read to its end: nothing can be concluded from it.
 */
export async function findInvoice(client: SevdeskClient, sought: SoughtInvoice): Promise<Finding> {
  const query = {
    customerInternalNote: sought.marker,
    'contact[id]': sought.data.contact.id,
    'contact[objectName]': 'Contact',
    showAll: 'true',
    countAll: 'true',
    limit: String(ROWS),
  };
  const { objects, total } = await client.call({ path: 'Invoice', query });
  if (!Array.isArray(objects)) throw new UnexpectedAnswer('sevdesk answered a list of invoices that is no list');
  const { records, unreadable } = readRecords(objects);
  if (unreadable > 0) throw new UnexpectedAnswer('sevdesk answered a list with invoices without an id');
  const isWhole = total === undefined ? records.length < ROWS : records.length >= total;
  const finding = judgeRows(records, { ...sought, isWhole });
  if (finding.kind === 'nothing' && !isWhole) {
    throw new UnexpectedAnswer(`sevdesk counts ${total} invoices and lists ${records.length}`);
  }
  return finding;
}

/**
 * The pure part: which of the rows, if any, is ours. A row with another marker means that the filter was ignored; then only
 * a whole list says that ours is not there.
 */
export function judgeRows(
  rows: readonly SevdeskRecord[],
  sought: SoughtInvoice & { readonly isWhole: boolean },
): Finding {
  const marked = rows.filter((row) => scalar(row, 'customerInternalNote') === sought.marker);
  if (!sought.isWhole && marked.length < rows.length) {
    return ambiguous(
      `sevdesk ignored the filter for "${sought.marker}", so it can't be known whether the invoice exists`,
    );
  }
  const invoices = marked.filter((row) => scalar(row, 'invoiceType') === 'RE');
  const [first, ...others] = invoices;
  if (!first) return { kind: 'nothing' };
  const ids = invoices.map(({ id }) => id).join(', ');
  if (others.length > 0) return ambiguous(`More than one invoice carries "${sought.marker}": ids ${ids}`);
  const difference = differs(first, sought);
  return difference
    ? ambiguous(`Invoice ${first.id} carries "${sought.marker}" but ${difference}; it was not adopted`)
    : { kind: 'found', record: first };
}

function ambiguous(message: string): Finding {
  return { kind: 'ambiguous', message };
}

function differs(record: SevdeskRecord, { data, firstAttemptAtMs }: SoughtInvoice): string | undefined {
  if (referenceId(record, 'contact') !== data.contact.id) return 'belongs to another contact';
  if ((scalar(record, 'currency') ?? 'EUR') !== (data.currency ?? 'EUR')) return 'has another currency';
  const createdAt = Date.parse(scalar(record, 'create') ?? '');
  if (createdAt < firstAttemptAtMs - CLOCK_TOLERANCE_MS) return 'is older than the first attempt';
  const sum = scalar(record, data.prices === 'gross' ? 'sumGross' : 'sumNet');
  if (sum !== undefined && !sumMatches(data.positions, sum)) return `has another sum (${sum})`;
  return undefined;
}
