import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveCreditNoteBody } from '../sandbox/rig/save-credit-note-body.ts';
import { saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';
import { saveOrderBody } from '../sandbox/rig/save-order-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const getByType = (objectType: string, type: string) =>
  rig.call('GET', '/SevSequence/Factory/getByType', { query: { objectType, type } });
const next = async (objectType: string, type: string) => (await getByType(objectType, type)).objects.nextSequence;
const sendBy = (model: string, id: unknown) =>
  rig.call('PUT', `/${model}/${String(id)}/sendBy`, { body: { sendType: 'VPDF', sendDraft: false } });

it.each([
  ['Invoice', 'RE', 'RE-%NUMBER'],
  ['CreditNote', 'CN', 'GU-%NUMBER'],
  ['Order', 'AN', 'AN-%NUMBER'],
  ['Order', 'AB', 'AB-%NUMBER'],
  ['Order', 'LI', 'LI-%NUMBER'],
])('there is a sequence of %s %s', async (forObject, type, format) => {
  const answer = await getByType(forObject, type);
  expect(answer.status).toBe(200);
  expect(answer.objects).toMatchObject({ objectName: 'SevSequence', forObject, type, format, nextSequence: '1000' });
});

it.each([
  ['Invoice', 'CN'],
  ['Voucher', 'VOU'],
])('there is none of %s %s', async (objectType, type) => {
  expect((await getByType(objectType, type)).status).toBe(400);
});

describe('the next number', () => {
  it('of invoices moves on when one is opened, not when it is saved', async () => {
    const save = () => rig.call('POST', '/Invoice/Factory/saveInvoice', { body: saveInvoiceBody(rig.contactId) });
    const { objects } = await save();
    await save();
    expect(await next('Invoice', 'RE')).toBe('1000');
    expect((await sendBy('Invoice', objects.invoice?.id)).objects).toMatchObject({ invoiceNumber: 'RE-1000' });
    expect(await next('Invoice', 'RE')).toBe('1001');
    await rig.call('POST', `/Invoice/${String(objects.invoice?.id)}/cancelInvoice`);
    expect(await next('Invoice', 'RE')).toBe('1002');
  });

  it('of credit notes moves on when one is opened with it, so that two drafts read the same', async () => {
    const save = async (creditNoteNumber: string) => {
      const body = saveCreditNoteBody(rig.contactId, { creditNote: { creditNoteNumber } });
      return (await rig.call('POST', '/CreditNote/Factory/saveCreditNote', { body })).objects.creditNote?.id;
    };
    const [own, first, second] = [await save('EIGEN-1'), await save('GU-1000'), await save('GU-1000')];
    await sendBy('CreditNote', own);
    expect(await next('CreditNote', 'CN')).toBe('1000');
    await sendBy('CreditNote', first);
    expect(await next('CreditNote', 'CN')).toBe('1001');
    await sendBy('CreditNote', second);
    expect(await next('CreditNote', 'CN')).toBe('1001');
  });

  it('of orders moves on when one is saved with it, each type by itself', async () => {
    const save = (orderNumber: string, orderType: string) =>
      rig.call('POST', '/Order/Factory/saveOrder', {
        body: saveOrderBody(rig.contactId, { order: { orderNumber, orderType } }),
      });
    await save('MEIN-1', 'AN');
    expect(await next('Order', 'AN')).toBe('1000');
    await save('AN-1000', 'AN');
    expect([await next('Order', 'AN'), await next('Order', 'AB')]).toEqual(['1001', '1000']);
  });
});
