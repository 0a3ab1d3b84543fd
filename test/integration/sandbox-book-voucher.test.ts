import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields, WireRecord } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
let accounts: Record<'online' | 'offline' | 'register', WireRecord>;
beforeEach(async () => {
  rig = await startSandboxRig();
  const account = (type: string) => rig.control.createRecord(rig.token, 'CheckAccount', { type });
  accounts = {
    online: await account('online'),
    offline: await account('offline'),
    register: await account('register'),
  };
  return () => rig.close();
});

const stored = (id: string, model = 'Voucher') =>
  rig.call('GET', `/${model}/${id}`).then(({ objects }) => objects['0']);
const made = async (fields: Fields = {}) =>
  (await rig.control.createRecord(rig.token, 'Voucher', { status: 100, supplierName: 'Papier OHG', ...fields })).id;
const transaction = (amount: string, fields: Fields = {}) =>
  rig.control.createRecord(rig.token, 'CheckAccountTransaction', { amount, checkAccount: accounts.online, ...fields });

function book(id: string, fields: Fields = {}) {
  const body = {
    amount: '-119',
    date: '2026-06-30T12:00:00+02:00',
    type: 'FULL_PAYMENT',
    checkAccount: accounts.offline,
  };
  return rig.call('PUT', `/Voucher/${id}/bookAmount`, { body: { ...body, ...fields } });
}

describe('bookAmount', () => {
  it('pays an expense with a negative amount, and makes the transaction', async () => {
    const id = await made({ description: 'R-1' });
    const answer = await book(id);
    expect(answer.status).toBe(200);
    const bookingDate = '2026-06-30T12:00:00+02:00';
    expect(answer.objects).toEqual({
      id: expect.any(String),
      objectName: 'VoucherLog',
      additionalInformation: null,
      create: '2026-07-01T12:00:00+02:00',
      voucher: { id, objectName: 'Voucher' },
      fromStatus: '100',
      toStatus: '1000',
      amountPayed: '119',
      bookingDate,
      sevClient: { id: '4711', objectName: 'SevClient' },
    });
    expect(await stored(id)).toMatchObject({ status: '1000', paidAmount: 119, payDate: bookingDate });
    expect((await rig.call('GET', '/CheckAccountTransaction')).objects).toMatchObject([
      { amount: '-119', status: '400', valueDate: bookingDate, payeePayerName: 'Papier OHG', paymtPurpose: 'R-1' },
    ]);
  });

  it.each([
    ['in part', 'C', { amount: '-19' }, { status: '750', paidAmount: 19 }],
    ['in part, the rest a discount', 'C', { amount: '-100', type: 'CB' }, { status: '1000', paidAmount: 100 }],
    ['revenue', 'D', { amount: '119' }, { status: '1000', paidAmount: 119 }],
    ['an expense with the wrong sign, which is taken', 'C', { amount: 119 }, { status: '750', paidAmount: -119 }],
  ])('pays %s', async (_, creditDebit, fields, expected) => {
    const id = await made({ creditDebit });
    expect((await book(id, { ...fields })).status).toBe(200);
    expect(await stored(id)).toMatchObject(expected);
  });

  it('goes over partly paid to paid, also in a register', async () => {
    const id = await made();
    await book(id, { amount: '-19' });
    const { objects } = await book(id, { amount: '-100', checkAccount: accounts.register });
    expect(objects).toMatchObject({ fromStatus: '750', toStatus: '1000', amountPayed: '100' });
  });

  it('links an existing transaction of an online account, and logs it', async () => {
    const [id, other] = [await made(), await made()];
    const checkAccountTransaction = await transaction('-150');
    const online = { checkAccount: accounts.online, checkAccountTransaction };
    await book(id, online);
    expect(await stored(checkAccountTransaction.id, 'CheckAccountTransaction')).toMatchObject({ status: '200' });
    await book(other, { ...online, amount: '-31' });
    expect(await stored(checkAccountTransaction.id, 'CheckAccountTransaction')).toMatchObject({ status: '400' });
    expect(await rig.control.records(rig.token, 'CheckAccountTransaction')).toHaveLength(1);
    const query = {
      'checkAccountTransaction[id]': checkAccountTransaction.id,
      'checkAccountTransaction[objectName]': 'CheckAccountTransaction',
    };
    expect((await rig.call('GET', '/CheckAccountTransactionLog', { query })).objects).toMatchObject([
      { fromStatus: '200', toStatus: '400', amountPaid: -31, object: { id: other, objectName: 'Voucher' } },
      { fromStatus: '100', toStatus: '200', amountPaid: -119, object: { id, objectName: 'Voucher' } },
    ]);
  });

  it.each<[string, Fields, Fields | (() => Promise<Fields>), number, number | null, RegExp]>([
    ['a draft', { status: 50 }, {}, 400, null, /^A draft can not be paid$/],
    ['what is paid', { status: 1000 }, {}, 422, 751, /already paid/],
    ['no amount', {}, { amount: 'x' }, 400, null, /^amount, date, type and checkAccount are required$/],
    ['Unix seconds', {}, { date: 1_782_900_000 }, 400, null, /^date must be a date-time$/],
    ['a day without a time', {}, { date: '2026-06-30' }, 400, null, /^date must be a date-time$/],
    ['a type that is gone', {}, { type: 'CF' }, 422, null, /type CF is not supported/],
    ['no account', {}, { checkAccount: null }, 400, null, /^checkAccount expected array/],
    [
      'an unknown account',
      {},
      { checkAccount: { id: 7, objectName: 'CheckAccount' } },
      404,
      151,
      /Model_CheckAccount /,
    ],
    [
      'an online account alone',
      {},
      async () => ({ checkAccount: accounts.online }),
      422,
      null,
      /is required for online/,
    ],
    [
      'a transaction with an offline account',
      {},
      async () => ({ checkAccountTransaction: await transaction('-119') }),
      422,
      null,
      /only be given for online/,
    ],
    [
      'a transaction of another account',
      {},
      async () => ({
        checkAccount: accounts.online,
        checkAccountTransaction: await transaction('-119', { checkAccount: accounts.register }),
      }),
      422,
      null,
      /belongs to another/,
    ],
    [
      'a transaction that is used up',
      {},
      async () => ({
        checkAccount: accounts.online,
        checkAccountTransaction: await transaction('-119', { status: 400 }),
      }),
      422,
      null,
      /can not be booked/,
    ],
    [
      'a transaction that is deleted',
      {},
      async () => {
        const checkAccountTransaction = await transaction('-119');
        await rig.call('DELETE', `/CheckAccountTransaction/${checkAccountTransaction.id}`);
        return { checkAccount: accounts.online, checkAccountTransaction };
      },
      422,
      null,
      /can not be booked/,
    ],
  ])('refuses %s and books nothing', async (_, voucher, fields, status, code, message) => {
    const id = await made(voucher);
    const answer = await book(id, typeof fields === 'function' ? await fields() : fields);
    expect(answer.error).toMatchObject({ code, responseCode: status, message: expect.stringMatching(message) });
    expect(await stored(id)).toMatchObject({ paidAmount: 0 });
    expect(await rig.control.records(rig.token, 'CheckAccountTransactionLog')).toEqual([]);
  });
});
