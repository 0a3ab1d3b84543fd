import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { Action, ApiCall } from '../resources/resource.ts';
import { type Fields, reference, type WireRecord, wireFields } from '../wire-record.ts';
import type { DocumentKind } from './document-kind.ts';
import { isTrue } from './is-true.ts';
import { changeParameter, pdfFile } from './render-document.ts';

const SEND_TYPES = ['VPR', 'VP', 'VM', 'VPDF'];

/** How documents of a kind leave the house. */
export interface Sending {
  readonly kind: DocumentKind;
  /** Marks it as sent on this way, and opens a draft. */
  readonly open: (account: Account, document: WireRecord, sendType: string) => WireRecord;
  /** Whether `sendViaEmail` answers the mail in an array (documentation). */
  readonly answersMailInArray: boolean;
}

/** Sent, with these fields; draft to open, other statuses stay (documentation). */
export function markSent(account: Account, document: WireRecord, fields: Fields): WireRecord {
  const status = document.status === '100' ? '200' : document.status;
  return account.change(document, { status, sendDate: berlinIso(account.now), ...fields });
}

/** The endpoints that send a document or show its file. */
export function sendingActions(sending: Sending): readonly Action[] {
  return [
    { method: 'PUT', path: '{id}/sendBy', run: sendBy(sending) },
    { method: 'POST', path: '{id}/sendViaEmail', run: sendViaEmail(sending) },
    { method: 'GET', path: '{id}/getPdf', run: getPdf(sending) },
    changeParameter(sending.kind),
  ];
}

/** `PUT /X/{id}/sendBy` (documentation; effects measured). `sendDraft` changes nothing. */
function sendBy({ kind, open }: Sending) {
  return ({ account, id, body }: ApiCall): ApiAnswer => {
    const document = account.get(kind.model, id);
    const sendType = String(body.sendType);
    if (!SEND_TYPES.includes(sendType)) throw refuse(400, `sendType must be one of ${SEND_TYPES.join(', ')}`);
    return objects(isTrue(body.sendDraft) ? document : open(account, document, sendType));
  };
}

/** `POST /X/{id}/sendViaEmail` (documentation): every call is one more mail, kept as record of model `Email`. */
function sendViaEmail({ kind, open, answersMailInArray }: Sending) {
  return ({ account, id, body }: ApiCall): ApiAnswer => {
    const document = account.get(kind.model, id);
    const missing = ['toEmail', 'subject', 'text'].find((field) => !body[field]);
    if (missing) throw refuse(400, `${missing} is required`);
    open(account, document, 'VM');
    const mail = account.insert(
      'Email',
      wireFields({ object: reference(document), arrived: null }, mailFields(account, body)),
    );
    return objects(answersMailInArray ? [mail] : mail, 201);
  };
}

function mailFields(account: Account, { toEmail, subject, text, ccEmail, bccEmail }: Fields): Fields {
  const from = account.first('SevUser')?.email;
  return { from, to: toEmail, subject, text, cc: ccEmail ?? null, bcc: bccEmail ?? null };
}

/** `GET /X/{id}/getPdf`: without `preventSendBy` this GET opens a draft (measured). */
function getPdf({ kind, open }: Sending) {
  return ({ account, id, query }: ApiCall): ApiAnswer => {
    const document = account.get(kind.model, id);
    if (!isTrue(query.get('preventSendBy')) && document.status === '100') open(account, document, 'VPDF');
    return objects(pdfFile(account, kind, document));
  };
}
