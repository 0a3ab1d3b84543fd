import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveControl } from './control/serve-control.ts';
import { serveDownload } from './export/serve-download.ts';
import { htmlPage } from './http/api-answer.ts';
import { send } from './http/exchange.ts';
import { serveApi } from './http/serve-api.ts';
import { World } from './world.ts';

export interface SandboxOptions {
  /** 0 or none: a free one. */
  readonly port?: number;
  /** Unix milliseconds; also the `Date` header. */
  readonly now?: () => number;
}

/** A running sandbox. */
export interface Sandbox {
  /** Base address of the API: `http://127.0.0.1:<port>/api/v1`. */
  readonly url: string;
  /** Address for `SandboxControl`: `http://127.0.0.1:<port>/_sandbox`. */
  readonly controlUrl: string;
  /** Ends open connections, and what was to take effect later. */
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 that behaves as sevdesk is known to behave. It starts without accounts. */
export async function startSandbox({ port = 0, now = Date.now }: SandboxOptions = {}): Promise<Sandbox> {
  const world = new World(now);
  const server = sandboxServer(world);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/api/v1`,
    controlUrl: `${origin}/_sandbox`,
    close: async () => {
      world.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const SERVED = [
  { prefix: '/api/v1/', serve: serveApi },
  { prefix: '/_sandbox/', serve: serveControl },
  { prefix: '/_exports/', serve: serveDownload },
];

function sandboxServer(world: World): Server {
  return createServer((request, response) => {
    const path = request.url ?? '';
    const served =
      SERVED.find(({ prefix }) => path.startsWith(prefix))?.serve(world, request, response) ??
      Promise.resolve(send(response, htmlPage(404, '404 Not Found'), world.now()));
    // A defect of the sandbox must not look like one of sevdesk's errors; a client that left is none.
    served.catch((error: unknown) => {
      if (request.complete) console.error(error);
      response.destroy();
    });
  });
}
