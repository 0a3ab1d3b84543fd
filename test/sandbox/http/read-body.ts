import type { IncomingMessage } from 'node:http';
import type { Fields } from '../wire-record.ts';
import { refuse } from './api-error.ts';
import { parseFields, readBytes } from './exchange.ts';

/** A file that came in a form. */
export class UploadedFile {
  readonly type: string;
  readonly bytes: Buffer;

  constructor(type: string, bytes: Buffer) {
    this.type = type;
    this.bytes = bytes;
  }
}

/**
 * The body of a request, JSON or `multipart/form-data`; its fields are asked for only when it is known who sent them.
 * Asking throws an ApiError for what can't be read.
 */
export async function readBody(request: IncomingMessage): Promise<() => Fields> {
  const bytes = await readBytes(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return () => parseFields(bytes.toString());
  const fields = await formFields(bytes, type);
  return () => {
    if (!fields) throw refuse(400, 'The request body is not a form');
    return fields;
  };
}

/** Undefined: broken. */
async function formFields(bytes: Buffer, type: string): Promise<Fields | undefined> {
  const response = new Response(new Uint8Array(bytes), { headers: { 'content-type': type } });
  const form = await response.formData().catch(() => undefined);
  if (!form) return undefined;
  const fields = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : new UploadedFile(value.type, Buffer.from(await value.arrayBuffer())),
  ]);
  return Object.fromEntries(await Promise.all(fields));
}
