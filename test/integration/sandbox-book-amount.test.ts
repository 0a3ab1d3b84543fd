import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

/** Both come to 119 gross. */
const DOCUMENTS = [
  { model: 'Invoice', key: 'invoice', sign: '' },
  { model: 'CreditNote', key: 'creditNote', sign: '-' },
];

const make = async (model: string, fields: Fields = {}) => {
  const { id } = await rig.control.createRecord(rig.token, model, fields);
  return { id, objectName: model };
};
const open = (model: string) => make(model, { status: '200' });
const account = (type: string) => make('CheckAccount', { type });
const stored = (model: string, id: string) => rig.call('GET', `/${model}/${id}`).then(({ objects }) => objects['0']);
const book = (document: { id: string; objectName: string }, body: Fields) =>
  rig.call('PUT', `/${document.objectName}/${document.id}/bookAmount`, {
    body: { date: 1_782_856_800, type: 'N', createFeed: true, ...body },
  });

describe.each(DOCUMENTS)('bookAmount of $model', ({ model, key, sign }) => {
  it('on an offline account makes its transaction', async () => {
    const document = await open(model);
    const checkAccount = await account('offline');
    const answer = await book(document, { amount: `${sign}19.00`, checkAccount });
    expect(answer.status).toBe(200);
    const day = '2026-07-01T00:00:00+02:00';
    expect(answer.objects).toMatchObject({
      objectName: `${model}Log`,
      [key]: document,
      fromStatus: '200',
      toStatus: '750',
      ammountPayed: '19',
      bookingDate: day,
    });
    expect(await rig.control.records(rig.token, 'CheckAccountTransaction')).toMatchObject([
      { amount: `${sign}19`, checkAccount, valueDate: day, payeePayerName: 'Erste Kundin GmbH', status: '400' },
    ]);
    expect(await stored(model, document.id)).toMatchObject({ status: '750', payDate: day });
    await book(document, { amount: `${sign}100`, checkAccount, type: 'FULL_PAYMENT' });
    expect(await stored(model, document.id)).toMatchObject({ status: '1000' });
  });

  it('on an online account links the transaction, and takes its date', async () => {
    const document = await open(model);
    const checkAccount = await account('online');
    const fields = { checkAccount, amount: `${sign}119`, valueDate: '2026-06-30' };
    const checkAccountTransaction = await make('CheckAccountTransaction', fields);
    await book(document, { amount: `${sign}119`, checkAccount, checkAccountTransaction });
    expect(await stored(model, document.id)).toMatchObject({ status: '1000', payDate: '2026-06-30T00:00:00+02:00' });
    expect(await stored('CheckAccountTransaction', checkAccountTransaction.id)).toMatchObject({ status: '400' });
  });

  it('with a reduced amount settles it where the type says so', async () => {
    const document = await open(model);
    await book(document, { amount: `${sign}116.62`, type: 'CB', checkAccount: await account('register') });
    expect(await stored(model, document.id)).toMatchObject({ status: '1000' });
  });

  it('with the wrong sign leaves less than nothing paid', async () => {
    const document = await open(model);
    const amount = sign === '' ? '-119' : '119';
    const answer = await book(document, { amount, checkAccount: await account('offline') });
    expect(answer.objects).toMatchObject({ toStatus: '750', ammountPayed: '-119' });
  });

  it('is taken back by resetToOpen, and its transaction is free again', async () => {
    const document = await open(model);
    const checkAccount = await account('online');
    const checkAccountTransaction = await make('CheckAccountTransaction', { checkAccount, amount: `${sign}119` });
    await book(document, { amount: `${sign}119`, checkAccount, checkAccountTransaction });
    const answer = await rig.call('PUT', `/${model}/${document.id}/resetToOpen`);
    expect(answer.objects).toMatchObject({ status: '200', payDate: null });
    expect(await stored('CheckAccountTransaction', checkAccountTransaction.id)).toMatchObject({ status: '100' });
    const again = await book(document, { amount: `${sign}119`, checkAccount, checkAccountTransaction });
    expect(again.objects).toMatchObject({ fromStatus: '200', toStatus: '1000' });
  });

  it.each([
    ['a draft', { status: '100' }, { amount: '1' }, 400, null, /^A draft can not be paid$/],
    ['what is paid', { status: '1000' }, { amount: '1' }, 422, 750, /already paid/],
    ['more than is open', { status: '200' }, { amount: '119.01' }, 422, 750, /higher than what is open/],
    ['nothing', { status: '200' }, { amount: '0' }, 400, null, /^amount, date, type and checkAccount/],
    ['no date', { status: '200' }, { amount: '1', date: null }, 400, null, /^amount, date, type/],
    ['a type that is gone', { status: '200' }, { amount: '1', type: 'CF' }, 422, null, /CF/],
    ['an unknown account', { status: '200' }, { amount: '1', checkAccount: 7 }, 404, 151, /Model_CheckAccount .* 7 /],
  ])('refuses %s and books nothing', async (_, fields, { checkAccount, ...body }: Fields, status, code, message) => {
    const document = await make(model, fields);
    const given = checkAccount ? { id: checkAccount, objectName: 'CheckAccount' } : await account('offline');
    const answer = await book(document, { ...body, amount: `${sign}${String(body.amount)}`, checkAccount: given });
    expect([answer.status, answer.error.code]).toEqual([status, code]);
    expect(answer.error.message).toMatch(message);
    expect(await stored(model, document.id)).toMatchObject({ status: fields.status, payDate: null });
    expect(await rig.control.records(rig.token, 'CheckAccountTransaction')).toEqual([]);
  });
});

describe('the transaction', () => {
  it('is needed on online accounts', async () => {
    const answer = await book(await open('Invoice'), { amount: '1', checkAccount: await account('online') });
    expect([answer.status, answer.error.message]).toEqual([422, expect.stringMatching(/is required for online/)]);
  });

  it.each(['offline', 'register'])('must be left out on %s accounts', async (type) => {
    const checkAccount = await account(type);
    const checkAccountTransaction = await make('CheckAccountTransaction', { checkAccount });
    const answer = await book(await open('Invoice'), { amount: '1', checkAccount, checkAccountTransaction });
    expect([answer.status, answer.error.message]).toEqual([422, expect.stringMatching(/only be given for online/)]);
  });

  it('that is enshrined keeps the document paid', async () => {
    const document = await open('Invoice');
    await book(document, { amount: '119', checkAccount: await account('offline') });
    const [transaction] = await rig.control.records(rig.token, 'CheckAccountTransaction');
    await rig.control.patch(rig.token, 'CheckAccountTransaction', String(transaction?.id), { enshrined: '2026-07-01' });
    expect((await rig.call('PUT', `/Invoice/${document.id}/resetToOpen`)).status).toBe(422);
    expect(await stored('Invoice', document.id)).toMatchObject({ status: '1000', paidAmount: 119 });
  });
});

it('an invoice shows what is paid, and a fee may exceed it', async () => {
  const document = await open('Invoice');
  const checkAccount = await account('offline');
  await book(document, { amount: '20', checkAccount });
  expect(await stored('Invoice', document.id)).toMatchObject({ paidAmount: 20 });
  await book(document, { amount: '104', type: 'OF', checkAccount });
  expect(await stored('Invoice', document.id)).toMatchObject({ status: '1000', paidAmount: 124 });
});

it('resetToOpen is refused beside a credit note with code 170', async () => {
  const invoice = await make('Invoice', { status: '1000', paidAmount: 119 });
  await make('CreditNote', { refSrcInvoice: invoice });
  const answer = await rig.call('PUT', `/Invoice/${invoice.id}/resetToOpen`);
  expect([answer.status, answer.error.code]).toEqual([422, 170]);
});
