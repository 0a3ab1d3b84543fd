import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

describe('Tag', () => {
  const tag = (fields: Fields) => rig.call('POST', '/Tag/Factory/create', { body: fields });

  it('is put on a document, and used again', async () => {
    const { id } = await rig.control.createInvoice(rig.token);
    const object = { id, objectName: 'Invoice' };
    const answer = await tag({ name: 'Messe', object });
    expect([answer.status, answer.objects]).toMatchObject([200, { objectName: 'TagRelation', object }]);
    expect((await tag({ name: 'Messe', object })).objects.tag).toEqual(answer.objects.tag);
    expect((await rig.call('GET', '/TagRelation')).objects).toHaveLength(2);
    expect((await rig.call('GET', '/Tag', { query: { name: 'Messe' } })).objects).toHaveLength(1);
  });

  it('and relation are created one by one', async () => {
    const { id } = await rig.control.createRecord(rig.token, 'Voucher');
    const made = await rig.call('POST', '/Tag', { body: { name: 'Messe' } });
    expect(made.status).toBe(201);
    const body = { tag: { id: made.objects.id, objectName: 'Tag' }, object: { id, objectName: 'Voucher' } };
    const answer = await rig.call('POST', '/TagRelation', { body });
    expect([answer.status, answer.objects]).toMatchObject([201, body]);
  });

  it.each<[string, Fields, number]>([
    ['nothing', { name: 'Messe' }, 400],
    ['a contact', { name: 'Messe', object: { id: 1, objectName: 'Contact' } }, 400],
    ['no name', { object: { id: 1, objectName: 'Invoice' } }, 400],
    ['an unknown invoice', { name: 'Messe', object: { id: 1, objectName: 'Invoice' } }, 404],
  ])('for %s is refused', async (_, fields, status) => {
    expect((await tag(fields)).status).toBe(status);
    expect(await rig.control.records(rig.token, 'Tag')).toEqual([]);
  });
});
