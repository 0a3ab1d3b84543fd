import type { CommandData, CommandType } from '../../../contract/command.ts';
import type { DocumentSending } from '../../../contract/commands/invoice.ts';
import { OutcomeUnknown } from '../../../domain/sevdesk-error.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { readRecords } from '../../record-list.ts';
import type { CommandStep, Finding, Prepared, StepContext, StepOutcome } from '../command-plan.ts';
import { findRecord } from '../record/read-record.ts';
import { unlessCrossed, unlessOverwritten } from '../record/unless-crossed.ts';
import { invoiceGone, invoiceOutcome, isSentAs } from './invoice-state.ts';
import { neededDocument } from './needed-document.ts';

/** sevdesk's names of the ways (documentation, "sendBy"). */
const SEND_TYPES = { pdf: 'VPDF', print: 'VPR', post: 'VP', mail: 'VM' } as const;
/** How an invoice is marked that sevdesk has sent by e-mail. */
const EMAILED = SEND_TYPES.mail;

const MAY_BE_SENT =
  'Whether sevdesk sent the e-mail is not known, and the relay never sends it twice: look into sevdesk, and send a new command if the invoice is not marked as sent there.';

type Sending = Pick<DocumentSending, 'email' | 'markedAs'>;
type Email = NonNullable<Sending['email']>;

/** Where a command says which invoice is sent, and how. */
export interface InvoiceToSend<T extends CommandType> {
  /** Undefined where the command sends nothing. */
  readonly sending: (data: CommandData<T>) => Sending | undefined;
  readonly invoiceId: (context: StepContext<T>) => Promise<string>;
  /** @throws CommandRefused for an invoice that must not leave */
  readonly check?: (context: StepContext<T>, invoice: SevdeskRecord) => void;
}

/** An invoice is sent in one of two ways, under one name; how it is numbered then is not in the answer to an e-mail. */
export function sendSteps<T extends CommandType>(invoice: InvoiceToSend<T>): readonly CommandStep<T>[] {
  return [markStep(invoice), emailStep(invoice), numberStep(invoice)];
}

/** Opens it and marks it as sent. One that is marked so already is left alone; any other is marked anew, which sends nothing. */
function markStep<T extends CommandType>(toSend: InvoiceToSend<T>): CommandStep<T> {
  const wayOf = ({ data }: StepContext<T>) => SEND_TYPES[toSend.sending(data)?.markedAs ?? 'pdf'];
  return {
    name: 'send',
    applies: (data) => toSend.sending(data)?.markedAs !== undefined,
    async prepare(context): Promise<Prepared> {
      const invoice = await invoiceToSend(toSend, context);
      const sendType = wayOf(context);
      if (isSentAs(invoice, sendType)) return { kind: 'done', outcome: invoiceOutcome(invoice) };
      return {
        kind: 'call',
        call: { method: 'PUT', path: `Invoice/${invoice.id}/sendBy`, body: { sendType, sendDraft: false } },
        read: (objects) => numberedInvoice(objects, invoice.id),
        facts: { invoiceId: invoice.id },
        note: { resource: 'Invoice', key: invoice.id },
      };
    },
    async lookFor(context): Promise<Finding> {
      const { invoiceId } = context.facts as { invoiceId: string };
      const invoice = await findRecord(context.client, 'Invoice', invoiceId);
      if (!invoice) return invoiceGone(invoiceId);
      if (isSentAs(invoice, wayOf(context))) return { kind: 'found', outcome: invoiceOutcome(invoice) };
      return unlessOverwritten(context, { resource: 'Invoice', key: invoiceId });
    },
  };
}

/** Nobody can see whether a mail left but by the mark that sevdesk makes then, so it is asked for once only. */
function emailStep<T extends CommandType>(toSend: InvoiceToSend<T>): CommandStep<T> {
  return {
    name: 'send',
    applies: (data) => toSend.sending(data)?.email !== undefined,
    once: MAY_BE_SENT,
    async prepare(context): Promise<Prepared> {
      const invoice = await invoiceToSend(toSend, context);
      const email = toSend.sending(context.data)?.email as Email;
      return {
        kind: 'call',
        call: { method: 'POST', path: `Invoice/${invoice.id}/sendViaEmail`, body: emailBody(email) },
        read: (): StepOutcome => ({ resource: 'Invoice', recordId: invoice.id }),
        facts: { invoiceId: invoice.id, sendDate: scalar(invoice, 'sendDate') ?? null },
        note: { resource: 'Invoice', key: invoice.id },
      };
    },
    async lookFor(context): Promise<Finding> {
      const { invoiceId, sendDate } = context.facts as { invoiceId: string; sendDate: string | null };
      const invoice = await findRecord(context.client, 'Invoice', invoiceId);
      if (!invoice) return invoiceGone(invoiceId);
      const isSent = isSentAs(invoice, EMAILED) && (scalar(invoice, 'sendDate') ?? null) !== sendDate;
      if (!isSent) return { kind: 'nothing' };
      const found: Finding = { kind: 'found', outcome: invoiceOutcome(invoice) };
      return unlessCrossed(context, { resource: 'Invoice', key: invoiceId }, found);
    },
  };
}

/** sevdesk answers an e-mail with the e-mail: the invoice is read for the number that it was given. */
function numberStep<T extends CommandType>(toSend: InvoiceToSend<T>): CommandStep<T> {
  return {
    name: 'read_number',
    applies: (data) => toSend.sending(data)?.email !== undefined,
    async prepare(context): Promise<Prepared> {
      const invoice = await neededDocument(context, 'Invoice', await toSend.invoiceId(context));
      return { kind: 'done', outcome: invoiceOutcome(invoice) };
    },
  };
}

async function invoiceToSend<T extends CommandType>(
  { invoiceId, check }: InvoiceToSend<T>,
  context: StepContext<T>,
): Promise<SevdeskRecord> {
  const invoice = await neededDocument(context, 'Invoice', await invoiceId(context));
  check?.(context, invoice);
  return invoice;
}

/** Measured: the invoice; documented as a log entry. Without its number it is looked at again. */
function numberedInvoice(objects: unknown, id: string): StepOutcome {
  const answered = typeof objects === 'object' ? readRecords(objects).records : [];
  const invoice = answered.find((row) => row.id === id && scalar(row, 'invoiceNumber'));
  if (!invoice) throw new OutcomeUnknown(`sevdesk answered the sending of Invoice ${id} without its number`);
  return invoiceOutcome(invoice);
}

function emailBody({ to, subject, text, cc, bcc, copy, xml }: Email): Record<string, unknown> {
  return {
    toEmail: to,
    subject,
    text,
    copy: copy ?? false,
    ...(cc && { ccEmail: cc.join(',') }),
    ...(bcc && { bccEmail: bcc.join(',') }),
    ...(xml !== undefined && { sendXml: xml }),
  };
}
