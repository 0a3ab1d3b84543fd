import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { SandboxControl } from '../sandbox/control.ts';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';
import { startSandbox } from '../sandbox/sandbox.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const save = () => rig.call('POST', '/Invoice/Factory/saveInvoice', { body: saveInvoiceBody(rig.contactId) });
const listed = async (path = '/Invoice') =>
  ((await rig.call('GET', path)).objects as unknown as { id: string }[]).map(({ id }) => id);

describe('conditions', () => {
  it('lists lag behind, records by id do not', async () => {
    await rig.control.setListLagMs(rig.token, 5000);
    const id = String((await save()).objects.invoice?.id);
    expect((await rig.call('GET', `/Invoice/${id}`)).status).toBe(200);
    expect(await listed()).toEqual([]);
    rig.clock.ms += 5000;
    expect(await listed()).toEqual([id]);
  });

  it('a rate limit slides over a minute', async () => {
    await rig.control.setRateLimit(rig.token, 2);
    const status = async () => (await rig.call('GET', '/SevUser')).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    rig.clock.ms += 60_000;
    expect(await status()).toBe(200);
    await rig.control.setRateLimit(rig.token, null);
    expect([await status(), await status()]).toEqual([200, 200]);
    expect(await rig.control.maxRequestsInAnyMinute(rig.token)).toBe(3);
  });

  it('a filter can be ignored', async () => {
    await save();
    const query = { updateAfter: '9999999999' };
    expect((await rig.call('GET', '/Invoice', { query })).objects).toEqual([]);
    await rig.control.ignoreFilter(rig.token, 'Invoice', 'updateAfter');
    expect((await rig.call('GET', '/Invoice', { query })).objects).toHaveLength(1);
  });

  it('offline everything answers 503 with a page', async () => {
    await rig.control.takeOffline();
    const answer = await save();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('text/html');
    await rig.control.bringBack();
    expect((await save()).status).toBe(201);
  });
});

describe('the request log', () => {
  it('tells who asked what, without the token', async () => {
    await rig.call('GET', '/Invoice', { query: { limit: '5' } });
    await rig.control.replaceToken(rig.token, 'a-brand-new-token-9876');
    await rig.call('GET', '/SevUser', { token: 'a-brand-new-token-9876' });
    const expected = [
      { at: rig.clock.ms, method: 'GET', path: '/Invoice', query: { limit: '5' }, token: 'cdef', status: 200 },
      { path: '/SevUser', token: '9876', account: 'account-1' },
    ];
    expect(await rig.control.requests({ token: rig.token })).toMatchObject(expected);
    await rig.control.createAccount({ token: 'other' });
    expect(await rig.control.requests({ token: 'other' })).toEqual([]);
    await rig.control.clearRequests();
    expect(await rig.control.requests()).toEqual([]);
  });
});

describe('what users do', () => {
  it('edits bump update', async () => {
    rig.clock.ms += 1000;
    const changed = await rig.control.patch(rig.token, 'Contact', rig.contactId, { name: 'Neu GmbH' });
    expect(changed).toMatchObject({ name: 'Neu GmbH', update: '2026-07-01T12:00:01+02:00' });
  });

  it('an invoice is opened, paid, cancelled and deleted', async () => {
    const { id } = await rig.control.createInvoice(rig.token, { positions: [{ price: '10', quantity: '2' }] });
    expect(await rig.control.openInvoice(rig.token, id)).toMatchObject({ status: '200', sumGross: '23.8' });
    expect(await rig.control.payInvoice(rig.token, id)).toMatchObject({ status: '1000', paidAmount: 23.8 });
    expect(await rig.control.cancelInvoice(rig.token, id)).toMatchObject({ invoiceType: 'SR', sumGross: '-23.8' });
    await rig.control.deleteRecord(rig.token, 'Invoice', id);
    expect((await rig.call('GET', `/Invoice/${id}`)).status).toBe(404);
  });

  it('seeds thousands of old records', async () => {
    await rig.control.seedInvoices(rig.token, 20_000);
    const page = await rig.call('GET', '/Invoice', { query: { countAll: 'true', limit: '1', offset: '19999' } });
    expect([page.total, page.objects['0']?.update]).toEqual(['20000', '2026-06-17T13:41:00+02:00']);
  });

  it('a mistake in a control request is told', async () => {
    await expect(rig.control.seedInvoices('nobody', 1)).rejects.toThrow('seed: No account has this token');
  });
});

it('runs as a process of its own', async () => {
  const child = spawn(process.execPath, ['test/sandbox/main.ts'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  await once(child.stdout, 'data');
  const url = /^ready (http:\/\/127\.0\.0\.1:\d+\/api\/v1)\n$/.exec(lines.join(''))?.[1] ?? '';
  await new SandboxControl(url).createAccount({ token: 'x' });
  expect((await fetch(`${url}/SevUser`, { headers: { authorization: 'x' } })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(lines).toHaveLength(1);
});

it('two sandboxes share nothing', async () => {
  const other = await startSandbox();
  const response = await fetch(`${other.url}/SevUser`, { headers: { authorization: rig.token } });
  expect(response.status).toBe(401);
  await other.close();
});
