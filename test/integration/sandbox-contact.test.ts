import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields, Reference } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
let contact: Reference;
beforeEach(async () => {
  rig = await startSandboxRig();
  contact = { id: rig.contactId, objectName: 'Contact' };
  return () => rig.close();
});

const customer = { id: 3, objectName: 'Category' };
const post = (model: string, body: Fields) => rig.call('POST', `/${model}`, { body });
const create = (body: Fields) => post('Contact', { category: customer, name: 'Neue Kundin GmbH', ...body });
const nextNumber = async () => (await rig.call('GET', '/Contact/Factory/getNextCustomerNumber')).objects;

describe('Contact', () => {
  it('is created with a number of its own', async () => {
    const answer = await create({ buyerReference: 'B-1' });
    expect(answer.status).toBe(201);
    const expected = { customerNumber: '1001', name: 'Neue Kundin GmbH', status: '1000', surename: null };
    expect(answer.objects).toMatchObject({ ...expected, category: { id: '3' }, buyerReference: 'B-1' });
  });

  it.each([
    ['the number it brings', { customerNumber: 'K-7' }, 'K-7'],
    ['a number that another one has', { customerNumber: '1000' }, '1000'],
    ['that of its organisation', { name: undefined, surename: 'Rosa', parent: true }, '1000'],
  ])('keeps %s', async (_, fields, customerNumber) => {
    const parent = 'parent' in fields ? { parent: contact } : {};
    expect((await create({ ...fields, ...parent })).objects).toMatchObject({ customerNumber });
  });

  it('gets no number that another one brought', async () => {
    await create({ customerNumber: '1001' });
    expect((await create({})).objects.customerNumber).toBe('1002');
  });

  it('numbers are free, and not reserved', async () => {
    await create({ customerNumber: '1001' });
    expect(await nextNumber()).toBe('1002');
    expect(await nextNumber()).toBe('1002');
    expect((await create({})).objects.customerNumber).toBe('1002');
    expect(await nextNumber()).toBe('1003');
  });

  it.each([
    [{ customerNumber: '1000' }, 200, false],
    [{ customerNumber: '1001' }, 200, true],
    [{}, 500, null],
  ])('the availability of %j is answered with %i and %j', async (query, status, available) => {
    const answer = await rig.call('GET', '/Contact/Mapper/checkCustomerNumberAvailability', {
      query: { ...query } as Record<string, string>,
    });
    expect([answer.status, answer.objects]).toEqual([status, available]);
  });

  it.each<[string, Fields, number, RegExp]>([
    ['without a category', { category: undefined }, 400, /^category expected array .* null given$/],
    ['with an unknown category', { category: { id: 7, objectName: 'Category' } }, 404, /Model_Category .* 7 /],
    ['without a name', { name: '' }, 400, /^name, surename or familyname is required$/],
    ['of an unknown organisation', { parent: { id: 7, objectName: 'Contact' } }, 404, /Model_Contact .* 7 /],
  ])('%s is refused', async (_, fields, status, message) => {
    const answer = await create(fields);
    expect([answer.status, answer.error.message]).toEqual([status, expect.stringMatching(message)]);
    expect(await rig.control.records(rig.token, 'Contact')).toHaveLength(1);
  });

  it('is changed in part', async () => {
    rig.clock.ms += 1000;
    const answer = await rig.call('PUT', `/Contact/${contact.id}`, { body: { description: 'Neu', id: 9 } });
    const expected = { id: contact.id, description: 'Neu', name: 'Erste Kundin GmbH' };
    expect(answer.objects).toMatchObject({ ...expected, update: '2026-07-01T12:00:01+02:00' });
  });

  it.each([
    ['Invoice', 'contact'],
    ['CreditNote', 'contact'],
    ['Order', 'contact'],
    ['Voucher', 'supplier'],
  ])('is not deleted while %s names it', async (model, field) => {
    const { id } = await rig.control.createRecord(rig.token, model, { [field]: contact });
    expect((await rig.call('DELETE', `/Contact/${contact.id}`)).status).toBe(409);
    await rig.control.deleteRecord(rig.token, model, id);
    expect((await rig.call('DELETE', `/Contact/${contact.id}`)).status).toBe(200);
    expect((await rig.call('GET', `/Contact/${contact.id}`)).status).toBe(404);
  });
});

/** What the API takes, without the contact. */
const CHILDREN: Readonly<Record<string, Fields>> = {
  ContactAddress: {
    street: 'Gasse 1',
    zip: '01067',
    city: 'Dresden',
    country: { id: 1, objectName: 'StaticCountry' },
    category: { id: 47, objectName: 'Category' },
  },
  CommunicationWay: {
    type: 'EMAIL',
    value: 'rosa@example.com',
    key: { id: 2, objectName: 'CommunicationWayKey' },
    main: true,
  },
  AccountingContact: { debitorNumber: 10_001, creditorNumber: 70_001 },
};
const createChild = (model: string, fields: Fields = {}) => post(model, { contact, ...CHILDREN[model], ...fields });

describe('what belongs to a contact', () => {
  it.each([
    ['ContactAddress', { zip: '01067', category: { id: '47', objectName: 'Category' } }, { city: 'Ulm' }],
    ['CommunicationWay', { main: '1', key: { id: '2' } }, { value: 'r@example.com' }],
    ['AccountingContact', { debitorNumber: '10001', creditorNumber: '70001' }, { debitorNumber: '10002' }],
  ])('%s is created, changed in part and deleted', async (model, expected, change) => {
    const answer = await createChild(model);
    const id = String(answer.objects.id);
    expect(answer.status).toBe(201);
    expect(answer.objects).toMatchObject({ ...expected, contact });
    const changed = await rig.call('PUT', `/${model}/${id}`, { body: change });
    expect(changed.objects).toEqual({ ...answer.objects, ...change });
    const query = { 'contact[id]': contact.id, 'contact[objectName]': 'Contact' };
    expect((await rig.call('GET', `/${model}`, { query })).objects).toMatchObject([{ id, ...change }]);
    expect((await rig.call('DELETE', `/${model}/${id}`)).text).toBe('{"objects":[null]}');
    expect((await rig.call('GET', `/${model}/${id}`)).error.code).toBe(151);
  });

  it.each<[string, string, Fields, number, RegExp]>([
    ['ContactAddress', 'no contact', { contact: undefined }, 400, /^contact is required$/],
    ['ContactAddress', 'no country', { country: null }, 400, /^country is required$/],
    ['ContactAddress', 'no category', { category: undefined }, 400, /^category is required$/],
    ['ContactAddress', 'a country that is a text', { country: 'DE' }, 400, /^country expected .* string given$/],
    ['ContactAddress', 'an unknown contact', { contact: { id: 7, objectName: 'Contact' } }, 404, /Model_Contact .* 7 /],
    ['CommunicationWay', 'no value', { value: undefined }, 400, /^value is required$/],
    ['CommunicationWay', 'no key', { key: undefined }, 400, /^key is required$/],
    ['CommunicationWay', 'an unknown key', { key: { id: 9, objectName: 'CommunicationWayKey' } }, 404, /Key .* 9 /],
    ['CommunicationWay', 'a type there is not', { type: 'FAX' }, 422, /EMAIL, PHONE, WEB, MOBILE$/],
    ['AccountingContact', 'no contact', { contact: null }, 400, /^contact is required$/],
  ])('%s with %s is refused', async (model, _, fields, status, message) => {
    const answer = await createChild(model, fields);
    expect([answer.status, answer.error.message]).toEqual([status, expect.stringMatching(message)]);
    expect(await rig.control.records(rig.token, model)).toEqual([]);
  });

  it.each([
    ['debitorNumber', { creditorNumber: 70_002 }, 'debitor number already exists'],
    ['creditorNumber', { debitorNumber: 10_002 }, 'creditor number already exists'],
  ])('a %s that is taken is a 500', async (field, other, message) => {
    const first = await createChild('AccountingContact');
    const again = await createChild('AccountingContact', other);
    expect([again.status, again.error.message]).toEqual([500, message]);
    const second = await createChild('AccountingContact', { debitorNumber: null, creditorNumber: null });
    expect(second.status).toBe(201);
    const body = { [field]: first.objects[field] };
    expect((await rig.call('PUT', `/AccountingContact/${second.objects.id}`, { body })).status).toBe(500);
    expect((await rig.call('PUT', `/AccountingContact/${first.objects.id}`, { body })).status).toBe(200);
  });

  it('communication ways by contact, type and main together are none', async () => {
    await createChild('CommunicationWay');
    const ofContact = { 'contact[id]': contact.id, 'contact[objectName]': 'Contact' };
    const found = async (query: Record<string, string>) =>
      (await rig.call('GET', '/CommunicationWay', { query: { ...query, countAll: 'true' } })).total;
    expect(await found(ofContact)).toBe('1');
    expect(await found({ ...ofContact, type: 'EMAIL' })).toBe('1');
    expect(await found({ type: 'EMAIL', main: '1' })).toBe('1');
    expect(await found({ ...ofContact, type: 'EMAIL', main: '1' })).toBe('0');
  });
});

it.each([
  ['Contact', ['2', '28', '3', '4']],
  ['ContactAddress', ['43', '47']],
])('categories of %s', async (objectType, expected) => {
  const { objects } = await rig.call('GET', '/Category', { query: { objectType } });
  expect((objects as unknown as Reference[]).map(({ id }) => id).toSorted()).toEqual(expected);
});
