import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import { saveCreditNoteBody } from '../sandbox/rig/save-credit-note-body.ts';
import { saveOrderBody } from '../sandbox/rig/save-order-body.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const WRITES = [
  { model: 'Order', path: '/Order/Factory/saveOrder', bodyOf: saveOrderBody },
  { model: 'CreditNote', path: '/CreditNote/Factory/saveCreditNote', bodyOf: saveCreditNoteBody },
] as const;

describe.each(WRITES)('faults hit $path', ({ model, path, bodyOf }) => {
  const save = () => rig.call('POST', path, { body: bodyOf(rig.contactId) });
  const made = () => rig.control.records(rig.token, model);
  const listed = async () => (await rig.call('GET', `/${model}`)).objects as unknown as { id: string }[];

  it.each([
    [{ kind: 'throttle', retryAfterSeconds: 7 } as const, 429, 0],
    [{ kind: 'error', status: 500, message: 'Internal Server Error' } as const, 500, 0],
    [{ kind: 'html', status: 502 } as const, 502, 0],
    [{ kind: 'error-after' } as const, 500, 1],
  ])('%j answers %i with %i made', async (fault, status, count) => {
    await rig.control.addFault({ ...fault, method: 'POST', path: `^${path}$` });
    expect((await save()).status).toBe(status);
    expect(await made()).toHaveLength(count);
    expect((await save()).status).toBe(201);
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s breaks the connection with %i made', async (kind, count) => {
    await rig.control.addFault({ kind, path });
    await expect(save()).rejects.toThrow('fetch failed');
    expect(await made()).toHaveLength(count);
  });

  it('late-effect breaks the connection and makes it later', async () => {
    await rig.control.addFault({ kind: 'late-effect', delayMs: 300, path });
    await expect(save()).rejects.toThrow('fetch failed');
    expect(await made()).toEqual([]);
    await expect.poll(made, { interval: 20, timeout: 5000 }).toHaveLength(1);
  });

  it('what was made is hidden from lists at first, or for ever', async () => {
    await rig.control.setListLagMs(rig.token, 5000);
    await save();
    expect(await listed()).toEqual([]);
    rig.clock.ms += 5000;
    const [record] = await listed();
    await rig.control.hideRecord(rig.token, model, String(record?.id));
    expect(await listed()).toEqual([]);
    expect((await rig.call('GET', `/${model}/${record?.id}`)).status).toBe(200);
  });
});

it('a mail whose answer got lost was sent all the same', async () => {
  const { id } = await rig.control.createRecord(rig.token, 'Order');
  await rig.control.addFault({ kind: 'drop-after', path: 'sendViaEmail$' });
  const body = { toEmail: 'a@example.com', subject: 'Angebot', text: 'Anbei' };
  await expect(rig.call('POST', `/Order/${id}/sendViaEmail`, { body })).rejects.toThrow('fetch failed');
  expect(await rig.control.mails(rig.token)).toHaveLength(1);
});

it('a booking that takes effect late is a booking', async () => {
  const { id } = await rig.control.createInvoice(rig.token, { status: '200' });
  const checkAccount = await rig.control.createRecord(rig.token, 'CheckAccount', { type: 'offline' });
  await rig.control.addFault({ kind: 'late-effect', delayMs: 50, path: 'bookAmount$' });
  const body = { amount: '119', date: 1_782_856_800, type: 'FULL_PAYMENT', checkAccount };
  await expect(rig.call('PUT', `/Invoice/${id}/bookAmount`, { body })).rejects.toThrow('fetch failed');
  const status = async () => (await rig.call('GET', `/Invoice/${id}`)).objects['0']?.status;
  await expect.poll(status, { interval: 20, timeout: 5000 }).toBe('1000');
});
