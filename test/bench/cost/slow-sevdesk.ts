import { Agent, createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { forwardRequest } from '../../../infra/local/services/forward-request.ts';
import { listenLocally, stopListening } from '../../../infra/local/services/listen-locally.ts';

/** What went to sevdesk. */
export interface SevdeskUse {
  readonly calls: number;
  readonly connections: number;
  /** Requests with their headers, as they came over the wire, without what TLS adds. */
  readonly bytesOut: number;
}

/** Answers each call as the sandbox behind it does, so many milliseconds after it came. */
export async function startSlowSevdesk(sandboxUrl: string, callMs: number) {
  const { port, pathname } = new URL(sandboxUrl);
  const agent = new Agent({ keepAlive: true });
  let use = { calls: 0, connections: 0, bytesOut: 0 };
  const seen = new WeakMap<object, number>();
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers, socket } = request;
    const due = sleep(callMs);
    const body = await buffer(request);
    use.calls += 1;
    use.bytesOut += socket.bytesRead - (seen.get(socket) ?? 0);
    seen.set(socket, socket.bytesRead);
    const answer = await forwardRequest({ port: Number(port), agent }, { method, url, headers, body });
    await due;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.on('connection', () => {
    use.connections += 1;
  });
  const own = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${own}${pathname}`,
    /** What happens after a pause: connections that were kept are closed by then. */
    closeIdleConnections: () => server.closeIdleConnections(),
    take(): SevdeskUse {
      const taken = use;
      use = { calls: 0, connections: 0, bytesOut: 0 };
      return taken;
    },
    async close() {
      await stopListening(server);
      agent.destroy();
    },
  };
}
