import { createHash } from 'node:crypto';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { finished } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';

export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** For the whole exchange, the answer's body included. */
  readonly timeoutMs: number;
}

export interface Incoming {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /**
   * The body; put together and unpacked only when it is wanted, since a known answer is not read.
   * @throws Error for a compression that was not asked for, or that is broken
   */
  readonly bytes: Buffer;
  /** 12 bytes of SHA-256 over the body as it came over the wire, base64url. */
  readonly hash: string;
}

/**
 * One request and its whole answer; redirects are not followed.
 * @throws the system's error, or `TimeoutError`
 */
export type Exchange = (outgoing: Outgoing) => Promise<Incoming>;

/**
 * Through `node:http` and not `fetch`: on a page of 2 MB that did not change, `fetch` alone takes twice the processor time of
 * everything else. A connection that is kept may have been closed by the other side, above all while the function was frozen: a read is
 * sent once more then, and a write gets a connection of its own, or its outcome would be unknown for nothing.
 */
export const exchange: Exchange = async (outgoing) => {
  const signal = AbortSignal.timeout(outgoing.timeoutMs);
  const isRead = outgoing.method === 'GET';
  const request = open(outgoing, signal, isRead);
  try {
    return await answerTo(request, outgoing.body);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!isRead || !request.reusedSocket) throw error;
    return answerTo(open(outgoing, signal, false), undefined);
  }
};

/** Without `keep`, on a connection of its own. */
function open({ url, method, headers }: Outgoing, signal: AbortSignal, keep: boolean): ClientRequest {
  const { request } = url.startsWith('https:') ? https : http;
  const all = { ...headers, 'accept-encoding': 'gzip' };
  return request(url, { method, headers: all, signal, ...(!keep && { agent: false }) });
}

function answerTo(request: ClientRequest, body: Outgoing['body']): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => readWhole(response).then(resolve, reject));
    request.end(body);
  });
}

async function readWhole(response: IncomingMessage): Promise<Incoming> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    chunks.push(chunk);
  });
  await finished(response);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    get bytes() {
      return unpacked(Buffer.concat(chunks), response.headers['content-encoding']);
    },
    hash: hash.digest().subarray(0, 12).toString('base64url'),
  };
}

function unpacked(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding === 'gzip') return gunzipSync(body);
  throw new RangeError(`An answer came compressed with "${encoding}", which nobody asked for`);
}
