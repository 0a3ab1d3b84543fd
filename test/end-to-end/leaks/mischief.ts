import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { CHARACTERS, QUOTED } from './token-search.ts';

/** A call that is not answered as it should be. */
export interface Provoked {
  readonly token: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type Mischief = (provoked: Provoked) => void;

/** The request, as pages for developers show it, with the token in every form, whole and cut off. */
export function debugPage(token: string, { method, url, rawHeaders }: Partial<IncomingMessage> = {}): string {
  const forms = Object.values(QUOTED).map((encode) => `${encode(token)} ${encode(token.slice(0, CHARACTERS))}`);
  return [
    `${method} ${url}?token=${encodeURIComponent(token)}`,
    ...(rawHeaders ?? []),
    ...forms,
    token.toUpperCase(),
  ].join('\n');
}

const json = (status: number, body: (page: string, token: string) => unknown): Mischief => {
  return ({ token, request, response }) => {
    const text = JSON.stringify(body(debugPage(token, request), token));
    // PHP escapes slashes.
    response.writeHead(status, { 'content-type': 'application/json' }).end(text.replaceAll('/', '\\/'));
  };
};

const refusal = (page: string, token: string) => ({
  error: { message: page, code: token, exceptionUUID: token, data: { 'missing information': [token, page] } },
});

const html = (status: number): Mischief => {
  return ({ token, request, response }) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end(`<pre>${debugPage(token, request)}</pre>`);
};

const headers = (status: number, names: readonly string[]): Mischief => {
  return ({ token, response }) => {
    const quoted = Object.fromEntries(names.map((name) => [name, token]));
    response.writeHead(status, { ...quoted, 'content-type': 'application/json' }).end('{"objects":[]}');
  };
};

/** Bytes as they are, and then nothing more. */
const raw = (text: (token: string) => string): Mischief => {
  return ({ token, response }) => response.socket?.end(text(token));
};

const packed = (encoding: (token: string) => string, bytes: (body: Buffer) => Buffer): Mischief => {
  return ({ token, request, response }) => {
    const body = bytes(gzipSync(JSON.stringify(refusal(debugPage(token, request), token))));
    response.writeHead(500, { 'content-type': 'application/json', 'content-encoding': encoding(token) }).end(body);
  };
};

export const SILENCE = 'silence';

/** Whatever sevdesk, or what stands before it, may do that shows a token to who reads the answer. */
export const MISCHIEFS: Readonly<Record<string, Mischief>> = {
  'a refusal that quotes the request': json(400, refusal),
  'a refusal inside 200': json(200, refusal),
  'a denial': json(403, refusal),
  'a missing record': json(404, refusal),
  'an invalid field': json(422, refusal),
  'a failure that quotes the request': json(500, refusal),
  'a failure with a cause in its message': json(503, refusal),
  'an unreadable envelope': json(200, (page) => ({ objects: page, total: page })),
  'a limit': json(429, refusal),
  'a limit with the token as pause': headers(429, ['retry-after', 'x-debug']),
  'a page for developers': html(500),
  'a page for developers inside 200': html(200),
  'a page of a firewall': html(403),
  'a page of a gateway': html(502),
  'a redirect to the token': headers(302, ['location', 'set-cookie']),
  'headers with the token': headers(500, [
    'deprecation',
    'date',
    'www-authenticate',
    'warning',
    'set-cookie',
    'server',
  ]),
  'a packed failure': packed(
    () => 'gzip',
    (body) => body,
  ),
  'a failure that is packed badly': packed(
    () => 'gzip',
    (body) => body.subarray(0, -9),
  ),
  'a packing that is the token': packed(
    (token) => token,
    (body) => body,
  ),
  'no answer': ({ request }) => request.socket.destroy(),
  'half an answer': raw((token) => `HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{"objects":"${token}`),
  'the token for a status': raw((token) => `HTTP/1.1 ${token} ${token}\r\n\r\n`),
  'the token for an answer': raw((token) => `${token}\r\n\r\n`),
  'the token for a length': raw((token) => `HTTP/1.1 200 OK\r\ncontent-length: ${token}\r\n\r\n`),
  'the token for the name of a header': raw((token) => `HTTP/1.1 200 OK\r\n${token} ${token}: 1\r\n\r\n`),
  'the token for the size of a chunk': raw(
    (token) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx${token}\r\n`,
  ),
  'headers without end': raw((token) => `HTTP/1.1 200 OK\r\n${`x-debug: ${token}\r\n`.repeat(2000)}\r\n`),
  [SILENCE]: () => undefined,
  'the refused token': json(401, (page) => ({ status: 401, message: page })),
};
