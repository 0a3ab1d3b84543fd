import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MISCHIEFS } from './mischief.ts';
import type { Writing } from './token-search.ts';

/** Calls that mischief is done to: each read, some reads, or each write. */
export type Calls = 'reads' | 'some reads' | 'writes';

/** A sevdesk that quotes what it is asked with. */
export interface LeakySevdesk {
  readonly url: string;
  /** What behaves as sevdesk does, for all calls that no mischief is done to. */
  readonly passTo: (sevdeskUrl: string) => void;
  /** Does these mischiefs to the next calls of that kind with the token, one each. */
  readonly provoke: (token: string, calls: Calls, mischiefs: readonly string[]) => void;
  /** Mischiefs that wait for their call. */
  readonly waiting: (token: string, calls: Calls) => number;
  readonly calm: (token: string) => void;
  /** Nobody listens, until it is called with `true`. */
  readonly listen: (listens: boolean) => Promise<void>;
  /** All that came, but for the Authorization header. */
  readonly received: () => readonly Writing[];
  readonly close: () => Promise<void>;
}

/** Reads go on between two mischiefs: a poll at which nothing can be read is another one. */
const READS_BETWEEN = 2;

export async function startLeakySevdesk(): Promise<LeakySevdesk> {
  const queues = new Map<string, string[]>();
  const received: Writing[] = [];
  let target = new URL('http://127.0.0.1:1');
  let reads = 0;
  const queueOf = (token: string, calls: Calls) => {
    const key = `${calls} ${token}`;
    return queues.get(key) ?? queues.set(key, []).get(key) ?? [];
  };
  const nextMischief = (token: string, { method }: IncomingMessage): string | undefined => {
    if (method !== 'GET') return queueOf(token, 'writes').shift();
    if (queueOf(token, 'reads').length > 0) return queueOf(token, 'reads').shift();
    if (queueOf(token, 'some reads').length === 0) return undefined;
    reads += 1;
    return reads % (READS_BETWEEN + 1) === 0 ? queueOf(token, 'some reads').shift() : undefined;
  };
  const server = createServer((request, response) => {
    const { authorization: token = '', ...headers } = request.headers;
    const where = 'requests to sevdesk';
    received.push({ where, content: JSON.stringify([request.method, request.url, headers]) });
    const mischief = MISCHIEFS[nextMischief(token, request) ?? ''];
    if (!mischief) return pass(request, response, target);
    // Only then: who answers before it has heard all breaks the connection.
    request.on('data', (chunk: Buffer) => received.push({ where, content: chunk }));
    request.on('end', () => mischief({ token, request, response }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    passTo: (url) => {
      target = new URL(url);
    },
    provoke: (token, calls, mischiefs) => void queueOf(token, calls).push(...mischiefs),
    waiting: (token, calls) => queueOf(token, calls).length,
    calm: (token) => {
      for (const [key, queue] of queues) if (key.endsWith(` ${token}`)) queue.length = 0;
    },
    listen: async (listens) => {
      if (listens) server.listen(port, '127.0.0.1');
      else server.close().closeAllConnections();
      await once(server, listens ? 'listening' : 'close');
    },
    received: () => received,
    close: async () => {
      server.close().closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** As it came, but for the announcement that one endpoint ends, which holds the token. */
function pass(request: IncomingMessage, response: ServerResponse, { hostname, port }: URL): void {
  const { method, url: path, headers } = request;
  const onward = send({ hostname, port, method, path, headers, agent: false }, (answer) => {
    const deprecation = path?.includes('/Tag?') ? { deprecation: headers.authorization } : {};
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...deprecation });
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
