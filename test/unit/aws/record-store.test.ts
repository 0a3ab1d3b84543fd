import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenLocally, stopListening } from '../../../infra/local/services/listen-locally.ts';
import { recordStore } from '../../../shared/aws/record-store.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { sha256, signatureOf } from '../../support/s3-signature.ts';

/** S3 as far as it decides about a request: it answers what `answers` hold, and keeps what it was asked. */
interface Asked {
  readonly request: IncomingMessage;
  readonly body: string;
}
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' };
const { config: aws } = new EventBridgeClient({ region: 'eu-central-1', credentials });
const event = { id: 'evt_1', tenantid: 'acme', data: { record: { name: 'Bäckerei' } } } as unknown as RelayEvent;
let server: Server;
let endpoint: string;
let asked: Asked[];
let answers: readonly { status: number; body?: string; headers?: Record<string, string> }[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = createServer(async (request, response) => {
    const answer = answers[asked.length] ?? { status: 200 };
    asked.push({ request, body: await text(request) });
    if (answer.status === 0) response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  endpoint = `http://127.0.0.1:${await listenLocally(server)}`;
});
afterEach(() => stopListening(server));

const store = () => recordStore({ bucket: 'records', aws, endpoint })(event);

it('signs what S3 receives: the local account would not notice a wrong signature, AWS would', async () => {
  expect(await store()).toBe('s3://records/acme/evt_1.json');
  const [{ request, body } = {} as Asked] = asked;
  expect(body).toBe(JSON.stringify(event.data));
  expect(request.headers['x-amz-content-sha256']).toBe(sha256(body));
  expect(request.headers['x-amz-security-token']).toBe('session');
  const { signed, signature } = signatureOf(request, credentials.secretAccessKey);
  expect(signed).toEqual(expect.arrayContaining(['host', 'x-amz-content-sha256', 'x-amz-security-token']));
  expect(request.headers.authorization).toMatch(new RegExp(`Signature=${signature}$`));
});

it.each([
  ['is asked to slow down', { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }],
  ['loses the connection', { status: 0 }],
])('asks again when it %s', async (_what, answer) => {
  answers = [answer, answer];
  expect(await store()).toBe('s3://records/acme/evt_1.json');
  expect(asked).toHaveLength(3);
});

it.each([
  ['a refusal, which fetch takes for an answer', 403, 'AccessDenied', 1],
  ['another region, to which it must not follow', 301, 'PermanentRedirect', 1],
  ['an S3 that stays away', 500, 'InternalError', 3],
])('throws at %s', async (_what, status, code, times) => {
  const answer = {
    status,
    body: `<Error><Code>${code}</Code></Error>`,
    headers: { location: `${endpoint}/elsewhere` },
  };
  answers = [answer, answer, answer];
  await expect(store()).rejects.toThrow(`S3 did not keep /records/acme/evt_1.json: ${status} ${code}`);
  expect(asked).toHaveLength(times);
});

it('asks AWS itself, in its own region, unless told otherwise', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  const fetched = vi.fn(async () => new Response());
  vi.stubGlobal('fetch', fetched);
  await recordStore({ bucket: 'records', aws })(event);
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  expect(fetched).toHaveBeenCalledWith(
    new URL('https://s3.eu-central-1.amazonaws.com/records/acme/evt_1.json'),
    expect.objectContaining({ method: 'PUT' }),
  );
});
