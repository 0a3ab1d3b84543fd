import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { position, saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const discount = (value: unknown, more: Fields = {}): Fields => ({
  objectName: 'Discounts',
  mapAll: true,
  discount: true,
  text: 'Kundenrabatt',
  percentage: false,
  value,
  ...more,
});
const percent = (value: unknown): Fields => discount(value, { percentage: true });
const fee = (value: unknown): Fields => discount(value, { discount: false });

interface SavedParts {
  readonly invoice?: Fields;
  readonly prices: readonly Fields[];
  readonly discounts?: readonly Fields[];
}
const save = ({ invoice, prices, discounts }: SavedParts) =>
  rig.call('POST', '/Invoice/Factory/saveInvoice', {
    body: saveInvoiceBody(rig.contactId, {
      ...(invoice && { invoice }),
      positions: prices.map(position),
      rest: { discountSave: discounts ?? null },
    }),
  });
const discountsOf = (id: unknown) => rig.call('GET', `/Invoice/${String(id)}/getDiscounts`);

describe('discounts of a document', () => {
  it.each<[string, boolean, Fields[], Fields[], Fields]>([
    [
      'a share of net prices',
      true,
      [{ price: '1365' }],
      [percent('3')],
      { sumNet: '1324.05', sumTax: '251.57', sumGross: '1575.62', sumDiscounts: '-40.95', sumDiscountNet: '-40.95' },
    ],
    [
      'an amount off gross prices',
      false,
      [{ price: '4.94' }],
      [discount('2.47')],
      { sumNet: '2.08', sumTax: '0.39', sumGross: '2.47', sumDiscounts: '-2.47', sumDiscountGross: '-2.47' },
    ],
    [
      'an additional fee',
      true,
      [{ price: '100' }],
      [fee('10')],
      { sumNet: '110', sumTax: '20.9', sumGross: '130.9', sumDiscounts: '10', sumDiscountGross: '11.9' },
    ],
    [
      'two rates by their shares',
      true,
      [{ price: '30' }, { price: '10', taxRate: 7 }],
      [discount('4')],
      { sumNet: '36', sumTax: '5.76', sumGross: '41.76', sumDiscounts: '-4' },
    ],
    [
      'cents that can not be halved',
      true,
      [{ price: '1' }, { price: '1', taxRate: 7 }],
      [discount('0.01')],
      { sumNet: '1.99', sumDiscounts: '-0.01' },
    ],
    [
      'a discount and a fee, both of the positions',
      true,
      [{ price: '200' }],
      [percent(10), discount(5, { percentage: true, discount: false })],
      { sumNet: '190', sumDiscounts: '-10' },
    ],
  ])('spread: %s', async (_, showNet, prices, discounts, sums) => {
    const answer = await save({ invoice: { showNet }, prices, discounts });
    expect(answer.objects.invoice).toMatchObject(sums);
  });

  it('are read back, with an id of the client and the prices they count for', async () => {
    const { objects } = await save({ prices: [{}], discounts: [percent('3.00')] });
    expect((await discountsOf(objects.invoice?.id)).objects).toMatchObject([
      {
        objectName: 'Discounts',
        object: { id: objects.invoice?.id, objectName: 'Invoice' },
        sevClient: '4711',
        discount: '1',
        text: 'Kundenrabatt',
        percentage: '1',
        value: '3',
        isNet: '1',
      },
    ]);
  });

  it('are changed, added and deleted with their invoice', async () => {
    const { objects } = await save({ prices: [{ price: '100' }], discounts: [discount('10'), discount('5')] });
    const id = String(objects.invoice?.id);
    const [first, second] = (await discountsOf(id)).objects as unknown as { id: string }[];
    const rest = {
      discountSave: [discount('1', { id: first?.id }), fee('2')],
      discountDelete: { id: second?.id, objectName: 'Discounts' },
    };
    const body = saveInvoiceBody(rig.contactId, { invoice: { id }, rest });
    const saved = await rig.call('POST', '/Invoice/Factory/saveInvoice', { body: { ...body, invoicePosSave: [] } });
    expect(saved.objects.invoice).toMatchObject({ sumNet: '101', sumDiscounts: '1' });
    await rig.call('DELETE', `/Invoice/${id}`);
    expect(await rig.control.records(rig.token, 'Discounts')).toEqual([]);
  });

  it.each([
    ['no mapAll', { ...discount('1'), mapAll: undefined }, /mapAll/],
    ['a value that is no number', discount('1,50'), /^value of a discount/],
  ])('refuses %s', async (_, wrong, message) => {
    const answer = await save({ prices: [{}], discounts: [wrong] });
    expect([answer.status, answer.error.message]).toEqual([400, expect.stringMatching(message)]);
  });
});

describe('discounts of a position', () => {
  it('take percent off its sum', async () => {
    const answer = await save({ prices: [{ price: '2.10', quantity: 10, discount: 20 }] });
    expect(answer.objects.invoice).toMatchObject({ sumNet: '16.8', sumGross: '19.99', sumDiscounts: '0' });
    expect(answer.objects.invoicePos).toMatchObject([{ discount: 20, sumDiscount: 4.2, sumNet: 16.8, priceNet: 2.1 }]);
  });

  it('must be numbers', async () => {
    const answer = await save({ prices: [{ discount: '20%' }] });
    expect([answer.status, answer.error.message]).toEqual([400, 'discount of a position must be a number']);
  });

  it('that are negative positions are rounded by themselves with gross prices', async () => {
    const answer = await save({ invoice: { showNet: false }, prices: [{ price: '4.94' }, { price: '-2.47' }] });
    expect(answer.objects.invoice).toMatchObject({ sumNet: '2.07', sumTax: '0.4', sumGross: '2.47' });
  });
});
