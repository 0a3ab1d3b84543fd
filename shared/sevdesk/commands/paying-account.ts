import type { DocumentBooking } from '../../contract/commands/invoice.ts';
import { CommandRefused } from '../../domain/sevdesk-error.ts';
import { scalar } from '../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../client.ts';
import { readRecord } from './read-record.ts';

/** Their transactions are those of the bank; accounts of other types have none but what sevdesk books. */
const ONLINE = 'online';

/**
 * Whether account and transaction go together: online accounts need a transaction that exists, for others sevdesk makes it
 * (documentation, "bookAmount").
 * @throws CommandRefused
 */
export async function requirePayingAccount(
  client: SevdeskClient,
  { account, transaction }: Pick<DocumentBooking, 'account' | 'transaction'>,
): Promise<void> {
  const type = scalar(await readRecord(client, 'CheckAccount', account.id), 'type');
  if (type === ONLINE && !transaction) {
    const message = `transaction: required, since CheckAccount ${account.id} is an online account: say which of its transactions the payment is`;
    throw new CommandRefused('invalid_command', message);
  }
  if (type !== ONLINE && type !== undefined && transaction) {
    const message = `transaction: not allowed, since CheckAccount ${account.id} is of type "${type}": leave it out, sevdesk makes the transaction itself`;
    throw new CommandRefused('invalid_command', message);
  }
}
