import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { ApiCall } from '../resources/resource.ts';
import type { WireRecord } from '../wire-record.ts';

const SEND_TYPES = ['VPR', 'VP', 'VM', 'VPDF'];

/** Draft to open: number from the sequence, dates, and enshrined in the same second (measured). */
export function openInvoice(account: Account, invoice: WireRecord, sendType: string): WireRecord {
  const now = berlinIso(account.now);
  return account.change(invoice, {
    invoiceNumber: invoice.invoiceNumber ?? `RE-${account.nextNumber('Invoice')}`,
    status: invoice.status === '100' ? '200' : invoice.status,
    sendType,
    sendDate: now,
    enshrined: invoice.enshrined ?? now,
  });
}

/** `PUT /Invoice/{id}/sendBy` (documentation; effects measured). `sendDraft` changes nothing. */
export function sendBy({ account, id, body }: ApiCall): ApiAnswer {
  const invoice = account.get('Invoice', id);
  const sendType = String(body.sendType);
  if (!SEND_TYPES.includes(sendType)) throw refuse(400, `sendType must be one of ${SEND_TYPES.join(', ')}`);
  const isForInternalUse = body.sendDraft === true || body.sendDraft === 'true';
  return objects(isForInternalUse ? invoice : openInvoice(account, invoice, sendType));
}

/** `POST /Invoice/{id}/sendViaEmail` (documentation): every call is one more mail, kept as record of model `Email`. */
export function sendViaEmail({ account, id, body }: ApiCall): ApiAnswer {
  const invoice = account.get('Invoice', id);
  const missing = ['toEmail', 'subject', 'text'].find((field) => !body[field]);
  if (missing) throw refuse(400, `${missing} is required`);
  openInvoice(account, invoice, 'VM');
  const { toEmail, subject, text } = body;
  const mail = { object: { id, objectName: 'Invoice' }, to: toEmail, subject, text, from: null, cc: null, bcc: null };
  return objects(account.insert('Email', mail), 201);
}

/**
 * `GET /Invoice/{id}/getPdf`: without `preventSendBy` this GET opens a draft (measured). A draft has no number, and its
 * file name shows it (measured).
 */
export function getPdf({ account, id, query }: ApiCall): ApiAnswer {
  const invoice = account.get('Invoice', id);
  if (query.get('preventSendBy') !== 'true' && invoice.status === '100') openInvoice(account, invoice, 'VPDF');
  const content = Buffer.from(`%PDF-1.4\n% invoice ${id}\n%%EOF\n`).toString('base64');
  const filename = `${String(invoice.invoiceNumber ?? '')}.pdf`;
  return objects({ filename, mimetype: 'application/pdf', base64Encoded: true, content });
}

/** `PUT /Invoice/{id}/resetToDraft` (documentation): from open only, and not once enshrined (422, wording assumed). */
export function resetToDraft({ account, id }: ApiCall): ApiAnswer {
  const invoice = account.get('Invoice', id);
  if (invoice.enshrined) throw refuse(422, 'The invoice is enshrined and can not be reset');
  if (invoice.status !== '200') throw refuse(422, 'Only invoices in status 200 can be reset to draft');
  return objects(account.change(invoice, { status: '100' }));
}
