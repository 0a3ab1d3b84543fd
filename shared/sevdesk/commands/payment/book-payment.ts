import type { CommandData, CommandType } from '../../../contract/command.ts';
import { CommandRefused } from '../../../domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../domain/sevdesk-record.ts';
import type { CommandStep, Finding, Prepared, StepContext } from '../command-plan.ts';
import { neededDocument } from '../document/needed-document.ts';
import { findRecord } from '../record/read-record.ts';
import { unlessCrossed } from '../record/unless-crossed.ts';
import { reference } from '../record/wire-fields.ts';
import { type AskedPayment, requirePayingAccount } from './paying-account.ts';
import { bookedOutcome, isPayment, judgePayment, type PayableDocument, type Payment, paymentOf } from './payment.ts';

/** Where a command says which document is paid, and how. */
export interface DocumentToPay<T extends CommandType> {
  /** Where in the command it stands. */
  readonly path: string;
  /** Undefined where the command books nothing. */
  readonly booking: (data: CommandData<T>) => Omit<AskedPayment, 'path'> | undefined;
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
    lookFor: (context) => lookForPayment(document, context),
  };
}

async function prepareBooking<T extends CommandType>(
  document: PayableDocument,
  toPay: DocumentToPay<T>,
  context: StepContext<T>,
): Promise<Prepared> {
  const { client, data, facts, isRepeated } = context;
  const record = await neededDocument(context, document.resource, await toPay.recordId(context));
  const earlier = isRepeated && isPayment(facts) ? await judge(document, record, context) : undefined;
  if (earlier?.kind === 'found') return { kind: 'done', outcome: earlier.outcome };
  if (earlier?.kind === 'ambiguous') throw new CommandRefused('ambiguous', earlier.message);
  toPay.check?.(context, record);
  const asked = { ...toPay.booking(data), path: toPay.path } as AskedPayment;
  const payment = paymentOf(document, record, asked);
  await requirePayingAccount(client, asked);
  const body = {
    amount: document.paysOut(record) ? `-${payment.amount}` : payment.amount,
    date: document.wireDate(asked.date),
    type: payment.isAll ? 'FULL_PAYMENT' : 'N',
    ...(await accountFields(asked, context)),
  };
  return {
    kind: 'call',
    call: { method: 'PUT', path: `${document.resource}/${record.id}/bookAmount`, body },
    read: () => bookedOutcome(document, record, payment),
    facts: payment,
    note: { resource: document.resource, key: record.id },
  };
}

async function accountFields({ account, transaction }: AskedPayment, { recordId }: Pick<StepContext, 'recordId'>) {
  const checkAccount = reference('CheckAccount', account.id);
  if (!transaction) return { checkAccount };
  const transactionId = await recordId('CheckAccountTransaction', transaction);
  return { checkAccount, checkAccountTransaction: reference('CheckAccountTransaction', transactionId) };
}

type Looking = Pick<StepContext, 'client' | 'facts' | 'commandId' | 'lastNote'>;

async function lookForPayment(document: PayableDocument, context: Looking): Promise<Finding> {
  const { recordId } = context.facts as Payment;
  const record = await findRecord(context.client, document.resource, recordId);
  if (record) return judge(document, record, context);
  return { kind: 'ambiguous', message: `${document.resource} ${recordId} is not in sevdesk any more.` };
}

function judge(document: PayableDocument, record: SevdeskRecord, context: Looking): Promise<Finding> {
  const note = { resource: document.resource, key: record.id };
  return unlessCrossed(context, note, judgePayment(document, record, context.facts as Payment));
}
