import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readEnvironment } from '../../../shared/lambda/environment.ts';
import { hideFromLogs, redact } from '../../../shared/lambda/redaction.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the environment of a function', () => {
  it('is read, and names what the stack did not set', () => {
    vi.stubEnv('STAGE', 'test');
    const environment = readEnvironment<{ STAGE: string; BUS_NAME: string }>();
    expect(environment.STAGE).toBe('test');
    expect(() => environment.BUS_NAME).toThrow('The stack did not set BUS_NAME');
  });
});

describe('redaction', () => {
  const token = 'f00dfeedf00dfeedf00dfeedf00dfeed';
  it.each([
    ['in clear', `GET failed with ${token}`],
    ['base64', Buffer.from(token).toString('base64')],
    ['inside JSON', JSON.stringify({ headers: { authorization: token } })],
    ['cut off', `authorization: ${token.slice(0, 16)}`],
  ])('hides a token that was read, %s', (_name, text) => {
    hideFromLogs(token);
    expect(redact(text)).toContain('[token]');
    expect(redact(text)).not.toContain(token.slice(0, 16));
  });

  it('leaves event ids alone', () => {
    expect(redact('evt_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe('evt_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAA');
  });

  it('takes no longer for ten thousand tokens than for one', () => {
    const text = 'The message failed; SQS delivers it again '.repeat(20);
    const tokens = Array.from({ length: 10_000 }, (_, index) => hash(String(index)));
    redact(text);
    const before = millisecondsFor(() => redact(text));
    for (const one of tokens) hideFromLogs(one);
    const odd = `${'"\\%/'.repeat(8)}`;
    hideFromLogs(odd);
    expect(millisecondsFor(() => redact(text))).toBeLessThan(Math.max(1, before) * 50);
    expect(redact(`${tokens[9999]} ${tokens[1]} ${encodeURIComponent(odd)}`)).toBe('[token] [token] [token]');
  });
});

const hash = (text: string) => createHash('md5').update(text).digest('hex');

/** The fastest of some. */
function millisecondsFor(work: () => unknown): number {
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('a log line', () => {
  const token = 'beadfeedbeadfeedbeadfeedbeadfeed';
  const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);
  it.each([
    ['an error', error(`No ${token}`)],
    ['its cause', new Error('No', { cause: error(`Because of ${token}`, { sent: token }) })],
    ['a cause that is no error', new Error('No', { cause: { headers: [token] } })],
    ['what else an error carries', error('No', { options: { headers: { authorization: token } }, name: token })],
    ['several errors in one', new AggregateError([error(token)], `All failed with ${token}`)],
    ['an answer that is no HTTP', error('Parse Error', { rawPacket: Buffer.from(`HTTP/1.1 ${token}`) })],
    ['bytes', { bytes: new TextEncoder().encode(token), view: new DataView(new ArrayBuffer(4)) }],
    ['the name of a field', { sent: { [`x-${token}`]: { [token]: 1 } } }],
    ['a list', [[token], [{ token }]]],
    ['what turns itself into JSON', { toJSON: () => ({ token }) }],
  ])('shows no token in %s', async (_what, shown) => {
    const { logger } = await import('../../../shared/lambda/logger.ts');
    hideFromLogs(token);
    const lines: string[] = [];
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const other = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    logger.error('It failed', { error: shown as Error });
    spy.mockRestore();
    other.mockRestore();
    expect(lines.join()).toContain('It failed');
    expect(lines.join()).not.toContain(token);
    expect(lines.join()).not.toContain([...Buffer.from(token)].join());
    expect(lines.join()).not.toContain('"0":');
  });
});

describe('a function that is called with a secret', () => {
  const SECRET = 'cafe0123cafe0123cafe0123cafe0123';

  it('throws and logs without it, even where whole events are to be logged', async () => {
    vi.stubEnv('POWERTOOLS_LOGGER_LOG_EVENT', 'true');
    vi.resetModules();
    const { requestHandler } = await import('../../../shared/lambda/request-handler.ts');
    const written: string[] = [];
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const failure = Object.assign(new TypeError(`No ${SECRET}`, { cause: SECRET }), { sent: SECRET });
    const handler = requestHandler({ secretsIn: () => [SECRET], step: () => Promise.reject(failure) });
    const call = handler as unknown as (event: unknown, context: Context) => Promise<unknown>;
    const thrown = await call({ token: SECRET }, { functionName: 'test' } as Context).catch((error: Error) => error);
    vi.restoreAllMocks();
    expect(written.join()).toContain('The function failed');
    expect(written.join()).not.toContain(SECRET);
    expect(thrown).toMatchObject({ name: 'TypeError', message: 'No [token]' });
    expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain(SECRET);
  });
});
