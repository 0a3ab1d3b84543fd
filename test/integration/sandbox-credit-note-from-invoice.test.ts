import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

/** Open, of 100 net at 19 %. */
const openInvoice = async (fields: Fields = {}) =>
  (await rig.control.createInvoice(rig.token, { status: '200', invoiceNumber: 'RE-7', ...fields })).id;
const createFrom = (invoiceId: string) =>
  rig.call('POST', '/CreditNote/Factory/createFromInvoice', {
    body: { invoice: { id: invoiceId, objectName: 'Invoice' } },
  });

describe('createFromInvoice', () => {
  it('makes a draft over the whole invoice, discounts among it', async () => {
    const discounts = [{ discount: true, text: 'Treue', percentage: true, value: '10' }];
    const positions = [{ price: '100' }, { price: '50', taxRate: '7' }];
    const id = await openInvoice({
      positions,
      discounts,
      deliveryDateUntil: '2026-07-31',
      customerInternalNote: 'M-1',
    });
    const answer = await createFrom(id);
    expect(answer.status).toBe(201);
    const invoice = { id, objectName: 'Invoice' };
    expect(answer.objects).toMatchObject({
      creditNote: {
        creditNoteNumber: 'GU-1000',
        header: 'Gutschrift Nr. GU-1000 zur Rechnung Nr. RE-7',
        status: '100',
        bookingCategory: 'UNDERACHIEVEMENT',
        refSrcInvoice: invoice,
        origin: invoice,
        deliveryDateUntil: '2026-07-31T00:00:00+02:00',
        sumNet: '135',
        sumDiscounts: '-15',
      },
      creditNotePos: [{ price: '100' }, { price: '50', taxRate: '7' }],
      discount: [{ text: 'Treue', object: { objectName: 'CreditNote' } }],
    });
  });

  it('can be saved further, though sevdesk left its text on taxes empty', async () => {
    const { objects } = await createFrom(await openInvoice());
    const creditNote = {
      objectName: 'CreditNote',
      mapAll: true,
      id: objects.creditNote?.id,
      customerInternalNote: 'M-2',
    };
    const body = { creditNote, creditNotePosSave: [] };
    const answer = await rig.call('POST', '/CreditNote/Factory/saveCreditNote', { body });
    expect(answer.objects.creditNote).toMatchObject({ customerInternalNote: 'M-2', sumNet: '100' });
  });

  it.each<[string, Fields]>([
    ['an advance invoice', { invoiceType: 'AR' }],
    ['a partial invoice', { invoiceType: 'TR' }],
  ])('is refused for %s', async (_, fields) => {
    expect((await createFrom(await openInvoice(fields))).status).toBe(422);
  });

  it('is refused beside another credit note with code 170', async () => {
    const id = await openInvoice();
    await rig.control.createRecord(rig.token, 'CreditNote', { refSrcInvoice: { id, objectName: 'Invoice' } });
    const answer = await createFrom(id);
    expect([answer.status, answer.error.code]).toEqual([422, 170]);
    expect(await rig.control.records(rig.token, 'CreditNote')).toHaveLength(1);
  });

  it.each([
    [{}, 400],
    [{ invoice: { id: 7, objectName: 'Invoice' } }, 404],
  ])('is refused for %j', async (body, status) => {
    expect((await rig.call('POST', '/CreditNote/Factory/createFromInvoice', { body })).status).toBe(status);
  });
});
