import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const COMPLETE: Fields = {
  propertyIsEInvoice: true,
  paymentMethod: { id: 21_919, objectName: 'PaymentMethod' },
  addressStreet: 'Musterweg 1',
  addressZip: '01067',
  addressCity: 'Dresden',
};

async function completeContact(): Promise<void> {
  const contact = { id: rig.contactId, objectName: 'Contact' };
  await rig.control.patch(rig.token, 'Contact', rig.contactId, { buyerReference: 'B-7' });
  await rig.control.createRecord(rig.token, 'CommunicationWay', { contact, type: 'EMAIL', value: 'a@example.com' });
}

async function draft(invoice: Fields = {}): Promise<string> {
  const body = saveInvoiceBody(rig.contactId, { invoice: { ...COMPLETE, ...invoice } });
  return String((await rig.call('POST', '/Invoice/Factory/saveInvoice', { body })).objects.invoice?.id);
}

const sendBy = (id: string) =>
  rig.call('PUT', `/Invoice/${id}/sendBy`, { body: { sendType: 'VPDF', sendDraft: false } });
const preventSendBy = { query: { preventSendBy: 'true' } };
const stored = (id: string) => rig.call('GET', `/Invoice/${id}`).then(({ objects }) => objects['0']);

describe('an e-invoice', () => {
  it('is opened, and has its XML and its PDF', async () => {
    await completeContact();
    const id = await draft();
    expect(await stored(id)).toMatchObject({ propertyIsEInvoice: '1', paymentMethod: { id: '21919' } });
    expect((await sendBy(id)).objects).toMatchObject({ status: '200', invoiceNumber: 'RE-1000' });
    const xml = String((await rig.call('GET', `/Invoice/${id}/getXml`)).objects);
    expect(xml).toMatch(/^<\?xml .*CrossIndustryInvoice.*RE-1000/s);
    expect((await rig.call('GET', `/Invoice/${id}/getPdf`, preventSendBy)).objects).toMatchObject({
      filename: 'RE-1000.pdf',
    });
  });

  it.each<[string, Fields, readonly string[]]>([
    ['a payment method', { paymentMethod: null }, ['document_paymentMethod']],
    [
      'its address',
      { addressStreet: null, addressZip: null, addressCity: undefined, addressCountry: undefined },
      ['document_addressStreet', 'document_addressZip', 'document_addressCity', 'document_addressCountry'],
    ],
  ])('without %s is saved, and refused where it is opened', async (_, invoice, missing) => {
    await completeContact();
    const id = await draft(invoice);
    const answer = await sendBy(id);
    expect(answer.status).toBe(400);
    expect(answer.error).toMatchObject({
      code: 830,
      message: 'Could not generate ZUGFeRD Invoice since there are validations errors',
      data: { 'missing information': missing },
    });
    expect(await stored(id)).toMatchObject({ status: '100', invoiceNumber: null });
  });

  it('needs a reference and an e-mail of its contact, and sends no mail without', async () => {
    const id = await draft();
    const body = { toEmail: 'a@example.com', subject: 'Rechnung', text: 'Anbei' };
    const answer = await rig.call('POST', `/Invoice/${id}/sendViaEmail`, { body });
    expect(answer.error.data).toEqual({ 'missing information': ['contact_buyerReference', 'contact_email'] });
    expect(await rig.control.mails(rig.token)).toEqual([]);
  });

  it.each([
    ['GET', 'getPdf', 'Invoice number is required'],
    ['PUT', 'changeParameter', 'Invoice number is required'],
    ['POST', 'render', 'Invoice number is required'],
    ['GET', 'getXml', 'Exception when requesting invoices service'],
  ])('as a draft answers %s %s with 503', async (method, action, message) => {
    await completeContact();
    const id = await draft();
    const body = method === 'GET' ? {} : { body: { key: 'language', value: 'en_US' } };
    const answer = await rig.call(method, `/Invoice/${id}/${action}`, { ...preventSendBy, ...body });
    expect([answer.status, answer.error.message]).toEqual([503, message]);
    expect(await stored(id)).toMatchObject({ status: '100' });
  });

  it('needs a payment method that exists', async () => {
    const paymentMethod = { id: 7, objectName: 'PaymentMethod' };
    const body = saveInvoiceBody(rig.contactId, { invoice: { ...COMPLETE, paymentMethod } });
    const answer = await rig.call('POST', '/Invoice/Factory/saveInvoice', { body });
    expect([answer.status, answer.error.code]).toEqual([404, 151]);
  });
});

it('an invoice that is none has no XML', async () => {
  const { id } = await rig.control.createInvoice(rig.token);
  await rig.control.openInvoice(rig.token, id);
  const answer = await rig.call('GET', `/Invoice/${id}/getXml`);
  expect([answer.status, answer.error.message]).toEqual([400, 'This invoice is not an electronic invoice']);
});
