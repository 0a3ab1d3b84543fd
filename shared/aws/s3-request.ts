import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SignatureV4 } from '@smithy/signature-v4';
import { bytesAtMost } from '../domain/bytes-at-most.ts';

export interface S3Options {
  readonly bucket: string;
  /** Of any client: region, credentials and their renewal are the same for all services. */
  readonly aws: Pick<EventBridgeClient['config'], 'credentials' | 'region' | 'sha256'>;
  /** Where S3 is, when it is not AWS's own. */
  readonly endpoint?: string | undefined;
}

export interface S3Call {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  readonly contentType?: string;
  readonly body?: string | Uint8Array;
  /** Of the answer; a larger one is not read to its end. */
  readonly mostBytes?: number;
  readonly timeoutMs?: number;
}

/**
 * Answers the object, for a GET; `undefined` when it is too large.
 * @throws Error, whose cause is an `S3Refused` when S3 answered
 */
export type S3Request = (call: S3Call) => Promise<Uint8Array | undefined>;

/** S3 said no. */
export class S3Refused extends Error {
  readonly status: number;
  /** For example `NoSuchKey`. */
  readonly code: string;
  constructor(status: number, code: string) {
    super(`${status} ${code}`.trim());
    this.name = 'S3Refused';
    this.status = status;
    this.code = code;
  }
}

const ATTEMPTS = 3;
const PAUSE_MS = 200;
const TIMEOUT_MS = 10_000;
const FAILED = { GET: 'hand out', PUT: 'keep' } as const;

/**
 * Signed requests, since the client of S3 alone would add 141 KB to the bundle. What that client does otherwise is done here:
 * `fetch` takes a refusal for an answer; S3 is unavailable now and then (503 `SlowDown`) and closes connections that a frozen
 * function still holds; and the bucket stands in the path, so that there is one form of address for AWS and for 127.0.0.1.
 */
export function s3Requests({ bucket, aws, endpoint = process.env.AWS_ENDPOINT_URL }: S3Options): S3Request {
  const { credentials, region, sha256 } = aws;
  // S3 alone does not escape the path a second time, and wants the hash of the body in a header.
  const signer = new SignatureV4({
    service: 's3',
    credentials,
    region,
    sha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
  return async (call) => {
    const url = address(endpoint ?? `https://s3.${await region()}.amazonaws.com`, `/${bucket}/${escaped(call.key)}`);
    return patiently(() => ask(signer, url, call), `S3 did not ${FAILED[call.method]} ${url.pathname}`);
  };
}

/** @throws RangeError for a path that a URL shortens (`..`): the request would be for another object */
function address(endpoint: string, path: string): URL {
  const url = new URL(`${endpoint}${path}`);
  if (url.pathname !== path) throw new RangeError(`${path} has "." or ".." between slashes, which no key may have`);
  return url;
}

/** As signatures want it: all but letters, digits and `-._~` by their codes. */
function escaped(key: string): string {
  const byCode = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return key
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, byCode))
    .join('/');
}

async function patiently<T>(attempt: () => Promise<T>, failed: string): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const cause = error as Error;
      const isFinal = cause instanceof S3Refused && cause.status < 500;
      if (attempts === ATTEMPTS || isFinal) throw new Error(`${failed}: ${cause.message}`, { cause });
    }
    await sleep(PAUSE_MS * attempts);
  }
}

/** Signed each time: a signature is good for minutes only. */
async function ask(signer: SignatureV4, url: URL, call: S3Call): Promise<Uint8Array | undefined> {
  const { method, contentType, body, mostBytes = Number.POSITIVE_INFINITY, timeoutMs = TIMEOUT_MS } = call;
  const { protocol, host, hostname, pathname: path } = url;
  const headers = { host, ...(contentType && { 'content-type': contentType }) };
  const signed = await signer.sign({ method, protocol, hostname, path, headers, body, query: {} });
  const answer = await fetch(url, {
    method,
    headers: signed.headers,
    body: body as RequestInit['body'],
    // To another region or account: no retry mends it, and the signature would not be good there.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (answer.ok) return bytesAtMost(answer.body ?? [], mostBytes);
  const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(await answer.text()) ?? [];
  throw new S3Refused(answer.status, code);
}
