import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { fingerprint } from '../../../shared/domain/fingerprint.ts';
import {
  OutcomeUnknown,
  RequestRejected,
  SevdeskUnavailable,
  UnexpectedAnswer,
} from '../../../shared/domain/sevdesk-error.ts';
import { sevdeskClient } from '../../../shared/sevdesk/client.ts';
import type { Exchange, Incoming } from '../../../shared/sevdesk/exchange.ts';
import { silentLog } from '../../support/silent-log.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const BASE = 'https://sevdesk.invalid/api/v1';

function clientThat(answers: () => Promise<Incoming>, readOnly = false) {
  const sent = vi.fn<Exchange>(answers);
  const log = silentLog();
  const spend = vi.fn(async () => undefined);
  return {
    client: sevdeskClient({ baseUrl: BASE, token: TOKEN, readOnly, spend, log, exchange: sent }),
    sent,
    log,
    spend,
  };
}

const answerOf = (body: unknown, { status = 200, headers = {} } = {}): Incoming => ({
  status,
  headers,
  bytes: Buffer.from(JSON.stringify(body)),
  hash: fingerprint(body),
});
const networkError = (code: string) => Object.assign(new Error(`request failed ${TOKEN}`), { code });

describe('the sevdesk client', () => {
  it('sends the raw token in one header, names itself, and spends one request', async () => {
    const { client, sent, spend } = clientThat(async () => answerOf({ objects: [] }));
    await client.call({ path: 'Contact', query: { depth: '1' } });
    const [outgoing] = sent.mock.calls[0] ?? [];
    expect(outgoing?.url).toBe(`${BASE}/Contact?depth=1`);
    expect(outgoing?.headers).toMatchObject({
      authorization: TOKEN,
      'user-agent': expect.stringContaining('sevdesk-relay'),
    });
    expect(spend).toHaveBeenCalledTimes(1);
  });

  it("reads sevdesk's clock from the Date header", async () => {
    const headers = { date: 'Fri, 20 Nov 2026 08:15:00 GMT' };
    const { client } = clientThat(async () => answerOf({ objects: [] }, { headers }));
    expect((await client.call({ path: 'Contact' })).dateSeconds).toBe(Date.parse(headers.date) / 1000);
  });

  it.each([
    ['a refused connection on a write', 'ECONNREFUSED', 'POST', SevdeskUnavailable],
    ['a broken connection on a write', 'ECONNRESET', 'POST', OutcomeUnknown],
    ['a broken connection on a read', 'ECONNRESET', 'GET', SevdeskUnavailable],
  ] as const)('tells %s', async (_name, code, method, reaction) => {
    const { client } = clientThat(() => Promise.reject(networkError(code)));
    const error = await client.call({ method, path: 'Invoice' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(reaction);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(TOKEN);
  });

  it.each([
    ['in its message', () => Promise.reject(new TypeError(`Invalid character in header: ${TOKEN}`))],
    ['in its cause', () => Promise.reject(new TypeError('fetch failed', { cause: networkError('UND_ERR_SOCKET') }))],
    ['in one of several', () => Promise.reject(new AggregateError([networkError('ECONNREFUSED')], TOKEN))],
    ['in bytes', () => Promise.reject(Object.assign(new Error('Parse Error'), { rawPacket: Buffer.from(TOKEN) }))],
    ['as what is thrown', () => Promise.reject(TOKEN)],
    [
      'at once',
      (): never => {
        throw Object.assign(new TypeError(TOKEN), { code: 'ERR_INVALID_CHAR', input: TOKEN });
      },
    ],
  ])('passes on nothing of an exchange that throws with the token %s', async (_where, throws) => {
    for (const method of ['GET', 'POST'] as const) {
      const { client, log } = clientThat(throws);
      const error = await client.call({ method, path: 'Invoice' }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(method === 'GET' ? SevdeskUnavailable : OutcomeUnknown);
      const shown = inspect(error, { depth: 9, showHidden: true }) + log.lines.join();
      expect(shown).not.toContain(TOKEN);
      expect(shown).not.toContain(Buffer.from(TOKEN).toString('hex').replace(/../g, '$& ').trim());
    }
  });

  it.each([
    ['in clear', TOKEN],
    ['base64', Buffer.from(TOKEN).toString('base64')],
    ['in capitals', TOKEN.toUpperCase()],
    ['cut off', TOKEN.slice(0, 16)],
    ['in hex', Buffer.from(TOKEN).toString('hex')],
  ])('never passes on a token that an answer quotes, %s', async (_name, quoted) => {
    const body = { error: { message: `bad header ${quoted}`, code: null } };
    const { client } = clientThat(async () => answerOf(body, { status: 400 }));
    const error = await client.call({ path: 'Contact' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'bad header [token]' });
  });

  it('marks the place of a token that sevdesk hands out as data', async () => {
    const objects = [{ id: '1', name: `Key ${TOKEN}`, [TOKEN]: 'x' }];
    const { client } = clientThat(async () => answerOf({ objects }));
    const answer = await client.call({ path: 'Contact' });
    expect(answer.objects).toEqual([{ id: '1', name: 'Key [token]', '[token]': 'x' }]);
  });

  it('announces the end of an endpoint without a token', async () => {
    const { client, log } = clientThat(async () => answerOf({ objects: [] }, { headers: { deprecation: [TOKEN] } }));
    await client.call({ path: 'Contact' });
    expect(log.lines).toEqual([expect.stringContaining('"deprecation":"[token]"')]);
  });

  it('leaves an answer unread that is known by its bytes, and reads every other one', async () => {
    const { client } = clientThat(async () => answerOf({ objects: [{ id: '1' }], total: '1' }));
    const { hash = '' } = await client.call({ path: 'Tag' });
    expect(await client.call({ path: 'Tag', knownAnswer: hash })).toMatchObject({
      unchanged: true,
      objects: undefined,
    });
    expect(await client.call({ path: 'Tag', knownAnswer: 'other' })).toMatchObject({ total: 1, hash });
  });

  it('takes an answer that can not be unpacked for one without JSON: of a write, the outcome is unknown', async () => {
    const broken: Incoming = {
      ...answerOf({}),
      get bytes(): Buffer {
        throw new Error('incorrect header check');
      },
    };
    const { client } = clientThat(async () => broken);
    await expect(client.call({ method: 'POST', path: 'Invoice' })).rejects.toThrow(OutcomeUnknown);
    await expect(client.call({ path: 'Invoice' })).rejects.toThrow(UnexpectedAnswer);
  });

  it('writes nothing when it is read-only', async () => {
    const { client, sent } = clientThat(async () => answerOf({}), true);
    await expect(client.call({ method: 'POST', path: 'Contact', body: {} })).rejects.toThrow(RequestRejected);
    expect(sent).not.toHaveBeenCalled();
  });

  it('logs that sevdesk announces the end of an endpoint', async () => {
    const { client, log } = clientThat(async () => answerOf({ objects: [] }, { headers: { deprecation: 'true' } }));
    await client.call({ path: 'Invoice/4711/getPositions' });
    expect(log.lines).toEqual([expect.stringContaining('Invoice/{id}/getPositions')]);
  });
});
