import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { position, type SaveBodyParts, saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const save = (parts?: SaveBodyParts) =>
  rig.call('POST', '/Invoice/Factory/saveInvoice', { body: saveInvoiceBody(rig.contactId, parts) });
const stored = (id: string) => rig.call('GET', `/Invoice/${id}`).then(({ objects }) => objects['0']);

async function draft(parts?: SaveBodyParts): Promise<string> {
  return String((await save(parts)).objects.invoice?.id);
}

describe('saveInvoice', () => {
  it('makes a draft without a number', async () => {
    const answer = await save({ invoice: { customerInternalNote: 'M-1', deliveryDate: 1_782_856_800 } });
    expect(answer.status).toBe(201);
    expect(answer.objects.invoice).toMatchObject({
      status: '100',
      invoiceNumber: null,
      sendType: '0',
      customerInternalNote: 'M-1',
      invoiceDate: '2026-07-01T00:00:00+02:00',
      deliveryDate: '2026-07-01T00:00:00+02:00',
      sumNet: '57.5',
      sumTax: '10.93',
      sumGross: '68.43',
      paidAmount: 0,
      taxRule: { id: '1', objectName: 'TaxRule' },
    });
  });

  it('answers positions with numbers, the whole invoice and unit, and true for a quantity of 1', async () => {
    const { objects } = await save();
    expect(objects).toMatchObject({ vatdrop: 'not relevant' });
    expect(objects.invoicePos).toMatchObject([
      { quantity: 3, price: 12.5, taxRate: '19.00', create: null, update: null, sumNet: 37.5, priceGross: 14.88 },
      { quantity: true, invoice: { sumNet: '57.5' }, unity: { translationCode: 'UNITY_PIECE' }, isPercentage: true },
    ]);
  });

  it('stores positions with strings', async () => {
    const id = await draft();
    const expected = [{ quantity: '3', price: '12.5', taxRate: '19', sumNet: '37.5' }, { quantity: '1' }];
    expect((await rig.call('GET', `/Invoice/${id}/getPositions`)).objects).toMatchObject(expected);
    const query = { 'invoice[id]': id, 'invoice[objectName]': 'Invoice' };
    expect((await rig.call('GET', '/InvoicePos', { query })).objects).toMatchObject(expected.toReversed());
  });

  it.each([
    ['dd.mm.yyyy', '29.03.2026', '2026-03-29T00:00:00+01:00'],
    ['YYYY-MM-DD', '2026-03-30', '2026-03-30T00:00:00+02:00'],
  ])('reads a date as %s', async (_, invoiceDate, expected) => {
    expect(await stored(await draft({ invoice: { invoiceDate } }))).toMatchObject({ invoiceDate: expected });
  });

  it.each([
    ['gross prices', false, [{ price: '21.90' }], { sumNet: '18.4', sumTax: '3.5', sumGross: '21.9' }],
    ['half cents', true, [{ price: '0.125', quantity: '3' }], { sumNet: '0.38', sumTax: '0.07', sumGross: '0.45' }],
    ['what floats get wrong', true, [{ price: '1.005' }], { sumNet: '1.01', sumTax: '0.19', sumGross: '1.2' }],
    [
      'two rates',
      true,
      [{ price: '10' }, { price: '10', taxRate: 7 }],
      { sumNet: '20', sumTax: '2.6', sumGross: '22.6' },
    ],
    ['a negative position', true, [{ price: '10' }, { price: '-2.50' }], { sumNet: '7.5', sumGross: '8.93' }],
  ])('adds up exactly: %s', async (_, showNet, parts, sums) => {
    expect(await stored(await draft({ invoice: { showNet }, positions: parts.map(position) }))).toMatchObject(sums);
  });

  it.each<[string, SaveBodyParts, number, number | null, RegExp]>([
    ['a status other than draft', { invoice: { status: 200 } }, 422, null, /^Invalid status\. New invoices must/],
    ['no positions', { positions: [] }, 400, null, /^The given document must have at least one position$/],
    ['no contact', { invoice: { contact: undefined } }, 400, null, /^contact expected array/],
    ['no contact person', { invoice: { contactPerson: null } }, 400, null, /^contactPerson expected/],
    ['no unit', { positions: [position({ unity: undefined })] }, 400, null, /^unity expected array/],
    ['no currency', { invoice: { currency: undefined } }, 400, null, /^Currency is required\.$/],
    ['no tax rate of the invoice', { invoice: { taxRate: undefined } }, 500, null, /'taxRate' cannot be null/],
    ['a rate its rule forbids', { invoice: { taxRule: { id: 2, objectName: 'TaxRule' } } }, 422, null, /tax rate 19/],
    ['a rule for expenses', { invoice: { taxRule: { id: 9, objectName: 'TaxRule' } } }, 422, null, /tax rule 9/],
    ['no rule', { invoice: { taxRule: undefined } }, 422, null, /tax rule is required/],
    ['an unknown contact', { invoice: { contact: { id: 7, objectName: 'Contact' } } }, 404, 151, /Model_Contact .* 7 /],
    ['enshrined by hand', { invoice: { enshrined: '2026-07-01' } }, 422, null, /enshrined/],
    ['a price that is no number', { positions: [position({ price: '1,50' })] }, 400, null, /price/],
    ['an unknown position', { positions: [position({ id: 7 })] }, 404, 151, /Model_InvoicePos .* 7 /],
    ['no mapAll', { invoice: { mapAll: undefined } }, 400, null, /mapAll/],
  ])('refuses %s and stores nothing', async (_, parts, status, code, message) => {
    const answer = await save(parts);
    expect(answer.status).toBe(status);
    expect(answer.error).toMatchObject({ code, responseCode: status, message: expect.stringMatching(message) });
    expect(await rig.control.records(rig.token, 'Invoice')).toEqual([]);
  });

  it('changes a draft, and deletes and adds positions', async () => {
    const { objects } = await save();
    const id = String(objects.invoice?.id);
    const deleted = { id: objects.invoicePos?.['0']?.id, objectName: 'InvoicePos' };
    await save({
      invoice: { id, header: 'Neu' },
      positions: [position({ price: '5' })],
      rest: { invoicePosDelete: deleted },
    });
    expect(await stored(id)).toMatchObject({ header: 'Neu', sumNet: '25' });
    expect(await rig.control.records(rig.token, 'Invoice')).toHaveLength(1);
  });

  it('takes an inactive template', async () => {
    const id = await draft({ invoice: { invoiceType: 'WKR', status: 50 } });
    expect(await stored(id)).toMatchObject({ status: '50', invoiceType: 'WKR' });
  });

  it('does not change what is open', async () => {
    const id = await draft();
    await rig.control.openInvoice(rig.token, id);
    expect((await save({ invoice: { id } })).status).toBe(422);
  });
});
