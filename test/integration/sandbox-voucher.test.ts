import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const put = (id: string, action: string, body: unknown = {}) => rig.call('PUT', `/Voucher/${id}${action}`, { body });
const stored = (id: string, model = 'Voucher') =>
  rig.call('GET', `/${model}/${id}`).then(({ objects }) => objects['0']);
const made = async (fields: Fields = {}) =>
  (await rig.control.createRecord(rig.token, 'Voucher', { status: 100, supplierName: 'Papier OHG', ...fields })).id;

/** A voucher that is paid with a transaction of an online account. */
async function paid() {
  const checkAccount = await rig.control.createRecord(rig.token, 'CheckAccount', { type: 'online' });
  const fields = { amount: '-119', checkAccount };
  const checkAccountTransaction = await rig.control.createRecord(rig.token, 'CheckAccountTransaction', fields);
  const id = await made();
  const payment = { amount: '-119', date: '2026-06-30T12:00:00+02:00', type: 'FULL_PAYMENT' };
  await put(id, '/bookAmount', { ...payment, checkAccount, checkAccountTransaction });
  return { id, transactionId: checkAccountTransaction.id };
}

describe('status', () => {
  it.each([
    ['resetToOpen', '1000', '100'],
    ['resetToOpen', '750', '100'],
    ['resetToDraft', '100', '50'],
    ['resetToDraft', '1000', '50'],
  ])('%s leads from %s to %s', async (action, status, expected) => {
    const answer = await put(await made({ status }), `/${action}`);
    expect([answer.status, answer.objects.status]).toEqual([200, expected]);
  });

  it.each([
    ['resetToOpen', { status: '50' }, /from 50 to 100/],
    ['resetToOpen', { status: '100' }, /from 100 to 100/],
    ['resetToDraft', { status: '50' }, /from 50 to 50/],
    ['resetToDraft', { status: '100', enshrined: '2026-07-01' }, /voucher is enshrined/],
    ['enshrine', { status: '50' }, /draft can not be enshrined/],
  ])('%s of %j is refused', async (action, fields, message) => {
    const answer = await put(await made({ ...fields }), `/${action}`);
    expect(answer.status).toBe(422);
    expect(answer.error.message).toMatch(message);
  });

  it('a reset gives back the payments', async () => {
    const { id, transactionId } = await paid();
    expect((await put(id, '/resetToOpen')).objects).toMatchObject({ status: '100', paidAmount: 0, payDate: null });
    expect(await stored(transactionId, 'CheckAccountTransaction')).toMatchObject({ status: '100' });
    expect(await rig.control.records(rig.token, 'CheckAccountTransactionLog')).toEqual([]);
  });

  it('a reset is refused when a transaction is enshrined', async () => {
    const { id, transactionId } = await paid();
    await rig.call('PUT', `/CheckAccountTransaction/${transactionId}/enshrine`);
    expect((await put(id, '/resetToOpen')).error.message).toBe('A linked transaction is enshrined');
    expect(await stored(id)).toMatchObject({ status: '1000' });
  });

  it('enshrine answers nothing and stays', async () => {
    const id = await made();
    const answer = await put(id, '/enshrine');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { objects: null }]);
    rig.clock.ms += 1000;
    await put(id, '/enshrine');
    expect(await stored(id)).toMatchObject({ enshrined: '2026-07-01T12:00:00+02:00' });
  });
});

describe('PUT', () => {
  it('changes simple values of drafts, and nothing else', async () => {
    const id = await made({ status: 50 });
    const answer = await put(id, '', { description: 'Neu', voucherDate: '02.07.2026', status: 100, sumNet: '1' });
    expect([answer.status, answer.objects]).toMatchObject([
      200,
      { description: 'Neu', voucherDate: '2026-07-02T00:00:00+02:00', status: '50', sumNet: '100' },
    ]);
  });

  it('refuses what is open', async () => {
    expect((await put(await made(), '', { description: 'Neu' })).error.code).toBe(90_400);
  });
});
