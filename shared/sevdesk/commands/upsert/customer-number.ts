import { CommandRefused, UnexpectedAnswer } from '../../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../../client.ts';
import type { Finding } from '../command-plan.ts';
import { findMarked, type Sought } from '../record/find-marked.ts';

/** Which of the contacts that have a number is sought. */
type NumberedContact = Pick<Sought, 'isOther' | 'outcome' | 'firstAttemptAtMs'>;

/**
 * Looks for the contact with a customer number. The filter is exact, and without `depth=1` persons are missing (measured).
 * Numbers are not unique (practice), so others may have it as well.
 */
export function findNumbered(client: SevdeskClient, customerNumber: string, wanted: NumberedContact): Promise<Finding> {
  return findMarked(client, {
    path: 'Contact',
    query: { customerNumber, depth: '1' },
    marker: customerNumber,
    isMarked: (row) => scalar(row, 'customerNumber') === customerNumber,
    differs: () => undefined,
    ...wanted,
  });
}

/**
 * Refuses a number that another contact has: duplicates must be avoided (documentation, "Contact").
 * @throws CommandRefused
 */
export async function requireFree(client: SevdeskClient, customerNumber: string, ownId?: string): Promise<void> {
  const holder = await findHolder(client, customerNumber, ({ id }) => id === ownId);
  if (holder.kind === 'nothing') return;
  if (holder.kind === 'ambiguous') throw new CommandRefused('ambiguous', holder.message);
  const message = `data.customerNumber: contact ${holder.outcome.recordId} has "${customerNumber}" already; give its "id" to update it, another number, or none for the next free one`;
  throw new CommandRefused('invalid_command', message);
}

/** The number that sevdesk would give next. Never made up: that leaves gaps, or takes what others are about to get. */
export async function nextCustomerNumber(client: SevdeskClient): Promise<string> {
  const { objects } = await client.call({ path: 'Contact/Factory/getNextCustomerNumber' });
  const number = typeof objects === 'number' ? String(objects) : objects;
  if (typeof number === 'string' && number !== '') return number;
  throw new UnexpectedAnswer('sevdesk answered the next customer number without one');
}

/** Whoever has a number. */
export function findHolder(
  client: SevdeskClient,
  customerNumber: string,
  isOther: (row: SevdeskRecord) => boolean = () => false,
): Promise<Finding> {
  const outcome = ({ id }: SevdeskRecord) => ({ resource: 'Contact', recordId: id });
  return findNumbered(client, customerNumber, { isOther, outcome, firstAttemptAtMs: 0 });
}
