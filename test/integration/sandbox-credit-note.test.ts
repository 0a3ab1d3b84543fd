import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import {
  type CreditNoteBodyParts,
  creditNotePosition,
  forInvoice,
  saveCreditNoteBody,
} from '../sandbox/rig/save-credit-note-body.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const save = (parts?: CreditNoteBodyParts) =>
  rig.call('POST', '/CreditNote/Factory/saveCreditNote', { body: saveCreditNoteBody(rig.contactId, parts) });
const stored = (id: string) => rig.call('GET', `/CreditNote/${id}`).then(({ objects }) => objects['0']);
const sendBy = (id: string) =>
  rig.call('PUT', `/CreditNote/${id}/sendBy`, { body: { sendType: 'VPDF', sendDraft: false } });

/** Open, of 100 net at 19 %. */
const openInvoice = async (fields: Fields = {}) =>
  (await rig.control.createInvoice(rig.token, { status: '200', invoiceNumber: 'RE-7', ...fields })).id;
const saveFor = (invoiceId: string, price: string, creditNote: Fields = {}) =>
  save({ creditNote: { ...forInvoice(invoiceId), ...creditNote }, positions: [creditNotePosition({ price })] });

async function draft(parts?: CreditNoteBodyParts): Promise<string> {
  return String((await save(parts)).objects.creditNote?.id);
}

describe('saveCreditNote', () => {
  it('makes a draft, and answers its positions as they are stored', async () => {
    const answer = await save({ creditNote: { customerInternalNote: 'M-1' } });
    expect(answer.status).toBe(201);
    const id = String(answer.objects.creditNote?.id);
    expect(answer.objects).toMatchObject({
      creditNote: { creditNoteNumber: 'GU-1000', status: '100', sendType: '0', sumGross: '11.9', enshrined: null },
      creditNotePos: [
        { creditNote: { id, objectName: 'CreditNote' }, quantity: '1', temporary: '0', createNextPart: null },
      ],
    });
    expect(await stored(id)).toEqual(answer.objects.creditNote);
  });

  it('refers to the invoice that it takes a part of back', async () => {
    const invoiceId = await openInvoice();
    const { objects } = await saveFor(invoiceId, '40');
    const refSrcInvoice = { id: invoiceId, objectName: 'Invoice' };
    expect(objects.creditNote).toMatchObject({ bookingCategory: 'UNDERACHIEVEMENT', refSrcInvoice, sumNet: '40' });
    const byId = await saveFor(invoiceId, '40', { refSrcInvoice: Number(invoiceId) });
    expect(byId.objects.creditNote).toMatchObject({ refSrcInvoice });
  });

  it('changes a draft, and keeps what is open', async () => {
    const id = await draft();
    await save({ creditNote: { id, header: 'Neu' }, positions: [creditNotePosition({ price: '5' })] });
    expect(await stored(id)).toMatchObject({ header: 'Neu', sumNet: '15' });
    await sendBy(id);
    expect((await save({ creditNote: { id } })).status).toBe(422);
  });

  it.each<[string, CreditNoteBodyParts, number, RegExp]>([
    ['no booking category', { creditNote: { bookingCategory: undefined } }, 400, /^bookingCategory is required$/],
    ['no header', { creditNote: { header: undefined } }, 400, /^header is required$/],
    ['no text on taxes', { creditNote: { taxText: undefined } }, 400, /^taxText is required$/],
    ['no delivery date', { creditNote: { deliveryDate: null } }, 400, /^deliveryDate is required$/],
    ['no contact', { creditNote: { contact: null } }, 400, /^contact expected array/],
    ['no tax rate', { creditNote: { taxRate: undefined } }, 500, /'taxRate' cannot be null/],
    ['another status', { creditNote: { status: 200 } }, 422, /^Invalid status/],
    [
      'an account as category',
      { creditNote: { bookingCategory: 'ACCOUNTING_TYPE' } },
      422,
      /^bookingCategory must be one of/,
    ],
    [
      'a provision as revenue',
      { creditNote: { taxRule: { id: 1, objectName: 'TaxRule' } } },
      422,
      /^Invalid tax rule$/,
    ],
    [
      'a rule that no credit note has',
      { creditNote: { taxRule: { id: 8, objectName: 'TaxRule' } } },
      422,
      /tax rule 8/,
    ],
    ['no positions', { positions: [] }, 400, /at least one position/],
  ])('refuses %s and stores nothing', async (_, parts, status, message) => {
    const answer = await save(parts);
    expect([answer.status, answer.error.message]).toEqual([status, expect.stringMatching(message)]);
    expect(await rig.control.records(rig.token, 'CreditNote')).toEqual([]);
  });
});

describe('a credit note for an invoice', () => {
  const until = { deliveryDateUntil: '2026-07-31' };
  it.each<[string, Fields, Fields, Fields, number | null]>([
    ['names no invoice', {}, { refSrcInvoice: undefined }, {}, 456],
    ['has a rate that the invoice has not', {}, {}, { taxRate: 7 }, 456],
    ['is higher than the invoice', {}, {}, { price: '100.01' }, 455],
    ['is for an advance invoice', { invoiceType: 'AR' }, {}, {}, null],
    ['is for a partial invoice', { invoiceType: 'TR' }, {}, {}, null],
    ['lacks the end of delivery', until, {}, {}, null],
    ['has an end of delivery of its own', {}, until, {}, null],
    ['ends before the invoice', until, { deliveryDateUntil: '30.07.2026' }, {}, null],
  ])('is refused with 422 when it %s', async (_, invoice, creditNote, position, code) => {
    const id = await openInvoice(invoice);
    const parts = { creditNote: { ...forInvoice(id), ...creditNote }, positions: [creditNotePosition(position)] };
    const answer = await save(parts);
    expect([answer.status, answer.error.code]).toEqual([422, code]);
    expect(await rig.control.records(rig.token, 'CreditNote')).toEqual([]);
  });

  it('may be one of several, which together are no higher', async () => {
    const id = await openInvoice();
    expect((await saveFor(id, '60')).status).toBe(201);
    expect((await saveFor(id, '40.01')).error).toMatchObject({ code: 455 });
    expect((await saveFor(id, '40')).status).toBe(201);
  });

  it('must name one that exists', async () => {
    expect((await saveFor('7', '1')).error).toMatchObject({ code: 151, responseCode: 404 });
  });
});

describe('opening', () => {
  it('needs a number, which saving does not', async () => {
    const id = await draft({ creditNote: { creditNoteNumber: undefined } });
    const answer = await sendBy(id);
    expect([answer.status, answer.error.message]).toEqual([422, 'The creditNoteNumber is required']);
    expect(await stored(id)).toMatchObject({ status: '100', creditNoteNumber: null });
  });

  it('by mail answers the mail in a list', async () => {
    const id = await draft();
    const body = { toEmail: 'a@example.com', subject: 'Gutschrift', text: 'Anbei' };
    const answer = await rig.call('POST', `/CreditNote/${id}/sendViaEmail`, { body });
    expect([answer.status, answer.objects]).toMatchObject([201, [{ object: { id, objectName: 'CreditNote' } }]]);
    expect(await stored(id)).toMatchObject({ status: '200', sendType: 'VM' });
  });

  it('of an e-invoice needs a payment method, and so does its file', async () => {
    const id = await draft({ creditNote: { propertyIsEInvoice: true, addressStreet: 'Musterweg 1' } });
    const query = { preventSendBy: 'true' };
    const answers = [await sendBy(id), await rig.call('GET', `/CreditNote/${id}/getPdf`, { query })];
    for (const { status, error } of answers) {
      expect([status, error.code]).toEqual([400, 830]);
      expect(error.data?.['missing information']).toContain('document_paymentMethod');
    }
  });
});

describe('lists and deletion', () => {
  it.each(['creditNoteNumber', 'customerInternalNote'])('are filtered by exactly this %s', async (field) => {
    const id = await draft({ creditNote: { [field]: 'GU-1034' } });
    await draft({ creditNote: { [field]: 'GU-10345' } });
    const { objects } = await rig.call('GET', '/CreditNote', { query: { [field]: 'GU-1034' } });
    expect(objects).toMatchObject([{ id }]);
    expect(objects).toHaveLength(1);
  });

  it('a draft is deleted, and what is open is not', async () => {
    expect((await rig.call('DELETE', `/CreditNote/${await draft()}`)).status).toBe(200);
    expect(await rig.control.records(rig.token, 'CreditNotePos')).toEqual([]);
    const id = await draft();
    await sendBy(id);
    expect((await rig.call('DELETE', `/CreditNote/${id}`)).error).toMatchObject({ code: 159, responseCode: 409 });
  });
});
