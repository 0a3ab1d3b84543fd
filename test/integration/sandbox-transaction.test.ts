import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields, WireRecord } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
let online: WireRecord;
beforeEach(async () => {
  rig = await startSandboxRig();
  online = await rig.control.createRecord(rig.token, 'CheckAccount', { type: 'online' });
  return () => rig.close();
});

const post = (path: string, body: Fields) => rig.call('POST', path, { body });
const create = (fields: Fields = {}) =>
  post('/CheckAccountTransaction', {
    valueDate: '2026-06-30T12:00:00+02:00',
    checkAccount: { id: online.id, objectName: 'CheckAccount' },
    amount: '-10.50',
    status: 100,
    payeePayerName: 'Papier OHG',
    ...fields,
  });
const createdId = async (fields?: Fields) => String((await create(fields)).objects.id);
const put = (id: string, body: Fields) => rig.call('PUT', `/CheckAccountTransaction/${id}`, { body });

describe('CheckAccountTransaction', () => {
  it('is created, its entry date following the value date', async () => {
    const answer = await create({ paymtPurpose: 'R-1', enshrined: null });
    expect(answer.status).toBe(201);
    expect(answer.objects).toMatchObject({
      amount: '-10.5',
      status: '100',
      valueDate: '2026-06-30T12:00:00+02:00',
      entryDate: '2026-06-30T12:00:00+02:00',
      paymtPurpose: 'R-1',
      enshrined: null,
      deletedAt: null,
    });
  });

  it.each<[string, Fields, number, RegExp]>([
    ['no date', { valueDate: undefined }, 400, /^valueDate is required$/],
    ['no amount', { amount: undefined }, 400, /^amount is required$/],
    ['no status', { status: undefined }, 400, /^status is required$/],
    ['no name', { payeePayerName: undefined }, 400, /^payeePayerName is required$/],
    ['no account', { checkAccount: undefined }, 400, /^checkAccount is required$/],
    ['an unknown account', { checkAccount: { id: 7, objectName: 'CheckAccount' } }, 404, /Model_CheckAccount .* 7 /],
    ['an amount that is no number', { amount: '1,50' }, 400, /^amount must be a number$/],
    ['a status there is not', { status: 500 }, 422, /^Invalid status$/],
    ['enshrined by hand', { enshrined: '2026-07-01' }, 422, /enshrined can not be set/],
  ])('with %s is refused', async (_, fields, status, message) => {
    const answer = await create(fields);
    expect([answer.status, answer.error.message]).toEqual([status, expect.stringMatching(message)]);
    expect(await rig.control.records(rig.token, 'CheckAccountTransaction')).toEqual([]);
  });

  it('is changed in part, but not what sevdesk sets', async () => {
    const id = await createdId({ paymtPurpose: 'R-1' });
    const answer = await put(id, { amount: 7, deletedAt: '2026-07-01' });
    expect(answer.objects).toMatchObject({ amount: '7', paymtPurpose: 'R-1', deletedAt: null });
  });

  it('is enshrined once it is linked, and then stays as it is', async () => {
    const id = await createdId();
    const enshrine = () => rig.call('PUT', `/CheckAccountTransaction/${id}/enshrine`);
    expect((await enshrine()).error.message).toBe('Only linked transactions can be enshrined');
    await put(id, { status: 200 });
    expect((await enshrine()).text).toBe('{"objects":null}');
    expect((await put(id, { amount: 1 })).error.message).toBe('The transaction is enshrined');
  });

  it('is found by its account, its purpose and its entry date', async () => {
    const id = await createdId({ paymtPurpose: 'Zahlung [M-1] danke', entryDate: '2026-06-20' });
    await create({ paymtPurpose: 'anderes' });
    const found = async (query: Record<string, string>) =>
      (await rig.call('GET', '/CheckAccountTransaction', { query: { ...query, countAll: 'true' } })).total;
    expect(await found({ 'checkAccount[id]': online.id, 'checkAccount[objectName]': 'CheckAccount' })).toBe('2');
    expect(await found({ 'checkAccount[id]': '7', 'checkAccount[objectName]': 'CheckAccount' })).toBe('0');
    expect(await found({ paymtPurpose: '[M-1]' })).toBe('1');
    expect(await found({ endDate: '2026-06-21T00:00:00+02:00' })).toBe('1');
    expect(await found({ isBooked: 'false', updateAfter: '9999999999' })).toBe('2');
    await rig.call('DELETE', `/CheckAccountTransaction/${id}`);
    expect(await found({ paymtPurpose: '[M-1]' })).toBe('0');
  });
});

describe('CheckAccount', () => {
  const importAccount = (fields: Fields = {}) =>
    post('/CheckAccount/Factory/fileImportAccount', { name: 'Bank', importType: 'CSV', ...fields });

  it('for files of a bank is online, and takes transactions', async () => {
    const answer = await importAccount({ iban: 'DE02100500000054540402' });
    expect(answer.status).toBe(201);
    expect(answer.objects).toMatchObject({ type: 'online', importType: 'CSV', accountingNumber: '1201', name: 'Bank' });
    const checkAccount = { id: answer.objects.id, objectName: 'CheckAccount' };
    expect((await create({ checkAccount })).status).toBe(201);
  });

  it('for clearing is offline, and takes none', async () => {
    const answer = await post('/CheckAccount/Factory/clearingAccount', { name: 'Gutscheine', accountingNumber: 1723 });
    const expected = { type: 'offline', importType: null, accountingNumber: '1723', autoMapTransaction: '0' };
    expect([answer.status, answer.objects]).toMatchObject([201, expected]);
    const refused = await create({ checkAccount: { id: answer.objects.id, objectName: 'CheckAccount' } });
    expect(refused.error).toMatchObject({
      code: null,
      responseCode: 422,
      message:
        'You can only create transactions on online checkaccounts. Use document bookAmount to create transactions on other types.',
    });
  });

  it.each<[string, Fields, RegExp]>([
    ['without a name', { name: undefined }, /^name is required$/],
    ['with another import type', { importType: 'PDF' }, /^importType must be CSV or MT940$/],
    ['with a number that is used', { accountingNumber: 1200 }, /^The accounting number 1200 is already used$/],
  ])('%s is refused', async (_, fields, message) => {
    const answer = await importAccount(fields);
    expect([answer.status, answer.error.message]).toEqual([422, expect.stringMatching(message)]);
  });

  it('is changed in a few fields', async () => {
    const change = (body: Fields) => rig.call('PUT', `/CheckAccount/${online.id}`, { body });
    const expected = { name: 'Haus', type: 'online', balance: '0', accountingNumber: '1200' };
    expect((await change({ name: 'Haus', type: 'offline', balance: 5, accountingNumber: 1200 })).objects).toMatchObject(
      expected,
    );
    await importAccount();
    expect((await change({ accountingNumber: 1201 })).status).toBe(422);
  });
});
