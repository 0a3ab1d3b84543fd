import { createHash } from 'node:crypto';
import type { Account } from '../account.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { UploadedFile } from '../http/read-body.ts';
import type { ApiCall } from '../resources/resource.ts';
import { reference, type WireRecord } from '../wire-record.ts';

/**
 * `POST /Voucher/Factory/uploadTempFile`, a form with the field `file` (documentation); the answer is measured for a PDF of one
 * page. That every file becomes a PDF, and the refusal, are assumed.
 */
export function uploadTempFile({ account, body: { file } }: ApiCall): ApiAnswer {
  if (!(file instanceof UploadedFile)) throw refuse(400, 'file is required');
  const filename = `${hash('md5', file)}.pdf`;
  account.insert('TempFile', { filename, mimeType: file.type, content: file.bytes.toString('base64') });
  const about = { pages: 1, mimeType: 'image/jpg', originMimeType: file.type, filename };
  return objects({ ...about, contentHash: hash('sha256', file), content: [], isEInvoice: false }, 201);
}

/** @throws ApiError for a file that was not uploaded (assumed) */
export function checkTempFile(account: Account, filename: string): void {
  if (!tempFile(account, filename)) throw refuse(400, `The file ${filename} was not found`);
}

/** Makes an uploaded file the document of a voucher. The upload stays, and could be used again (assumed). */
export function attachTempFile(account: Account, voucher: WireRecord, filename: string): void {
  const mimeType = tempFile(account, filename)?.mimeType;
  const object = reference(voucher);
  const document = account.insert('Document', { filename, extension: 'pdf', mimeType, object });
  voucher.document = reference(document);
}

function tempFile(account: Account, filename: string): WireRecord | undefined {
  return account.records('TempFile').find((file) => file.filename === filename);
}

function hash(algorithm: string, { bytes }: UploadedFile): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
