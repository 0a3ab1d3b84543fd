import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aContact, anInvoice } from '../../support/builders.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';

const GOOD = 'a'.repeat(32);
const WRONG = 'b'.repeat(32);
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/v1/Tools/bookkeepingSystemVersion': { version: '2.0' },
  '/api/v1/Contact': [aContact()],
  '/api/v1/Invoice': [anInvoice()],
};

let stage: LocalStage;
let sevdesk: Server;
beforeAll(async () => {
  stage = await startLocalStage();
  sevdesk = createServer((request, response) => {
    const known = request.headers.authorization === GOOD;
    const objects = ANSWERS[new URL(request.url ?? '', 'http://sevdesk').pathname];
    const body = known ? { objects } : { status: 401, message: 'Authentication required' };
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => sevdesk.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  sevdesk.close();
  await stage.close();
});

async function connect(tenantId: string, token: string, port = (sevdesk.address() as AddressInfo).port) {
  const { run, written } = stage.world({ stdin: token });
  const sevdeskUrl = `http://127.0.0.1:${port}/api/v1`;
  const exitCode = await run('tenant', 'connect', tenantId, '--sevdesk-url', sevdeskUrl);
  return { exitCode, ...written };
}

it('stores a token that works, and shows it nowhere', async () => {
  const { exitCode, out, err } = await connect('acme', `${GOOD}\n`);
  expect(exitCode).toBe(0);
  expect(await stage.tokens.read('acme')).toMatchObject({ kind: 'token', token: GOOD });
  expect(out).toContain('sevdesk account 900100, bookkeeping version 2.0');
  expect(out).toContain('at the next tick');
  expect(err).toContain('dies with that user');
  expect(out + err).not.toContain(GOOD);
});

it('keeps the token that works when the new one is refused', async () => {
  await connect('keeper', GOOD);
  const { exitCode, out, err } = await connect('keeper', WRONG);
  expect(exitCode).toBe(1);
  expect(err).toContain('sevdesk does not accept this token (401)');
  expect(await stage.tokens.read('keeper')).toMatchObject({ token: GOOD });
  expect(out + err).not.toContain(WRONG);
});

it('stores nothing when sevdesk is out of reach', async () => {
  const { exitCode, err } = await connect('unreached', GOOD, 1);
  expect(exitCode).toBe(1);
  expect(err).toContain('The token could not be tested: sevdesk could not be reached');
  expect(await stage.tokens.read('unreached')).toEqual({ kind: 'missing' });
});
