import { CREDIT_NOTE } from '../documents/document-kind.ts';
import { pdfFile } from '../documents/render-document.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import type { Action, ApiCall } from '../resources/resource.ts';
import { openCreditNote } from './open-credit-note.ts';

/** `GET /CreditNote/{id}/sendByWithRender`: a GET that opens a draft (documentation), and answers the PDF (announced). */
export const sendByWithRender: Action = { method: 'GET', path: '{id}/sendByWithRender', run };

function run({ account, id, query }: ApiCall): ApiAnswer {
  const creditNote = openCreditNote(account, account.get('CreditNote', id), query.get('sendType') ?? 'VPR');
  return objects({
    docId: id.padStart(32, '0'),
    pages: 1,
    thumbs: [pdfFile(account, CREDIT_NOTE, creditNote).content],
  });
}
