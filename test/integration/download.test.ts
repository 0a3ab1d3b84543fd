import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { listenLocally, stopListening } from '../../infra/local/services/listen-locally.ts';
import { CommandRefused, SevdeskUnavailable } from '../../shared/domain/sevdesk-error.ts';
import { downloadFrom } from '../../shared/sevdesk/download.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(stopListening));
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  return `http://127.0.0.1:${await listenLocally(server)}`;
}

/** A link into the server that speaks for sevdesk, as the sandbox gives it. */
async function fetchFrom(listener: RequestListener, mostBytes?: number) {
  const origin = await serve(listener);
  const download = downloadFrom({ baseUrl: `${origin}/api/v1`, ...(mostBytes && { mostBytes }) });
  return download(`${origin}/_exports/1/file.zip?X-Amz-Signature=secret`);
}

const failureOf = (attempt: Promise<unknown>) => attempt.catch((error: Error) => error) as Promise<Error>;

describe('a file that sevdesk made', () => {
  it('is fetched by its link alone: what is signed takes no other authorization', async () => {
    let seen: IncomingHttpHeaders = {};
    const bytes = await fetchFrom(({ headers }, response) => {
      seen = headers;
      response.end(Buffer.from([0x50, 0x4b, 0, 255]));
    });
    expect([...bytes]).toEqual([0x50, 0x4b, 0, 255]);
    expect(seen.authorization).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1:9/file.zip',
    'http://storage.invalid/file.zip',
    'file:///etc/passwd',
    'ftp://storage.invalid/file.zip',
    'data:text/plain,secret',
    '/file.zip',
    '',
  ])('is not fetched from "%s"', async (link) => {
    const baseUrl = 'http://127.0.0.1:8/api/v1';
    const failure = await failureOf(downloadFrom({ baseUrl })(link));
    expect(failure).toMatchObject({ reason: 'rejected_by_sevdesk', retryable: true });
    expect(failure.message).toContain('no https address');
  });

  it.each([
    ['an old signature', 403, CommandRefused],
    ['a redirect, which is not followed', 302, CommandRefused],
    ['a storage that fails', 503, SevdeskUnavailable],
  ])('is not there: %s', async (_name, status, kind) => {
    let requests = 0;
    const failure = await failureOf(
      fetchFrom((_request, response) => {
        requests += 1;
        response.writeHead(status, { location: '/elsewhere' }).end('<Error/>');
      }),
    );
    expect(failure).toBeInstanceOf(kind);
    expect(failure.message).toContain(`answered ${status}`);
    expect(failure.message).not.toContain('secret');
    expect(requests).toBe(1);
  });

  it.each<readonly [string, RequestListener]>([
    ['before its answer', (request) => request.socket.destroy()],
    [
      'in the middle of it',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('PK', () => response.destroy());
      },
    ],
  ])('is tried again when the connection breaks %s, and no message quotes the link', async (_name, listener) => {
    const failure = await failureOf(fetchFrom(listener));
    expect(failure).toBeInstanceOf(SevdeskUnavailable);
    expect(`${failure.stack}${failure.cause}`).not.toContain('secret');
  });

  it('is not fetched to its end when it is too large', async () => {
    const size = (length: number) => fetchFrom((_request, response) => void response.end(Buffer.alloc(length)), 1000);
    expect(await size(1000)).toHaveLength(1000);
    expect(await failureOf(size(1001))).toMatchObject({ reason: 'unsupported', retryable: false });
  });
});
