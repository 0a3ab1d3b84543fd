import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** At its last call a command dies before that arrives, or before it has the answer. */
export type Death = 'unsent' | 'unanswered';

/** The way of a command to the account, which ends at a call: neither that one nor any after it is answered. */
export async function startDyingLine(accountUrl: string) {
  let [calls, diesAt, death] = [0, 0, 'unsent' as Death];
  const server = createServer(async (request, response) => {
    calls += 1;
    const isLast = calls === diesAt;
    const answer = calls < diesAt || (isLast && death === 'unanswered') ? await passOn(request) : undefined;
    if (!answer || isLast) return void request.socket.destroy();
    // A queue is called at the address that the account gave it.
    response.writeHead(answer.status).end((await answer.text()).replaceAll(accountUrl, url));
  });
  const passOn = async (request: IncomingMessage) => {
    const { method = 'POST', url: path = '/' } = request;
    const names = ['content-type', 'x-amz-target', 'authorization', 'x-amz-date'] as const;
    const headers = names.flatMap((name) => (request.headers[name] ? [[name, String(request.headers[name])]] : []));
    const body = method === 'GET' ? undefined : await buffer(request);
    return fetch(accountUrl + path, { method, headers: headers as [string, string][], body: body ?? null });
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    /** Runs a command that dies at its n-th call; true when it came so far. */
    async dieAt(call: number, how: Death, command: () => Promise<unknown>): Promise<boolean> {
      [calls, diesAt, death] = [0, call, how];
      await command();
      return calls >= call;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
