import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fields, isFields } from '../wire-record.ts';
import type { ApiAnswer } from './api-answer.ts';
import { refuse } from './api-error.ts';

/** The body of a request as it came. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** @throws ApiError for what is no JSON object */
export function parseFields(text: string): Fields {
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (isFields(parsed)) return parsed;
  } catch {
    // Refused below, like every body that is no object.
  }
  throw refuse(400, 'The request body is not a JSON object');
}

/** Sends an answer, dated by the sandbox's clock. */
export function send(response: ServerResponse, { status, headers = {}, json, html }: ApiAnswer, nowMs: number): void {
  const type = html === undefined ? 'application/json' : 'text/html; charset=UTF-8';
  response.writeHead(status, { 'content-type': type, date: new Date(nowMs).toUTCString(), ...headers });
  response.end(html ?? JSON.stringify(json));
}
