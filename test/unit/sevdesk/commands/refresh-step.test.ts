import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { contactUpsertPlan } from '../../../../shared/sevdesk/commands/contact-upsert.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { lookUps, stepContext } from '../../../support/step-context.ts';

const CONTACT = { id: '815', objectName: 'Contact' };
const DATA = {
  id: '815',
  email: 'neu@example.com',
  phone: '+49 30 1',
  address: { street: 'Ring 1', zip: '01067', city: 'Dresden', country: 'DE' },
};

function stepAt(
  name: 'address' | 'email' | 'phone',
  rows: Replies[string],
  data: CommandData<'contact.upsert'> = DATA,
) {
  const resource = name === 'address' ? 'ContactAddress' : 'CommunicationWay';
  const { context, sevdesk } = stepContext<'contact.upsert'>(data, {
    replies: { [`GET ${resource}`]: rows },
    lookUps: async () => ({ ...lookUps, addressCategoryId: '47' }),
    completed: [{ step: 'contact', resource: 'Contact', recordId: '815', at: 1 }],
  });
  const step = contactUpsertPlan.steps.find((one) => one.name === name);
  if (!step) throw new Error(`No step ${name}`);
  return { step, context, sevdesk };
}

async function prepare(...at: Parameters<typeof stepAt>) {
  const { step, context } = stepAt(...at);
  return step.prepare(context);
}

async function lookFor(...at: Parameters<typeof stepAt>) {
  const { step, context } = stepAt(...at);
  return step.lookFor?.(context);
}

const way = (id: string, fields: object) => ({
  id,
  contact: CONTACT,
  type: 'EMAIL',
  value: 'alt@example.com',
  main: '0',
  ...fields,
});
const address = (id: string, fields: object = {}) => ({
  id,
  contact: CONTACT,
  street: 'Ring 1',
  zip: '01067',
  city: 'Dresden',
  country: { id: '1', objectName: 'StaticCountry' },
  category: { id: '43', objectName: 'Category' },
  ...fields,
});

describe('the steps behind the contact', () => {
  it('are those that the command asks for', () => {
    const asked = contactUpsertPlan.steps.filter(({ applies }) => applies?.({ id: '1', phone: '1' }) ?? true);
    expect(asked.map(({ name }) => name)).toEqual(['contact', 'phone']);
  });
});

describe('the e-mail address of a contact', () => {
  const main = way('7', { main: '1' });
  const wanted = { value: 'neu@example.com' };

  it('is created as its main one where there is none', async () => {
    expect(await prepare('email', listOf(way('9', { type: 'PHONE' })))).toMatchObject({
      call: {
        method: 'POST',
        path: 'CommunicationWay',
        body: {
          contact: CONTACT,
          type: 'EMAIL',
          ...wanted,
          main: true,
          key: { id: '2', objectName: 'CommunicationWayKey' },
        },
      },
      note: { resource: 'CommunicationWay', key: 'contact:815' },
    });
  });

  it.each([
    ['the main one', [way('9', {}), main], '7'],
    ['the only one', [way('9', {})], '9'],
    ['the older of two main ones', [way('12', { main: '1' }), main], '7'],
  ])('is changed in %s', async (_name, rows, id) => {
    expect(await prepare('email', listOf(...rows))).toMatchObject({
      call: { method: 'PUT', path: `CommunicationWay/${id}`, body: wanted },
      note: { resource: 'CommunicationWay', key: id },
    });
  });

  it.each([
    ['in the main one', [way('9', {}), way('7', { ...wanted, main: '1' })]],
    ['in one of several without a main one', [way('9', {}), way('7', wanted)]],
  ])('is left alone where it is the wanted one already: %s', async (_name, rows) => {
    expect(await prepare('email', listOf(...rows))).toMatchObject({
      kind: 'done',
      outcome: { recordId: '7', details: { emailId: '7' } },
    });
  });

  it('is added to several of which none is the main one', async () => {
    expect(await prepare('email', listOf(way('9', {}), way('8', {})))).toMatchObject({ call: { method: 'POST' } });
  });

  it('is asked for by the contact alone, and compared here', async () => {
    const others = way('7', { ...wanted, contact: { id: '9', objectName: 'Contact' } });
    const { step, context, sevdesk } = stepAt('email', listOf(others));
    expect(await step.prepare(context)).toMatchObject({ call: { method: 'POST' } });
    expect(sevdesk.calls[0]?.query).toEqual({
      'contact[id]': '815',
      'contact[objectName]': 'Contact',
      countAll: 'true',
      limit: '1000',
    });
  });

  it('is not written where the list does not tell which ones there are', async () => {
    const part = { objects: [main], total: 5000 };
    await expect(prepare('email', part)).rejects.toMatchObject({ reason: 'ambiguous' });
    expect(await lookFor('email', part)).toMatchObject({ kind: 'ambiguous' });
  });

  it.each([
    ['nothing', [], 'nothing'],
    ['not the old one', [main], 'nothing'],
    ['the one that was created or changed', [way('7', { ...wanted, main: '1' })], 'found'],
  ])('is looked for: %s', async (_name, rows, kind) => {
    expect(await lookFor('email', listOf(...rows))).toMatchObject({ kind });
  });
});

describe('the phone number of a contact', () => {
  it('is one of its own type', async () => {
    const mobile = way('7', { type: 'MOBILE', main: '1' });
    expect(await prepare('phone', listOf(mobile))).toMatchObject({
      call: { body: { type: 'PHONE', value: '+49 30 1' } },
    });
  });
});

describe('the address of a contact', () => {
  it('is created as its billing address where there is none', async () => {
    expect(await prepare('address', listOf())).toMatchObject({
      call: {
        method: 'POST',
        path: 'ContactAddress',
        body: {
          contact: CONTACT,
          street: 'Ring 1',
          zip: '01067',
          city: 'Dresden',
          country: { id: '1', objectName: 'StaticCountry' },
          category: { id: '47', objectName: 'Category' },
        },
      },
      note: { resource: 'ContactAddress', key: 'contact:815' },
    });
  });

  it.each([
    ['a number of fewer digits', { zip: '1067' }, { zip: '01067' }],
    ['another country', { country: { id: '3', objectName: 'StaticCountry' } }, { country: { id: '1' } }],
    ['no street', { street: null }, { street: 'Ring 1' }],
  ])('is changed in what differs: %s', async (_name, there, body) => {
    const prepared = await prepare('address', listOf(address('5', there)));
    expect(prepared).toMatchObject({ call: { method: 'PUT', path: 'ContactAddress/5', body } });
    expect(Object.keys((prepared as { call: { body: object } }).call.body)).toEqual(Object.keys(body));
  });

  it('is the billing address among several', async () => {
    const billing = address('6', { street: 'Alt 1', category: { id: '47', objectName: 'Category' } });
    expect(await prepare('address', listOf(billing, address('5')))).toHaveProperty('call.path', 'ContactAddress/6');
  });

  it('is added to several of which none is a billing address', async () => {
    expect(await prepare('address', listOf(address('6'), address('5')))).toHaveProperty('call.method', 'POST');
  });

  it('is left alone where it is so already', async () => {
    expect(await prepare('address', listOf(address('5')))).toMatchObject({
      kind: 'done',
      outcome: { resource: 'ContactAddress', recordId: '5', details: { addressId: '5' } },
    });
  });

  it('is changed by what is given only', async () => {
    const data = { id: '815', address: { city: 'Wien', country: 'AT' } };
    const prepared = await prepare('address', listOf(address('5')), data);
    expect(prepared).toHaveProperty('call.body', { city: 'Wien', country: { id: '3', objectName: 'StaticCountry' } });
  });
});
