import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveVoucherBody } from '../sandbox/rig/save-voucher-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

function saveVoucher() {
  return rig.call('POST', '/Voucher/Factory/saveVoucher', { body: saveVoucherBody() });
}

function uploadFile() {
  const body = new FormData();
  body.append('file', new Blob(['%PDF']));
  return rig.call('POST', '/Voucher/Factory/uploadTempFile', { body });
}

describe.each([
  { name: 'saveVoucher', model: 'Voucher', write: saveVoucher },
  { name: 'uploadTempFile', model: 'TempFile', write: uploadFile },
])('$name', ({ model, write }) => {
  const made = () => rig.control.records(rig.token, model);

  it.each([
    ['throttle', { kind: 'throttle', retryAfterSeconds: 3 }, 429, 0],
    ['error', { kind: 'error', status: 500, message: 'Oops' }, 500, 0],
    ['error-after', { kind: 'error-after' }, 500, 1],
  ] as const)('%s', async (_, fault, status, count) => {
    await rig.control.addFault({ ...fault, method: 'POST' });
    expect((await write()).status).toBe(status);
    expect(await made()).toHaveLength(count);
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s breaks the connection with %i made', async (kind, count) => {
    await rig.control.addFault({ kind });
    await expect(write()).rejects.toThrow('fetch failed');
    expect(await made()).toHaveLength(count);
  });
});

it('a voucher can take effect after its connection broke', async () => {
  await rig.control.addFault({ kind: 'late-effect', delayMs: 700 });
  await expect(saveVoucher()).rejects.toThrow('fetch failed');
  const made = () => rig.control.records(rig.token, 'Voucher');
  expect(await made()).toEqual([]);
  await expect.poll(made, { interval: 20, timeout: 5000 }).toHaveLength(1);
});

it('a voucher that was just saved is hidden in lists for a while', async () => {
  await rig.control.setListLagMs(rig.token, 5000);
  const saved = await saveVoucher();
  const listed = async () => (await rig.call('GET', '/Voucher', { query: { descriptionLike: '4711' } })).objects;
  expect(await listed()).toEqual([]);
  expect((await rig.call('GET', `/Voucher/${saved.objects.voucher?.id}`)).status).toBe(200);
  rig.clock.ms += 5000;
  expect(await listed()).toHaveLength(1);
});
