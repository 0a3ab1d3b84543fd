import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const save = () => rig.call('POST', '/Invoice/Factory/saveInvoice', { body: saveInvoiceBody(rig.contactId) });
const invoices = () => rig.control.records(rig.token, 'Invoice');
const listed = async (path = '/Invoice') =>
  ((await rig.call('GET', path)).objects as unknown as { id: string }[]).map(({ id }) => id);

describe('faults', () => {
  it('throttle answers 429 with Retry-After, and takes no effect', async () => {
    await rig.control.addFault({ kind: 'throttle', retryAfterSeconds: 7 });
    const answer = await save();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await invoices()).toEqual([]);
  });

  it('throttle can answer HTML', async () => {
    await rig.control.addFault({ kind: 'throttle', html: '<p>Slow down</p>' });
    const answer = await rig.call('GET', '/Contact');
    expect([answer.status, answer.text, answer.headers.get('retry-after')]).toEqual([429, '<p>Slow down</p>', null]);
  });

  it('unauthenticated answers 401 to a token that is good', async () => {
    await rig.control.addFault({ kind: 'unauthenticated' });
    const answer = await save();
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      401,
      { status: 401, message: 'Authentication required' },
    ]);
    expect(await invoices()).toEqual([]);
  });

  it('error answers in the envelope', async () => {
    await rig.control.addFault({ kind: 'error', status: 422, message: 'Nope', code: 7100 });
    const answer = await save();
    expect(answer.status).toBe(422);
    expect(answer.error).toMatchObject({ message: 'Nope', code: 7100, responseCode: 422 });
  });

  it('html answers a page', async () => {
    await rig.control.addFault({ kind: 'html', status: 502, html: '<h1>Bad gateway</h1>' });
    const answer = await rig.call('GET', '/Contact');
    expect([answer.status, answer.text]).toEqual([502, '<h1>Bad gateway</h1>']);
  });

  it('timeout never answers, until the sandbox closes', async () => {
    await rig.control.addFault({ kind: 'timeout', method: 'POST' });
    const waiting = expect(save()).rejects.toThrow('fetch failed');
    await expect.poll(async () => (await rig.control.requests()).at(-1)?.fault, { interval: 5 }).toBe('timeout');
    expect(await invoices()).toEqual([]);
    await rig.close();
    await waiting;
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s breaks the connection with %i invoices made', async (kind, made) => {
    await rig.control.addFault({ kind });
    await expect(save()).rejects.toThrow('fetch failed');
    expect(await invoices()).toHaveLength(made);
    expect(await rig.control.requests()).toMatchObject([{ status: null, fault: kind }]);
  });

  it('late-effect breaks the connection and makes the invoice later', async () => {
    await rig.control.addFault({ kind: 'late-effect', delayMs: 700 });
    await expect(save()).rejects.toThrow('fetch failed');
    expect(await invoices()).toEqual([]);
    await expect.poll(invoices, { interval: 20, timeout: 5000 }).toHaveLength(1);
  });

  it('error-after makes the invoice and answers 500', async () => {
    await rig.control.addFault({ kind: 'error-after' });
    expect((await save()).status).toBe(500);
    expect(await invoices()).toHaveLength(1);
  });

  it('slow answers late', async () => {
    await rig.control.addFault({ kind: 'slow', delayMs: 20 });
    const startedAt = performance.now();
    expect((await save()).status).toBe(201);
    expect(performance.now() - startedAt).toBeGreaterThan(18);
  });

  it('insert-between-pages shifts the next page', async () => {
    await rig.control.seedContacts(rig.token, 3);
    const before = await listed('/Contact?depth=1&limit=2');
    await rig.control.addFault({ kind: 'insert-between-pages', path: '^/Contact$' });
    expect(await listed('/Contact?depth=1&limit=2')).toEqual(before);
    expect((await listed('/Contact?depth=1&limit=2&offset=2'))[0]).toBe(before[1]);
  });

  it('remove-between-pages makes the next page skip a row', async () => {
    await rig.control.seedContacts(rig.token, 3);
    const before = await listed('/Contact?depth=1');
    await rig.control.addFault({ kind: 'remove-between-pages' });
    await listed('/Contact?depth=1&limit=2');
    expect(await listed('/Contact?depth=1&limit=2&offset=2')).toEqual(before.slice(3));
  });

  it('are used up in order, one for each request that matches', async () => {
    await rig.control.addFault({ kind: 'html', status: 502, path: '^/Invoice', times: 2 });
    await rig.control.addFault({ kind: 'html', status: 503, method: 'GET' });
    await rig.control.addFault({ kind: 'html', status: 504, token: 'somebody else' });
    const statuses: number[] = [];
    for (const path of ['/Invoice', '/Contact', '/Invoice', '/Invoice'])
      statuses.push((await rig.call('GET', path)).status);
    expect(statuses).toEqual([502, 503, 502, 200]);
  });

  it('are cleared', async () => {
    await rig.control.addFault({ kind: 'timeout' });
    await rig.control.clearFaults();
    expect((await save()).status).toBe(201);
  });
});
