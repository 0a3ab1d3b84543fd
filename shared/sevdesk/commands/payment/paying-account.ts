import type { DocumentBooking } from '../../../contract/commands/invoice.ts';
import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import { referenceId, scalar } from '../../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../../client.ts';
import { missingRecord, neededRecord } from '../record/needed-record.ts';

/** Their transactions are those of the bank; accounts of other types have none but what sevdesk books. */
const ONLINE = 'online';

/** What a command says of a payment, and where in it: `data`, or the part that says what follows. */
export interface AskedPayment extends Omit<DocumentBooking, 'invoice'> {
  readonly path: string;
}

/**
 * Whether account and transaction go together: online accounts need a transaction that exists, for others sevdesk makes it
 * (documentation, "bookAmount").
 * @throws CommandRefused
 */
export async function requirePayingAccount(
  client: SevdeskClient,
  { account, transaction, path }: Pick<AskedPayment, 'account' | 'transaction' | 'path'>,
): Promise<void> {
  const type = scalar(await neededRecord(client, 'CheckAccount', account.id), 'type');
  if (type === ONLINE && !transaction) {
    const message = `${path}.transaction: required, since CheckAccount ${account.id} is an online account: say which of its transactions the payment is`;
    throw new CommandRefused('invalid_command', message);
  }
  if (type !== ONLINE && type !== undefined && transaction) {
    const message = `${path}.transaction: not allowed, since CheckAccount ${account.id} is of type "${type}": leave it out, sevdesk makes the transaction itself`;
    throw new CommandRefused('invalid_command', message);
  }
}

/** @throws CommandRefused for a transaction that is not there, or is one of another account */
export async function requireTransaction(
  client: SevdeskClient,
  id: string,
  { account, path }: Pick<AskedPayment, 'account' | 'path'>,
): Promise<void> {
  const transaction = await neededRecord(client, 'CheckAccountTransaction', id);
  // A deleted one can still be read (measured).
  if (scalar(transaction, 'deletedAt')) throw missingRecord('CheckAccountTransaction', id);
  const accountId = referenceId(transaction, 'checkAccount') ?? account.id;
  if (accountId === account.id) return;
  const message = `${path}.transaction: CheckAccountTransaction ${id} is one of CheckAccount ${accountId}, and not of ${account.id}`;
  throw new CommandRefused('invalid_command', message);
}
