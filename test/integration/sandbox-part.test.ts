import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const create = (fields: Fields = {}) => {
  const unity = { id: 1, objectName: 'Unity' };
  const body = { name: 'Stuhl', partNumber: 'A-7', stock: 3, unity, taxRate: 19, priceNet: '20.00', ...fields };
  return rig.call('POST', '/Part', { body });
};

describe('Part', () => {
  it('is created, found and changed in part', async () => {
    const answer = await create({ stockEnabled: true });
    expect(answer.status).toBe(201);
    const { id } = answer.objects;
    const expected = { partNumber: 'A-7', stock: '3', taxRate: '19', priceNet: '20', stockEnabled: '1', status: '100' };
    expect(answer.objects).toMatchObject({ ...expected, unity: { id: '1', objectName: 'Unity' } });
    const changed = await rig.call('PUT', `/Part/${id}`, { body: { priceNet: 25, taxRate: 7 } });
    expect(changed.objects).toMatchObject({ ...expected, priceNet: '25', taxRate: '7' });
    const found = async (query: Record<string, string>) => (await rig.call('GET', '/Part', { query })).objects;
    expect(await found({ partNumber: 'A-7' })).toMatchObject([{ id }]);
    expect(await found({ name: 'Stuhl' })).toMatchObject([{ id }]);
    expect(await found({ partNumber: 'A-' })).toEqual([]);
  });

  it('tells its stock as a number', async () => {
    const { id } = (await create()).objects;
    expect((await rig.call('GET', `/Part/${id}/getStock`)).text).toBe('{"objects":3}');
    expect((await rig.call('GET', '/Part/7/getStock')).error.code).toBe(151);
  });

  it('is not deleted', async () => {
    const { id } = (await create()).objects;
    expect((await rig.call('DELETE', `/Part/${id}`)).status).toBe(404);
    expect((await rig.call('GET', `/Part/${id}`)).status).toBe(200);
  });

  it.each<[string, Fields, number, RegExp]>([
    ['no name', { name: undefined }, 400, /^name is required$/],
    ['no number', { partNumber: undefined }, 400, /^partNumber is required$/],
    ['no stock', { stock: undefined }, 400, /^stock is required$/],
    ['no unit', { unity: undefined }, 400, /^unity is required$/],
    ['no rate', { taxRate: undefined }, 400, /^taxRate is required$/],
    ['a rate there is not', { taxRate: '16' }, 422, /^The tax rate 16 is not allowed$/],
    ['a price that is no number', { priceGross: '1,50' }, 400, /^priceGross must be a number$/],
    ['an unknown unit', { unity: { id: 7, objectName: 'Unity' } }, 404, /Model_Unity .* 7 /],
  ])('with %s is refused', async (_, fields, status, message) => {
    const answer = await create(fields);
    expect([answer.status, answer.error.message]).toEqual([status, expect.stringMatching(message)]);
    expect(await rig.control.records(rig.token, 'Part')).toEqual([]);
  });

  it('keeps its rate when another one is refused', async () => {
    const { id } = (await create()).objects;
    expect((await rig.call('PUT', `/Part/${id}`, { body: { taxRate: 16 } })).status).toBe(422);
    expect((await rig.call('GET', `/Part/${id}`)).objects).toMatchObject([{ taxRate: '19' }]);
  });
});
