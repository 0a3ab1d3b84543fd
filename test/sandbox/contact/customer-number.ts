import type { Account } from '../account.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';
import { type Fields, reference } from '../wire-record.ts';

const SEQUENCE = 'Contact';

/** `GET /Contact/Factory/getNextCustomerNumber` (documentation, "Contact"): free, but not reserved (assumed). */
export function getNextCustomerNumber({ account }: ApiCall): ApiAnswer {
  return objects(freeNumber(account));
}

/** `GET /Contact/Mapper/checkCustomerNumberAvailability` (documentation, "Contact"). */
export function checkCustomerNumberAvailability({ account, query }: ApiCall): ApiAnswer {
  const number = query.get('customerNumber');
  // Practice; the message is assumed.
  if (number === null) throw refuse(500, 'Internal Server Error');
  return objects(!isTaken(account, number));
}

/**
 * The number of a new contact that brings none: a free one (measured), or that of the organisation a person belongs to
 * (practice: numbers are not unique).
 */
export function assignedNumber(account: Account, contact: Fields): unknown {
  const parent = reference(contact.parent);
  if (parent) return account.get('Contact', parent.id).customerNumber;
  freeNumber(account);
  return account.nextNumber(SEQUENCE);
}

/** Moves on past the numbers that contacts have by other ways. */
function freeNumber(account: Account): string {
  while (isTaken(account, account.peekNumber(SEQUENCE))) account.nextNumber(SEQUENCE);
  return account.peekNumber(SEQUENCE);
}

function isTaken(account: Account, number: string): boolean {
  return account.records('Contact').some(({ customerNumber }) => customerNumber === number);
}
