import type { Account } from '../account.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { Action, ApiCall } from '../resources/resource.ts';
import type { WireRecord } from '../wire-record.ts';
import type { DocumentKind } from './document-kind.ts';
import { checkEInvoice, isEInvoice } from './e-invoice.ts';

/** A real document's PDF has 50 to 300 kB in base64 (practice). */
const PDF_BYTES = 60_000;
const PARAMETERS = ['language', 'template', 'letterpaper', 'payPal'];

/**
 * The file of a document, as `getPdf` answers it; a draft without a number shows it in its file name (measured).
 * @throws ApiError where it can't be rendered
 */
export function pdfFile(account: Account, { numberField }: DocumentKind, document: WireRecord) {
  checkRenderable(account, numberField, document);
  const filename = `${String(document[numberField] ?? '')}.pdf`;
  return { filename, mimetype: 'application/pdf', base64Encoded: true, content: pdf(document) };
}

/** `POST /X/{id}/render`: since 2026-04-07 with the whole PDF (announced; its place in the answer is assumed). */
export function render(kind: DocumentKind): Action {
  const run = ({ account, id }: ApiCall): ApiAnswer =>
    objects({ ...rendered(account, kind, id), parameters: PARAMETERS.map((key) => ({ key })) }, 201);
  return { method: 'POST', path: '{id}/render', run };
}

/** `PUT /X/{id}/changeParameter`: works without a prior render (measured); answers the whole PDF too (announced). */
export function changeParameter(kind: DocumentKind): Action {
  const run = ({ account, id, body }: ApiCall): ApiAnswer => {
    // Documentation, "Layout"; the wording is assumed.
    if (!PARAMETERS.includes(String(body.key))) throw refuse(400, `key must be one of ${PARAMETERS.join(', ')}`);
    if (body.value === undefined || body.value === null) throw refuse(400, 'value is required');
    return objects({ result: '1', metadaten: rendered(account, kind, id) });
  };
  return { method: 'PUT', path: '{id}/changeParameter', run };
}

/** `GET /X/{id}/getXml` (messages and statuses measured). */
export function getXml({ model, numberField }: DocumentKind): Action {
  const run = ({ account, id }: ApiCall): ApiAnswer => {
    const document = account.get(model, id);
    if (!isEInvoice(document)) throw refuse(400, 'This invoice is not an electronic invoice');
    if (document.status === '100') throw refuse(503, 'Exception when requesting invoices service');
    const root = 'rsm:CrossIndustryInvoice';
    const namespace = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100';
    const number = String(document[numberField]);
    return objects(
      `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns:rsm="${namespace}"><ID>${number}</ID></${root}>`,
    );
  };
  return { method: 'GET', path: '{id}/getXml', run };
}

function rendered(account: Account, { model, numberField }: DocumentKind, id: string) {
  const document = account.get(model, id);
  checkRenderable(account, numberField, document);
  return { docId: id.padStart(32, '0'), pages: 1, thumbs: [pdf(document)] };
}

/** Measured: 503, though it never gets better, for an e-invoice without a number. */
function checkRenderable(account: Account, numberField: string, document: WireRecord): void {
  if (isEInvoice(document) && !document[numberField]) throw refuse(503, 'Invoice number is required');
  checkEInvoice(account, document);
}

function pdf({ objectName, id }: WireRecord): string {
  const filling = '%'.padEnd(PDF_BYTES, ' ');
  return Buffer.from(`%PDF-1.5\n% ${objectName} ${id}\n${filling}\n%%EOF\n`).toString('base64');
}
