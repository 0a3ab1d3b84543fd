import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const ids = (answer: { objects: unknown }) => (answer.objects as { id: string }[]).map(({ id }) => id);

describe('tokens', () => {
  it.each([
    ['none', () => ''],
    ['an unknown one', () => 'f'.repeat(32)],
    ['a Bearer token', () => `Bearer ${rig.token}`],
  ])('refuses %s with a bare 401', async (_, token) => {
    const answer = await rig.call('GET', '/SevUser', { token: token() });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toEqual({ status: 401, message: 'Authentication required' });
  });

  it('opens only its own account', async () => {
    const other = 'b'.repeat(32);
    await rig.control.createAccount({ token: other });
    expect((await rig.call('GET', `/Contact/${rig.contactId}`, { token: other })).status).toBe(404);
    expect((await rig.call('GET', '/Contact', { token: other })).objects).toEqual([]);
  });

  it('stops at once when it is revoked or replaced', async () => {
    await rig.control.replaceToken(rig.token, 'new-token');
    expect((await rig.call('GET', '/SevUser')).status).toBe(401);
    expect((await rig.call('GET', `/Contact/${rig.contactId}`, { token: 'new-token' })).status).toBe(200);
    await rig.control.revokeToken('new-token');
    expect((await rig.call('GET', '/SevUser', { token: 'new-token' })).status).toBe(401);
  });
});

describe('records', () => {
  it('have strings for scalars, a number for paidAmount, references, and no absent references', async () => {
    const { id } = await rig.control.createInvoice(rig.token, { timeToPay: 14, showNet: true });
    const [invoice] = (await rig.call('GET', `/Invoice/${id}`)).objects as unknown as [Record<string, unknown>];
    expect(invoice).toMatchObject({
      id,
      objectName: 'Invoice',
      additionalInformation: null,
      sevClient: { id: '4711', objectName: 'SevClient' },
      contact: { id: rig.contactId, objectName: 'Contact' },
      status: '100',
      timeToPay: '14',
      showNet: '1',
      sumNet: '100',
      sumGross: '119',
      paidAmount: 0,
    });
    expect(invoice).not.toHaveProperty('paymentMethod');
    expect(invoice).not.toHaveProperty('origin');
  });

  it.each([
    ['before spring forward', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
    ['after spring forward', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
    ['after fall back', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00+01:00'],
    ['with the milliseconds cut', '2026-07-01T10:00:00.987Z', '2026-07-01T12:00:00+02:00'],
  ])('are dated in Berlin time %s', async (_, utc, berlin) => {
    rig.clock.ms = Date.parse(utc);
    expect(await rig.control.createContact(rig.token)).toMatchObject({ create: berlin, update: berlin });
  });

  it('come in an array of one by id, and as 404 with code 151 when unknown', async () => {
    expect(ids(await rig.call('GET', `/Contact/${rig.contactId}`))).toEqual([rig.contactId]);
    const answer = await rig.call('GET', '/Invoice/1');
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toEqual({
      error: {
        exceptionUUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
        message: 'No Model_Invoice with the id 1 was found',
        errorCode: 0,
        code: 151,
        data: [],
        responseCode: 404,
      },
      objects: null,
    });
  });

  it('answers the Date header by its clock', async () => {
    expect((await rig.call('GET', '/SevUser')).headers.get('date')).toBe('Wed, 01 Jul 2026 10:00:00 GMT');
  });

  it.each(['/Nothing', '/Invoice/1/nothing', '/Tools', '/Invoice/Factory/nothing'])(
    'answers HTML for %s',
    async (path) => {
      const answer = await rig.call('GET', path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('text/html');
    },
  );
});

describe('lists', () => {
  it('give 100 rows, newest first, and count all as a string when asked', async () => {
    await rig.control.seedContacts(rig.token, 150);
    const page = await rig.call('GET', '/Contact', { query: { depth: '1', countAll: 'true', embed: 'category' } });
    expect(page.total).toBe('151');
    expect(ids(page)).toHaveLength(100);
    expect(ids(page)).toEqual(ids(page).toSorted((a, b) => Number(b) - Number(a)));
    expect((await rig.call('GET', '/Contact')).total).toBeUndefined();
  });

  it('go on at the offset', async () => {
    await rig.control.seedContacts(rig.token, 4);
    const all = ids(await rig.call('GET', '/Contact', { query: { depth: '1' } }));
    const part = await rig.call('GET', '/Contact', { query: { depth: '1', limit: '2', offset: '1' } });
    expect(ids(part)).toEqual(all.slice(1, 3));
  });

  it.each(['0', '1001', '-5', 'ten', '1.5', ''])('refuse the limit "%s"', async (limit) => {
    const answer = await rig.call('GET', '/Contact', { query: { limit } });
    expect(answer.status).toBe(400);
    expect(answer.error.message).toBe("Invalid 'limit' parameter. Please provide an integer value between 1 and 1000.");
  });
});

describe('contacts', () => {
  it('are organisations only, without depth=1', async () => {
    const person = await rig.control.createContact(rig.token, { surename: 'Rosa', familyname: 'Klein' });
    expect(ids(await rig.call('GET', '/Contact'))).toEqual([rig.contactId]);
    expect(ids(await rig.call('GET', '/Contact', { query: { depth: '1' } }))).toEqual([person.id, rig.contactId]);
    expect(person).toMatchObject({ name: null, surename: 'Rosa' });
  });

  it('are created with defaults and a customer number', async () => {
    const body = { name: 'Zweite GmbH', category: { id: 3, objectName: 'Category' } };
    const answer = await rig.call('POST', '/Contact', { body });
    expect(answer.status).toBe(201);
    expect(answer.objects).toMatchObject({
      name: 'Zweite GmbH',
      customerNumber: '1001',
      exemptVat: '0',
      status: '1000',
    });
    expect((await rig.call('POST', '/Contact', { body: { ...body, customerNumber: 'K-7' } })).objects).toMatchObject({
      customerNumber: 'K-7',
    });
  });

  it('need a category', async () => {
    expect((await rig.call('POST', '/Contact', { body: { name: 'X' } })).status).toBe(400);
  });

  it('are changed in part', async () => {
    rig.clock.ms += 5000;
    const answer = await rig.call('PUT', `/Contact/${rig.contactId}`, { body: { description: 'neu' } });
    expect(answer.status).toBe(200);
    expect(answer.objects).toMatchObject({
      name: 'Erste Kundin GmbH',
      description: 'neu',
      update: '2026-07-01T12:00:05+02:00',
    });
  });

  it('are deleted, unless an invoice refers to them', async () => {
    const { id } = await rig.control.createContact(rig.token, { name: 'Weg GmbH' });
    const answer = await rig.call('DELETE', `/Contact/${id}`);
    expect(JSON.parse(answer.text)).toEqual({ objects: [null] });
    expect((await rig.call('GET', `/Contact/${id}`)).error.code).toBe(151);
    await rig.control.createInvoice(rig.token);
    expect((await rig.call('DELETE', `/Contact/${rig.contactId}`)).status).toBe(409);
  });
});

describe('look-ups', () => {
  it.each([
    ['/SevUser', {}, { sevClient: { id: '4711' }, objectName: 'SevUser' }],
    ['/StaticCountry', { code: 'at' }, { id: '3', code: 'at' }],
    ['/StaticCountry', { code: 'DE' }, { id: '1' }],
  ])('serve %s %j', async (path, query, expected) => {
    const { objects } = await rig.call('GET', path, { query: { ...query } });
    expect(objects).toHaveLength(1);
    expect(objects).toMatchObject([expected]);
  });

  it('know the piece as unit 1', async () => {
    const { objects } = await rig.call('GET', '/Unity');
    expect(objects).toContainEqual(expect.objectContaining({ id: '1', name: 'Stk', translationCode: 'UNITY_PIECE' }));
  });

  it('tell the bookkeeping system', async () => {
    const answer = await rig.call('GET', '/Tools/bookkeepingSystemVersion');
    expect(JSON.parse(answer.text)).toEqual({ objects: { version: '2.0' } });
  });
});
