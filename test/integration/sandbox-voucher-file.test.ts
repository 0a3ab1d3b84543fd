import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveVoucherBody } from '../sandbox/rig/save-voucher-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

function upload(name: string, content: string) {
  const body = new FormData();
  body.append(name, new File([content], 'beleg.pdf', { type: 'application/pdf' }));
  return rig.call('POST', '/Voucher/Factory/uploadTempFile', { body });
}

describe('uploadTempFile', () => {
  it('answers with a name made of the content', async () => {
    const answer = await upload('file', '%PDF-1.7');
    expect(answer.status).toBe(201);
    expect(answer.objects).toEqual({
      pages: 1,
      mimeType: 'image/jpg',
      originMimeType: 'application/pdf',
      filename: 'f87357c6cdc4f067e19f42aebabc6fb7.pdf',
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      content: [],
      isEInvoice: false,
    });
  });

  it('keeps the bytes as they came', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128]);
    const body = new FormData();
    body.append('file', new Blob([bytes]));
    await rig.call('POST', '/Voucher/Factory/uploadTempFile', { body });
    expect(await rig.control.records(rig.token, 'TempFile')).toMatchObject([{ content: bytes.toString('base64') }]);
  });

  it.each([
    ['another field', () => upload('document', '%PDF')],
    ['JSON', () => rig.call('POST', '/Voucher/Factory/uploadTempFile', { body: { file: 'x' } })],
  ])('refuses %s', async (_, send) => {
    expect((await send()).status).toBe(400);
  });

  it('refuses a broken form', async () => {
    const response = await fetch(`${rig.sandbox.url}/Voucher/Factory/uploadTempFile`, {
      method: 'POST',
      headers: { authorization: rig.token, 'content-type': 'multipart/form-data; boundary=x' },
      body: 'no form',
    });
    expect(response.status).toBe(400);
  });
});

it('saveVoucher makes an uploaded file the document', async () => {
  const filename = String((await upload('file', '%PDF-1.7')).objects.filename);
  const answer = await rig.call('POST', '/Voucher/Factory/saveVoucher', {
    body: saveVoucherBody({ rest: { filename } }),
  });
  expect(answer.objects).toMatchObject({ voucher: { document: { objectName: 'Document' } }, filename });
  const { voucher } = answer.objects;
  expect((await rig.call('GET', `/Voucher/${voucher?.id}`)).objects).toMatchObject([{ document: voucher?.document }]);
  expect((await rig.call('GET', `/Document/${voucher?.document?.id}`)).objects).toMatchObject([
    { filename, mimeType: 'application/pdf', object: { id: voucher?.id, objectName: 'Voucher' } },
  ]);
});
