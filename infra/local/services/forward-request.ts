import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { HttpAnswer } from './local-call.ts';

export interface ForwardedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const hopByHop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect'];

/** Sends a request on to an emulator on 127.0.0.1 and collects its whole answer. The Host header stays the caller's. */
export function forwardRequest(to: { port: number; agent: Agent }, sent: ForwardedRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { ...withoutHopByHop(sent.headers), 'content-length': sent.body.length };
    const options = { host: '127.0.0.1', port: to.port, agent: to.agent, method: sent.method, path: sent.url, headers };
    const forwarded = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 500,
          headers: withoutHopByHop(answer.headers, sent.method === 'HEAD'),
          body: Buffer.concat(chunks),
        }),
      );
    });
    forwarded.on('error', reject);
    forwarded.end(sent.body);
  });
}

/** The answer to HEAD keeps its content-length: it is the object's, not the body's. */
function withoutHopByHop(headers: IncomingHttpHeaders, keepLength = false): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(
    ([name]) => !hopByHop.includes(name) || (keepLength && name === 'content-length'),
  );
  return Object.fromEntries(kept);
}
