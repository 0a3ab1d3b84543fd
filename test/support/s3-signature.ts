import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Signature version 4, as AWS documents it: what S3 computes for the request that it got, over the headers that it names. */
export function signatureOf({ method, url, headers }: IncomingMessage, secretAccessKey: string) {
  const [, named = ''] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const signed = named.split(';');
  const date = String(headers['x-amz-date']);
  const scope = [date.slice(0, 8), 'eu-central-1', 's3', 'aws4_request'];
  const lines = signed.map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, url, '', lines.join(''), named, headers['x-amz-content-sha256']].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  return { signed, signature: hmac(key, toSign).toString('hex') };
}

export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

function hmac(key: string | Buffer, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}
