import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import type { SevdeskRecord } from '../../../../shared/domain/sevdesk-record.ts';
import { creditNoteCreatePlan } from '../../../../shared/sevdesk/commands/credit-note-create.ts';
import { anInvoice } from '../../../support/builders.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { callOf, stepContext, stepOf } from '../../../support/step-context.ts';

type Data = CommandData<'credit_note.create'>;

const data: Data = { invoice: { id: '4711' }, date: '2026-11-25' };
const step = stepOf(creditNoteCreatePlan, 'save', data);
const given = (quantity: string, price: string, taxRate = '19') => [{ name: 'Rückgabe', quantity, price, taxRate }];

/** An invoice that was sent, as sevdesk lists it. */
const sent = (fields: Partial<SevdeskRecord> = {}) =>
  anInvoice({
    contactPerson: { id: '77', objectName: 'SevUser' },
    addressName: 'Bäckerei Morgenrot GmbH',
    addressZip: '01067',
    addressCountry: { id: '1', objectName: 'StaticCountry' },
    taxRule: { id: '1', objectName: 'TaxRule' },
    taxText: 'Umsatzsteuer 19%',
    smallSettlement: '0',
    showNet: '1',
    deliveryDate: '2026-09-28T00:00:00+02:00',
    deliveryDateUntil: '2026-10-27T00:00:00+01:00',
    sumDiscounts: '0',
    ...fields,
  });
const positions = [
  {
    id: '1',
    quantity: '2',
    price: '14.6',
    name: 'Brotkorb',
    text: null,
    unity: { id: '9', objectName: 'Unity' },
    discount: null,
    isPercentage: '1',
    taxRate: '19',
  },
  { id: '2', quantity: '1', price: '10', name: 'Lieferung', discount: '5', isPercentage: '1', taxRate: '19' },
];

function world(more: Partial<Data> = {}, invoice: SevdeskRecord = sent(), replies: Replies = {}) {
  return stepContext<'credit_note.create'>(
    { ...data, ...more },
    {
      replies: {
        'GET Invoice/4711': listOf(invoice),
        'GET Invoice/4711/getPositions': listOf(...positions),
        'GET SevSequence/Factory/getByType': listOf({ id: '1', format: 'GU-%NUMBER', nextSequence: '1006' }),
        'GET CreditNote': listOf(),
        ...replies,
      },
    },
  );
}

const prepared = (...parts: Parameters<typeof world>) => callOf(step.prepare(world(...parts).context));

describe('the call of credit_note.create', () => {
  it('takes over from the invoice what must be alike', async () => {
    const { call, facts } = await prepared();
    expect(call).toMatchObject({ method: 'POST', path: 'CreditNote/Factory/saveCreditNote' });
    const { creditNote, ...rest } = call.body as Record<string, unknown>;
    expect(creditNote).toEqual({
      objectName: 'CreditNote',
      mapAll: true,
      creditNoteNumber: 'GU-1006',
      creditNoteType: 'CN',
      creditNoteDate: '25.11.2026',
      status: 100,
      bookingCategory: 'UNDERACHIEVEMENT',
      refSrcInvoice: { id: '4711', objectName: 'Invoice' },
      contact: { id: '815', objectName: 'Contact' },
      contactPerson: { id: '77', objectName: 'SevUser' },
      addressName: 'Bäckerei Morgenrot GmbH',
      addressZip: '01067',
      addressCountry: { id: '1', objectName: 'StaticCountry' },
      currency: 'EUR',
      deliveryDate: Date.parse('2026-09-28T00:00:00+02:00') / 1000,
      deliveryDateUntil: Date.parse('2026-10-27T00:00:00+01:00') / 1000,
      header: 'Gutschrift Nr. GU-1006 zur Rechnung Nr. RE-1017',
      headText: null,
      footText: null,
      discount: 0,
      taxRule: { id: '1', objectName: 'TaxRule' },
      taxRate: 0,
      taxText: 'Umsatzsteuer 19%',
      smallSettlement: false,
      showNet: true,
      customerInternalNote: 'order-1042',
    });
    expect(rest).toMatchObject({ creditNotePosDelete: null, discountSave: null, discountDelete: null });
    expect(facts).toEqual({
      invoiceId: '4711',
      contactId: '815',
      number: 'GU-1006',
      expected: { field: 'sumNet', sum: '39.2', lines: 2 },
    });
  });

  it('credits all positions of the invoice', async () => {
    const { call } = await prepared();
    expect(call.body).toMatchObject({
      creditNotePosSave: [
        {
          objectName: 'CreditNotePos',
          mapAll: true,
          quantity: '2',
          price: '14.6',
          name: 'Brotkorb',
          unity: { id: '9', objectName: 'Unity' },
          positionNumber: 0,
          taxRate: '19',
        },
        { name: 'Lieferung', positionNumber: 1, discount: '5', isPercentage: '1' },
      ],
    });
  });

  it('credits the positions given, in prices like those of the invoice', async () => {
    const { call, facts } = await prepared(
      { positions: given('1', '46.65'), header: 'Kulanz' },
      sent({ showNet: '0' }),
    );
    expect(call.body).toMatchObject({
      creditNote: { showNet: false, header: 'Kulanz' },
      creditNotePosSave: [{ name: 'Rückgabe', price: '46.65', unity: { id: '1' } }],
    });
    expect(facts).toMatchObject({ expected: { field: 'sumGross', sum: '46.65', lines: 1 } });
  });

  it('has the discounts and fees of the whole invoice, but not with positions of its own', async () => {
    const discounts = {
      'GET Invoice/4711/getDiscounts': listOf(
        { id: '5', discount: '1', percentage: '1', value: '10', text: 'Treue' },
        { id: '6', discount: '0', percentage: '0', value: '4.9', text: 'Fracht' },
      ),
    };
    const invoice = sent({ sumDiscounts: '-0.98' });
    const { call, facts } = await prepared({}, invoice, discounts);
    expect(call.body).toMatchObject({
      discountSave: [
        { objectName: 'Discounts', mapAll: true, discount: true, percentage: true, value: '10', text: 'Treue' },
        { discount: false, percentage: false, value: '4.9', text: 'Fracht' },
      ],
    });
    expect(facts).toMatchObject({ expected: { lines: 4 } });
    expect((await prepared({ positions: given('1', '10') }, invoice, discounts)).call.body).toMatchObject({
      discountSave: null,
    });
  });

  it('has no end of delivery where the invoice has none, and the old kind of tax where there is no rule', async () => {
    const { call } = await prepared({}, sent({ deliveryDateUntil: null, taxRule: undefined, taxType: 'default' }));
    const { creditNote } = call.body as { creditNote: object };
    expect(creditNote).not.toHaveProperty('deliveryDateUntil');
    expect(creditNote).not.toHaveProperty('taxRule');
    expect(creditNote).toMatchObject({ taxType: 'default' });
  });

  it('is not made for an invoice without a contact', async () => {
    await expect(prepared({}, sent({ contact: null }))).rejects.toMatchObject({
      reason: 'invalid_command',
      message: expect.stringContaining('no contact'),
    });
  });
});
