import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange } from '../../shared/sevdesk/exchange.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const get = (url: string, timeoutMs = 5000) => exchange({ url, method: 'GET', headers: {}, timeoutMs });
const post = (url: string, body: string) => exchange({ url, method: 'POST', headers: {}, body, timeoutMs: 5000 });

describe('an exchange with a server', () => {
  it('sends the body and answers status, headers and bytes, with the same hash for the same bytes', async () => {
    const url = await serve((request, response) => {
      response.writeHead(201, { 'x-a': 'b' });
      request.pipe(response);
    });
    const [first, again, other] = [await post(url, 'ä{}'), await post(url, 'ä{}'), await post(url, '{}')];
    expect(first).toMatchObject({ status: 201, headers: { 'x-a': 'b' } });
    expect(first.bytes.toString()).toBe('ä{}');
    expect(again.hash).toBe(first.hash);
    expect(other.hash).not.toBe(first.hash);
  });

  it('follows no redirect, and unpacks what came compressed; what nobody asked for is an error only to those who read it', async () => {
    const redirect = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/', 'content-encoding': 'gzip' });
      response.end(gzipSync('plain'));
    });
    expect((await get(redirect)).bytes.toString()).toBe('plain');
    const odd = await get(
      await serve((_request, response) => void response.writeHead(200, { 'content-encoding': 'br' }).end('x')),
    );
    expect(odd.status).toBe(200);
    expect(() => odd.bytes).toThrow('br');
  });

  it('gives up on an answer that does not come, or not to its end', async () => {
    const silent = await serve(() => undefined);
    await expect(get(silent, 50)).rejects.toMatchObject({ name: 'TimeoutError' });
    const endless = await serve((_request, response) => void response.write('{'));
    await expect(get(endless, 50)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('reports a connection that breaks, also in the middle of an answer', async () => {
    const rude = await serve((request) => request.socket.destroy());
    await expect(post(rude, '{}')).rejects.toMatchObject({ code: 'ECONNRESET' });
    const halfway = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    });
    await expect(get(halfway)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('sends a read again when the connection that was kept is gone, and a write on one of its own', async () => {
    const used: string[] = [];
    let calls = 0;
    const url = await serve((request, response) => {
      calls += 1;
      used.push(`${request.method} ${request.socket.remotePort}`);
      if (calls === 2) request.socket.destroy();
      else response.end('{}');
    });
    await get(url);
    await get(url);
    expect(calls).toBe(3);
    await post(url, '{}');
    await post(url, '{}');
    expect(new Set(used.slice(-2)).size).toBe(2);
  });
});
