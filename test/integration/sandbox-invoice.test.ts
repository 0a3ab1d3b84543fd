import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { type SaveBodyParts, saveInvoiceBody } from '../sandbox/rig/save-invoice-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const save = (parts?: SaveBodyParts) =>
  rig.call('POST', '/Invoice/Factory/saveInvoice', { body: saveInvoiceBody(rig.contactId, parts) });
const stored = (id: string) => rig.call('GET', `/Invoice/${id}`).then(({ objects }) => objects['0']);
const put = (id: string, action: string, body: unknown = {}) => rig.call('PUT', `/Invoice/${id}/${action}`, { body });

async function draft(parts?: SaveBodyParts): Promise<string> {
  return String((await save(parts)).objects.invoice?.id);
}

async function opened(): Promise<string> {
  const id = await draft();
  await put(id, 'sendBy', { sendType: 'VPR', sendDraft: false });
  return id;
}

describe('opening', () => {
  it('sendBy gives a number, dates and enshrines in the same second', async () => {
    const id = await draft();
    rig.clock.ms += 3000;
    const now = '2026-07-01T12:00:03+02:00';
    const answer = await put(id, 'sendBy', { sendType: 'VPR', sendDraft: false });
    expect(answer.status).toBe(200);
    expect(answer.objects).toMatchObject({
      invoiceNumber: 'RE-1000',
      status: '200',
      sendType: 'VPR',
      sendDate: now,
      enshrined: now,
      update: now,
    });
    expect(await stored(await opened())).toMatchObject({ invoiceNumber: 'RE-1001' });
  });

  it('sendBy with sendDraft changes nothing', async () => {
    const id = await draft();
    await put(id, 'sendBy', { sendType: 'VPR', sendDraft: true });
    expect(await stored(id)).toMatchObject({ status: '100', invoiceNumber: null });
  });

  it('sendViaEmail opens, and sends one mail for each call', async () => {
    const id = await draft();
    const body = { toEmail: 'a@example.com', subject: 'Rechnung', text: 'Anbei' };
    for (const _ of [1, 2]) {
      expect((await rig.call('POST', `/Invoice/${id}/sendViaEmail`, { body })).status).toBe(201);
    }
    expect(await stored(id)).toMatchObject({ status: '200', sendType: 'VM' });
    expect(await rig.control.records(rig.token, 'Email')).toHaveLength(2);
  });

  it.each([
    ['opens a draft', {}, '200', 'RE-1000.pdf'],
    ['leaves it a draft with preventSendBy', { preventSendBy: 'true' }, '100', '.pdf'],
  ])('getPdf %s', async (_, query, status, filename) => {
    const id = await draft();
    const answer = await rig.call('GET', `/Invoice/${id}/getPdf`, { query: { ...query } });
    expect(answer.objects).toMatchObject({ filename, mimetype: 'application/pdf', base64Encoded: true });
    expect(await stored(id)).toMatchObject({ status });
  });

  it('resetToDraft is refused once enshrined', async () => {
    const id = await opened();
    expect((await put(id, 'resetToDraft')).status).toBe(422);
    await rig.control.patch(rig.token, 'Invoice', id, { enshrined: null });
    expect((await put(id, 'resetToDraft')).objects).toMatchObject({ status: '100' });
  });
});

describe('cancelInvoice', () => {
  const cancel = (id: string) => rig.call('POST', `/Invoice/${id}/cancelInvoice`);

  it('makes a cancellation, and the original becomes 1000', async () => {
    const id = await draft({ invoice: { customerInternalNote: 'M-1' } });
    await put(id, 'sendBy', { sendType: 'VPDF', sendDraft: false });
    rig.clock.ms += 2000;
    const answer = await cancel(id);
    const now = '2026-07-01T12:00:02+02:00';
    expect(answer.status).toBe(201);
    expect(answer.objects).toMatchObject({
      invoiceType: 'SR',
      invoiceNumber: 'RE-1001',
      status: '1000',
      enshrined: now,
      sumNet: '-57.5',
      sumGross: '-68.43',
      paidAmount: 0,
      customerInternalNote: 'M-1',
      origin: { id, objectName: 'Invoice' },
      contact: { id: rig.contactId, name: 'Erste Kundin GmbH' },
    });
    expect(await stored(id)).toMatchObject({ status: '1000', paidAmount: 0, update: now, invoiceType: 'RE' });
    const query = { customerInternalNote: 'M-1' };
    expect((await rig.call('GET', '/Invoice', { query })).objects).toHaveLength(2);
  });

  it('is refused with HTTP 200 and code 390 when partly paid', async () => {
    const id = await opened();
    await rig.control.payInvoice(rig.token, id, '1.00');
    const answer = await cancel(id);
    expect(answer.status).toBe(200);
    expect(answer.error).toMatchObject({ code: 390, responseCode: 200 });
    expect(answer.objects).toBeNull();
  });

  it('is refused beside a credit note with code 170', async () => {
    const id = await opened();
    const refSrcInvoice = { id, objectName: 'Invoice' };
    await rig.control.createRecord(rig.token, 'CreditNote', { refSrcInvoice });
    const answer = await cancel(id);
    expect([answer.status, answer.error.code]).toEqual([422, 170]);
    expect(await stored(id)).toMatchObject({ status: '200' });
  });

  it('is refused the second time with code 421', async () => {
    const id = await opened();
    await cancel(id);
    const answer = await cancel(id);
    expect([answer.status, answer.error.code]).toEqual([422, 421]);
  });
});

describe('deletion and types', () => {
  it('deletes drafts only', async () => {
    const id = await draft();
    expect(JSON.parse((await rig.call('DELETE', `/Invoice/${id}`)).text)).toEqual({ objects: [null] });
    expect((await rig.call('GET', `/Invoice/${id}`)).status).toBe(404);
    expect(await rig.control.records(rig.token, 'InvoicePos')).toEqual([]);
    const answer = await rig.call('DELETE', `/Invoice/${await opened()}`);
    expect(answer.status).toBe(409);
    expect(answer.error).toMatchObject({
      code: 159,
      message: 'Invoice can only be deleted in status 100 but is status 200',
    });
  });

  it('lists templates and reminders only with showAll', async () => {
    for (const invoiceType of ['RE', 'WKR', 'MA', 'SR']) await rig.control.createInvoice(rig.token, { invoiceType });
    const types = async (query: Record<string, string>) =>
      ((await rig.call('GET', '/Invoice', { query })).objects as unknown as { invoiceType: string }[]).map(
        ({ invoiceType }) => invoiceType,
      );
    expect(await types({})).toEqual(['SR', 'RE']);
    expect(await types({ showAll: 'true' })).toEqual(['SR', 'MA', 'WKR', 'RE']);
  });
});
