import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aContact, anInvoice } from '../../support/builders.ts';

/** A sevdesk with one account for each token: enough to test tokens. Everything else is refused with 401. */
export async function startSevdesk(accounts: Readonly<Record<string, string>>) {
  const server = createServer((request, response) => {
    const account = accounts[request.headers.authorization ?? ''];
    const sevClient = { id: account, objectName: 'SevClient' };
    const answers: Readonly<Record<string, unknown>> = {
      '/api/v1/Tools/bookkeepingSystemVersion': { version: '2.0' },
      '/api/v1/Contact': [aContact({ sevClient })],
      '/api/v1/Invoice': [anInvoice({ sevClient })],
    };
    const objects = answers[new URL(request.url ?? '', 'http://sevdesk').pathname];
    const body = account ? { objects } : { status: 401, message: 'Authentication required' };
    response.writeHead(account ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/v1`, close: () => server.close() };
}
