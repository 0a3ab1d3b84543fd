import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { position, type SaveBodyParts, saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const save = (parts?: SaveBodyParts) =>
  rig.call('POST', '/Invoice/Factory/saveInvoice', { body: saveInvoiceBody(rig.contactId, parts) });
const stored = (id: string) => rig.call('GET', `/Invoice/${id}`).then(({ objects }) => objects['0']);
const sendBy = (id: string) =>
  rig.call('PUT', `/Invoice/${id}/sendBy`, { body: { sendType: 'VPDF', sendDraft: false } });
const rule = (id: string) => ({ taxRule: { id, objectName: 'TaxRule' } });
const untaxed = [position({ taxRate: 0 })];

async function draft(parts?: SaveBodyParts): Promise<string> {
  return String((await save(parts)).objects.invoice?.id);
}

describe('types and rules', () => {
  it.each<[string, SaveBodyParts]>([
    ['an advance invoice', { invoice: { invoiceType: 'AR' } }],
    ['a partial invoice of a small business', { invoice: { invoiceType: 'TR', ...rule('11') }, positions: untaxed }],
    ['a reminder without a charge', { invoice: { invoiceType: 'MA', reminderCharge: 0 } }],
    ['any rate of one stop shop', { invoice: rule('19'), positions: [position({ taxRate: 21 })] }],
    ['an own number', { invoice: { invoiceNumber: 'X-7' } }],
  ])('takes %s', async (_, parts) => {
    expect((await save(parts)).status).toBe(201);
  });

  it('takes an invoice without a country, and shows none', async () => {
    const answer = await save({ invoice: { addressCountry: undefined } });
    expect(answer.status).toBe(201);
    expect(answer.objects.invoice).not.toHaveProperty('addressCountry');
  });

  it.each<[string, SaveBodyParts, RegExp]>([
    [
      'a partial invoice of exports',
      { invoice: { invoiceType: 'TR', ...rule('2') }, positions: untaxed },
      /rule 1 or 11/,
    ],
    [
      'an advance invoice of services abroad',
      { invoice: { invoiceType: 'AR', ...rule('17') }, positions: untaxed },
      /1 or 11/,
    ],
    ['an advance invoice in another currency', { invoice: { invoiceType: 'AR', currency: 'USD' } }, /default currency/],
    ['a final invoice', { invoice: { invoiceType: 'ER' } }, /^Final invoices/],
    ['an unknown type', { invoice: { invoiceType: 'XY' } }, /RE, WKR, SR, MA, TR, AR/],
    ['a reminder with a charge', { invoice: { invoiceType: 'MA', reminderCharge: 5 } }, /reminderCharge/],
    ['an e-invoice of one stop shop', { invoice: { propertyIsEInvoice: true, ...rule('18') } }, /one stop shop/],
  ])('refuses %s with 422 and stores nothing', async (_, parts, message) => {
    const answer = await save(parts);
    expect([answer.status, answer.error.message]).toEqual([422, expect.stringMatching(message)]);
    expect(await rig.control.records(rig.token, 'Invoice')).toEqual([]);
  });
});

describe('takeDefaultAddress', () => {
  const address = { addressStreet: 'Musterweg 1', addressZip: '01067', addressCity: 'Dresden' };
  beforeEach(async () => {
    const contact = { id: rig.contactId, objectName: 'Contact' };
    const fields = {
      street: 'Musterweg 1',
      zip: '01067',
      city: 'Dresden',
      country: { id: 3, objectName: 'StaticCountry' },
    };
    await rig.control.createRecord(rig.token, 'ContactAddress', { contact, ...fields });
    await rig.control.createRecord(rig.token, 'ContactAddress', { contact, street: 'Zweitweg 2' });
  });

  it("takes the contact's first address", async () => {
    const { objects } = await save({ rest: { takeDefaultAddress: true } });
    const country = { id: '3', objectName: 'StaticCountry' };
    expect(objects.invoice).toMatchObject({ ...address, addressName: 'Erste Kundin GmbH', addressCountry: country });
  });

  it('left out, nothing of the contact is taken', async () => {
    expect((await save()).objects.invoice).toMatchObject({ addressName: null, addressStreet: null });
  });
});

describe('opening', () => {
  it('keeps an own number, and moves on when it was the next one', async () => {
    for (const invoiceNumber of ['X-7', 'RE-1000']) await sendBy(await draft({ invoice: { invoiceNumber } }));
    expect((await sendBy(await draft())).objects).toMatchObject({ invoiceNumber: 'RE-1001' });
  });

  it.each<[string, SaveBodyParts]>([
    ['rule 11 where taxes are due', { invoice: rule('11'), positions: untaxed }],
    ['a negative sum', { positions: [position({ price: '-5' })] }],
  ])('is refused with code 7100 for %s, though it was saved', async (_, parts) => {
    const id = await draft(parts);
    const answer = await sendBy(id);
    expect([answer.status, answer.error.code]).toEqual([422, 7100]);
    expect(await stored(id)).toMatchObject({ status: '100', invoiceNumber: null, enshrined: null });
  });

  it('takes rule 11 from a small business', async () => {
    const token = 'd'.repeat(32);
    await rig.control.createAccount({ token, smallBusiness: true });
    const { id } = await rig.control.createInvoice(token, { ...rule('11'), positions: [{ taxRate: 0 }] });
    expect(await rig.control.openInvoice(token, id)).toMatchObject({ status: '200', sumTax: '0' });
  });
});

describe('mails', () => {
  it('are sent anew with each call, and can be counted', async () => {
    const id = await draft();
    const body = { toEmail: 'a@example.com', subject: 'Rechnung', text: 'Anbei', ccEmail: 'b@example.com' };
    for (const _ of [1, 2]) await rig.call('POST', `/Invoice/${id}/sendViaEmail`, { body });
    const mail = { object: { id, objectName: 'Invoice' }, to: 'a@example.com', cc: 'b@example.com', text: 'Anbei' };
    expect(await rig.control.mails(rig.token)).toMatchObject([mail, mail]);
  });

  it.each(['toEmail', 'subject', 'text'])('need %s', async (field) => {
    const id = await draft();
    const body: Fields = { toEmail: 'a@example.com', subject: 'Rechnung', text: 'Anbei', [field]: undefined };
    const answer = await rig.call('POST', `/Invoice/${id}/sendViaEmail`, { body });
    expect([answer.status, answer.error.message]).toEqual([400, `${field} is required`]);
    expect(await stored(id)).toMatchObject({ status: '100' });
    expect(await rig.control.mails(rig.token)).toEqual([]);
  });
});
