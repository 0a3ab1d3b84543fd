import type { CommandData, CommandType } from '../../contract/command.ts';
import type { DocumentBooking } from '../../contract/commands/invoice.ts';
import { CommandRefused } from '../../domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../domain/sevdesk-record.ts';
import type { SevdeskClient } from '../client.ts';
import type { CommandStep, Finding, Prepared, StepContext } from './command-plan.ts';
import { requirePayingAccount } from './paying-account.ts';
import { bookedOutcome, isPayment, judgePayment, type PayableDocument, type Payment, paymentOf } from './payment.ts';
import { findRecord, readRecord } from './read-record.ts';
import { reference } from './wire-fields.ts';

type Booking = Omit<DocumentBooking, 'invoice'>;

/** Where a command says which document is paid, and how. */
export interface DocumentToPay<T extends CommandType> {
  /** Undefined where the command books nothing. */
  readonly booking: (data: CommandData<T>) => Booking | undefined;
  readonly recordId: (context: StepContext<T>) => Promise<string>;
  /** @throws CommandRefused for a document that must not be paid */
  readonly check?: (context: StepContext<T>, record: SevdeskRecord) => void;
}

/** Books a payment. What is booked twice is paid twice, so each try compares what is paid with what the first one saw. */
export function bookStep<T extends CommandType>(document: PayableDocument, toPay: DocumentToPay<T>): CommandStep<T> {
  return {
    name: 'book',
    applies: (data) => toPay.booking(data) !== undefined,
    prepare: (context) => prepareBooking(document, toPay, context),
    lookFor: ({ client, facts }) => lookForPayment(document, client, facts as Payment),
  };
}

async function prepareBooking<T extends CommandType>(
  document: PayableDocument,
  toPay: DocumentToPay<T>,
  context: StepContext<T>,
): Promise<Prepared> {
  const { client, data, facts } = context;
  const booking = toPay.booking(data) as Booking;
  const record = await readRecord(client, document.resource, await toPay.recordId(context));
  const earlier = isPayment(facts) ? judgePayment(document, record, facts) : undefined;
  if (earlier?.kind === 'found') return { kind: 'done', outcome: earlier.outcome };
  if (earlier?.kind === 'ambiguous') throw new CommandRefused('ambiguous', earlier.message);
  toPay.check?.(context, record);
  const payment = paymentOf(document, record, booking);
  await requirePayingAccount(client, booking);
  const body = {
    amount: document.paysOut(record) ? `-${payment.amount}` : payment.amount,
    date: document.wireDate(booking.date),
    type: payment.isAll ? 'FULL_PAYMENT' : 'N',
    ...(await accountFields(booking, context)),
  };
  return {
    kind: 'call',
    call: { method: 'PUT', path: `${document.resource}/${record.id}/bookAmount`, body },
    read: () => bookedOutcome(document, record, payment),
    facts: payment,
    note: { resource: document.resource, key: record.id },
  };
}

async function accountFields({ account, transaction }: Booking, { recordId }: Pick<StepContext, 'recordId'>) {
  const checkAccount = reference('CheckAccount', account.id);
  if (!transaction) return { checkAccount };
  const transactionId = await recordId('CheckAccountTransaction', transaction);
  return { checkAccount, checkAccountTransaction: reference('CheckAccountTransaction', transactionId) };
}

async function lookForPayment(document: PayableDocument, client: SevdeskClient, payment: Payment): Promise<Finding> {
  const record = await findRecord(client, document.resource, payment.recordId);
  if (record) return judgePayment(document, record, payment);
  return { kind: 'ambiguous', message: `${document.resource} ${payment.recordId} is not in sevdesk any more.` };
}
