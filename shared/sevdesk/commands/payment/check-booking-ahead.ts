import Big from 'big.js';
import { documentTotals } from '../../../domain/document-totals.ts';
import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import type { StepContext } from '../command-plan.ts';
import type { ComposedInvoice } from '../document/save-invoice.ts';
import { requirePayingAccount, requireTransaction } from './paying-account.ts';

/** Where a command says that its invoice is paid. */
export const BOOKED_AHEAD = 'data.then.book';

/** What is known of an invoice before it is made. */
interface ComingInvoice {
  /** EUR unless given. */
  readonly currency?: string | undefined;
  /** Undefined where sevdesk composes it. */
  readonly composed?: ComposedInvoice;
}

type Context = Pick<StepContext<'invoice.create'>, 'client' | 'data' | 'recordId'>;

/**
 * Refuses what the booking of an invoice would be refused for, before there is an invoice: later it would be out already.
 * @throws CommandRefused
 */
export async function checkBookingAhead({ client, data, recordId }: Context, coming: ComingInvoice): Promise<void> {
  const booking = data.then?.book;
  if (!booking) return;
  const { currency = 'EUR', composed } = coming;
  if (currency !== 'EUR') {
    const message = `${BOOKED_AHEAD}: not allowed for an invoice in ${currency}: the relay books payments in EUR only. Leave it out, and book it in sevdesk.`;
    throw new CommandRefused('unsupported', message);
  }
  if (composed) refuseTooMuch(booking.amount, composed);
  const asked = { ...booking, path: BOOKED_AHEAD };
  await requirePayingAccount(client, asked);
  if (!booking.transaction) return;
  await requireTransaction(client, await recordId('CheckAccountTransaction', booking.transaction), asked);
}

/** sevdesk may round each position by itself (assumed); rates that are not due only make the invoice smaller. */
function refuseTooMuch(amount: string | undefined, composed: ComposedInvoice): void {
  const { gross } = documentTotals(composed);
  const most = new Big('0.01').times(composed.positions.length).plus(gross);
  if (new Big(gross).lte(0)) {
    const message = `${BOOKED_AHEAD}: not allowed for an invoice that comes to ${gross}: nothing is open`;
    throw new CommandRefused('invalid_command', message);
  }
  if (most.gte(amount ?? gross)) return;
  const message = `${BOOKED_AHEAD}.amount: ${amount} is not allowed; at most what the invoice comes to: ${gross}`;
  throw new CommandRefused('invalid_command', message);
}
