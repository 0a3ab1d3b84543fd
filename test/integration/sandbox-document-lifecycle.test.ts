import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const make = async (model: string, fields: Fields = {}) =>
  (await rig.control.createRecord(rig.token, model, fields)).id;
const put = (path: string, body: unknown = {}) => rig.call('PUT', path, { body });
const stored = (model: string, id: string) => rig.call('GET', `/${model}/${id}`).then(({ objects }) => objects['0']);
const sendBy = { sendType: 'VPDF', sendDraft: false };

describe.each(['Invoice', 'CreditNote'])('%s', (model) => {
  it('is opened and enshrined, once and for all', async () => {
    const id = await make(model);
    rig.clock.ms += 3000;
    const now = '2026-07-01T12:00:03+02:00';
    const answer = await put(`/${model}/${id}/sendBy`, sendBy);
    expect(answer.objects).toMatchObject({
      status: '200',
      sendType: 'VPDF',
      sendDate: now,
      enshrined: now,
      update: now,
    });
    rig.clock.ms += 3000;
    expect(JSON.parse((await put(`/${model}/${id}/enshrine`)).text)).toEqual({ objects: null });
    expect(await stored(model, id)).toMatchObject({ enshrined: now });
  });

  it.each([
    ['enshrine', { status: '100' }, /^Only documents in status 200 or higher/],
    ['resetToDraft', { status: '100' }, /^Only documents in status 200/],
    ['resetToDraft', { status: '750' }, /^Only documents in status 200/],
    ['resetToDraft', { status: '200', enshrined: '2026-01-01' }, /enshrined/],
    ['resetToOpen', { status: '100' }, /^The status can not be increased/],
    ['resetToOpen', { status: '1000', enshrined: '2026-01-01' }, /enshrined/],
  ])('%s of %j is refused with 422', async (action, fields, message) => {
    const id = await make(model, fields);
    const answer = await put(`/${model}/${id}/${action}`);
    expect([answer.status, answer.error.message]).toEqual([422, expect.stringMatching(message)]);
    expect(await stored(model, id)).toMatchObject({ status: fields.status });
  });

  it('is enshrined by its own endpoint where opening did not do it', async () => {
    const id = await make(model, { status: '200' });
    expect((await put(`/${model}/${id}/enshrine`)).status).toBe(200);
    expect(await stored(model, id)).toMatchObject({ enshrined: '2026-07-01T12:00:00+02:00' });
  });

  it('goes back from open to draft', async () => {
    const id = await make(model, { status: '200' });
    expect((await put(`/${model}/${id}/resetToDraft`)).objects).toMatchObject({ status: '100' });
  });
});

it.each(['resetToOpen', 'resetToDraft'])('%s is not for recurring invoices', async (action) => {
  const id = await make('Invoice', { status: '200', invoiceType: 'WKR' });
  expect((await put(`/Invoice/${id}/${action}`)).status).toBe(422);
});

describe.each([
  ['Invoice', 'invoiceNumber', ''],
  ['CreditNote', 'creditNoteNumber', 'GU-1000'],
  ['Order', 'orderNumber', 'AN-1000'],
])('the file of %s', (model, _, draftNumber) => {
  it.each([
    ['true', '100'],
    ['1', '100'],
    ['false', '200'],
  ])('with preventSendBy=%s leaves a draft in status %s', async (preventSendBy, status) => {
    const id = await make(model);
    const { objects } = await rig.call('GET', `/${model}/${id}/getPdf`, { query: { preventSendBy } });
    const pdf = Buffer.from(String(objects.content), 'base64').toString();
    expect(pdf).toMatch(/^%PDF-.*%%EOF\n$/s);
    expect(await stored(model, id)).toMatchObject({ status });
    if (status === '100')
      expect(objects).toMatchObject({ filename: `${draftNumber}.pdf`, mimetype: 'application/pdf' });
  });

  it('comes whole with a change of its layout', async () => {
    const id = await make(model);
    const answer = await put(`/${model}/${id}/changeParameter`, { key: 'language', value: 'en_US' });
    expect([answer.status, answer.objects.result]).toEqual([200, '1']);
    expect(answer.text.length).toBeGreaterThan(50_000);
    expect(await stored(model, id)).toMatchObject({ status: '100' });
  });

  it.each([
    [{ key: 'colour', value: 'red' }, 'key must be one of language, template, letterpaper, payPal'],
    [{ key: 'language' }, 'value is required'],
  ])('has no parameter %j', async (body, message) => {
    const answer = await put(`/${model}/${await make(model)}/changeParameter`, body);
    expect([answer.status, answer.error.message]).toEqual([400, message]);
  });
});

it('render answers 201 with the whole PDF, and opens nothing', async () => {
  const id = await make('Invoice');
  const answer = await rig.call('POST', `/Invoice/${id}/render`, { body: { forceReload: true } });
  expect([answer.status, answer.text.length > 50_000]).toEqual([201, true]);
  expect(await stored('Invoice', id)).toMatchObject({ status: '100', invoiceNumber: null });
});

it('sendByWithRender of a credit note is a GET that opens it', async () => {
  const id = await make('CreditNote');
  await rig.call('GET', `/CreditNote/${id}/sendByWithRender`, { query: { sendType: 'VPR' } });
  expect(await stored('CreditNote', id)).toMatchObject({ status: '200', sendType: 'VPR' });
});

it.each([
  ['200', false],
  ['750', true],
])('an invoice in status %s is partly paid: %s', async (status, isPartlyPaid) => {
  const id = await make('Invoice', { status });
  expect((await rig.call('GET', `/Invoice/${id}/getIsPartiallyPaid`)).objects).toBe(isPartlyPaid);
});
