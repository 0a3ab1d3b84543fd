import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  await rig.control.createAccount({ token: TOKEN });
  return () => rig.close();
});

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** An account without any records. */
const TOKEN = 'c'.repeat(32);
const get = (path: string, query: Record<string, string> = {}) => rig.call('GET', path, { query, token: TOKEN });
const rows = async (path: string, query: Record<string, string> = {}) =>
  (await get(path, query)).objects as unknown as Row[];
const ids = async (path: string, query?: Record<string, string>) => (await rows(path, query)).map(({ id }) => id);

describe('positions', () => {
  const given = {
    positions: [
      { name: 'A', price: '10', sumNet: '10' },
      { name: 'B', price: '20', sumNet: '20', taxRate: 7 },
    ],
  };
  it.each([
    ['Invoice', 'InvoicePos', 'invoice'],
    ['CreditNote', 'CreditNotePos', 'creditNote'],
    ['Order', 'OrderPos', 'order'],
    ['Voucher', 'VoucherPos', 'voucher'],
  ])('of %s are those of %s that refer to it', async (model, positionModel, field) => {
    const document = await rig.control.createRecord(TOKEN, model, given);
    await rig.control.createRecord(TOKEN, model);
    expect(document).toMatchObject({ sumNet: '30', sumTax: '3.3', sumGross: '33.3' });
    const query = { [`${field}[id]`]: document.id, [`${field}[objectName]`]: model };
    expect(await rows(`/${positionModel}`, query)).toMatchObject([
      { objectName: positionModel, taxRate: '7', sumNet: '20', [field]: { id: document.id, objectName: model } },
      { taxRate: '19', sumNet: '10', sumGross: '11.9' },
    ]);
    expect(await rows(`/${positionModel}`, { [`${field}[id]`]: document.id })).toHaveLength(3);
    await rig.control.deleteRecord(TOKEN, model, document.id);
    expect(await rows(`/${positionModel}`, query)).toEqual([]);
  });

  it.each(['Invoice', 'Order'])('of %s are below it too, in their order', async (model) => {
    const { id } = await rig.control.createRecord(TOKEN, model, given);
    expect(await rows(`/${model}/${id}/getPositions`, { limit: '1000' })).toMatchObject([{ name: 'A' }, { name: 'B' }]);
    expect(await rows(`/${model}/${id}/getPositions`, { limit: '1', offset: '1' })).toMatchObject([{ name: 'B' }]);
  });

  it('that are optional do not count', async () => {
    const positions = [{ price: '10' }, { price: '5', optional: true }];
    expect(await rig.control.createRecord(TOKEN, 'Order', { positions })).toMatchObject({ sumNet: '10' });
  });
});

describe('deletion by the API', () => {
  it.each([
    ['Invoice', '100', '200'],
    ['CreditNote', '100', '200'],
    ['Order', '100', '500'],
    ['Voucher', '50', '100'],
    ['CheckAccountTransaction', '100', '400'],
  ])('of %s is possible in status %s only', async (model, allowed, refused) => {
    const remove = async (status: string) => {
      const { id } = await rig.control.createRecord(TOKEN, model, { status });
      return rig.call('DELETE', `/${model}/${id}`, { token: TOKEN });
    };
    expect((await remove(allowed)).status).toBe(200);
    const message = `${model} can only be deleted in status ${allowed} but is status ${refused}`;
    expect((await remove(refused)).error).toMatchObject({ code: 159, responseCode: 409, message });
  });

  it('leaves the tombstone of a transaction by id', async () => {
    const { id } = await rig.control.createRecord(TOKEN, 'CheckAccountTransaction');
    expect(await rows(`/CheckAccountTransaction/${id}`)).toMatchObject([{ deletedAt: null }]);
    rig.clock.ms += 5000;
    await rig.call('DELETE', `/CheckAccountTransaction/${id}`, { token: TOKEN });
    const now = '2026-07-01T12:00:05+02:00';
    expect(await rows('/CheckAccountTransaction')).toEqual([]);
    expect(await rows(`/CheckAccountTransaction/${id}`)).toMatchObject([
      { deletedAt: now, update: now, status: '100' },
    ]);
  });
});

describe('filters and rules', () => {
  it('transactions are created on online accounts only', async () => {
    const create = async (type: string) => {
      const account = await rig.control.createRecord(TOKEN, 'CheckAccount', { type });
      const body = { valueDate: '2026-06-30', checkAccount: account, amount: '5', status: 100, payeePayerName: 'X' };
      return rig.call('POST', '/CheckAccountTransaction', { body, token: TOKEN });
    };
    expect((await create('online')).objects).toMatchObject({ amount: '5', entryDate: '2026-06-30T00:00:00+02:00' });
    expect((await create('offline')).error.message).toMatch(
      /^You can only create transactions on online checkaccounts/,
    );
  });

  it.each([
    ['CheckAccountTransaction', { paymtPurpose: 'RE-1002' }, 1],
    ['CheckAccountTransaction', { isBooked: 'true' }, 2],
    ['CheckAccountTransaction', { isBooked: 'false' }, 10],
    ['CheckAccountTransaction', { onlyDebit: 'true' }, 4],
    ['CheckAccountTransaction', { startDate: '2026-07-01T10:57:00+02:00' }, 4],
    ['Voucher', { descriptionLike: 'leg 3' }, 1],
    ['Voucher', { creditDebit: 'D' }, 1],
    ['Part', { partNumber: 'A-3' }, 1],
    ['CommunicationWay', { type: 'WEB' }, 2],
    ['Tag', { name: 'Messe 1' }, 1],
  ])('%s %j', async (model, query, count) => {
    await rig.control.seed(TOKEN, model, 10);
    expect(await rows(`/${model}`, { ...query } as Record<string, string>)).toHaveLength(count);
  });

  it('vouchers are found by their supplier', async () => {
    const contact = await rig.control.createContact(TOKEN, { name: 'Lieferant GmbH' });
    const { id } = await rig.control.createRecord(TOKEN, 'Voucher', { supplier: contact });
    await rig.control.createRecord(TOKEN, 'Voucher', { supplierName: 'Andere GmbH' });
    expect(await ids('/Voucher', { 'contact[id]': contact.id, 'contact[objectName]': 'Contact' })).toEqual([id]);
  });
});
