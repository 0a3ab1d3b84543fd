import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { errorKnowledge } from '../../../../shared/domain/error-knowledge.ts';
import { RequestRejected } from '../../../../shared/domain/sevdesk-error.ts';
import type { StepContext } from '../../../../shared/sevdesk/commands/command-plan.ts';
import { contactUpsertPlan } from '../../../../shared/sevdesk/commands/contact-upsert.ts';
import { aContact } from '../../../support/builders.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { stepContext } from '../../../support/step-context.ts';

type Data = CommandData<'contact.upsert'>;
type Known = Partial<StepContext<'contact.upsert'>>;

const [contact] = contactUpsertPlan.steps;
const NEXT = { 'GET Contact/Factory/getNextCustomerNumber': { objects: '1007' } };
const ORGANISATION = { name: 'Bäckerei Morgenrot GmbH' };
const missing = (() => {
  const said = { status: 404, code: '151', message: 'No Model_Contact with the id 815 was found' };
  return new RequestRejected(said.message, said, errorKnowledge(said));
})();

async function prepare(data: Data, replies: Replies = {}, known: Known = {}) {
  const { context, sevdesk } = stepContext<'contact.upsert'>(data, { replies, ...known });
  const prepared = await contact?.prepare(context);
  return { prepared, asked: sevdesk.calls };
}

describe('a contact that is not there', () => {
  it('is created as an active customer with the number that sevdesk gives next', async () => {
    const { prepared } = await prepare(ORGANISATION, NEXT);
    expect(prepared).toMatchObject({
      kind: 'call',
      call: {
        method: 'POST',
        path: 'Contact',
        body: { ...ORGANISATION, status: 1000, customerNumber: '1007', category: { id: '3', objectName: 'Category' } },
      },
      facts: { customerNumber: '1007' },
      note: { resource: 'Contact', key: 'number:1007' },
    });
  });

  it.each<[string, Data, object]>([
    [
      'a person, whose first name sevdesk spells surename',
      { firstName: 'Anna', lastName: 'Muster' },
      { name: null, surename: 'Anna', familyname: 'Muster' },
    ],
    ['a supplier', { ...ORGANISATION, category: 'supplier' }, { category: { id: '2' } }],
    ['a partner', { ...ORGANISATION, category: 'partner' }, { category: { id: '4' } }],
    ['a prospect', { ...ORGANISATION, category: 'prospect' }, { category: { id: '28' } }],
    [
      'what belongs to an organisation',
      { lastName: 'Muster', parent: { externalId: 'shop-1' } },
      { parent: { id: 'id-of-shop-1', objectName: 'Contact' } },
    ],
    [
      'everything else that is given',
      { ...ORGANISATION, vatNumber: 'DE1', taxNumber: '12/3', buyerReference: '04011000-1', description: 'Neu' },
      { vatNumber: 'DE1', taxNumber: '12/3', buyerReference: '04011000-1', description: 'Neu' },
    ],
  ])('is created as %s', async (_name, data, body) => {
    const { prepared } = await prepare(data, NEXT);
    expect(prepared).toMatchObject({ call: { method: 'POST', body } });
  });

  it('keeps a number that is given and free', async () => {
    const { prepared, asked } = await prepare({ ...ORGANISATION, customerNumber: 'K-1' }, { 'GET Contact': listOf() });
    expect(prepared).toMatchObject({ call: { body: { customerNumber: 'K-1' } }, facts: { customerNumber: 'K-1' } });
    expect(asked[0]?.query).toMatchObject({ customerNumber: 'K-1', depth: '1' });
  });

  it.each([
    ['one that another contact has', listOf(aContact({ customerNumber: 'K-1' })), /contact 815 has "K-1" already/],
    [
      'one that cannot be looked for',
      { objects: [aContact({ customerNumber: 'K-2' })], total: 5000 },
      /ignored the filter/,
    ],
  ])('refuses a given number: %s', async (_name, list, message) => {
    await expect(prepare({ ...ORGANISATION, customerNumber: 'K-1' }, { 'GET Contact': list })).rejects.toThrow(message);
  });

  it('needs a name', async () => {
    const unknown = { linkedId: async () => undefined };
    const refusal = { reason: 'dependency_missing', retryable: true, message: expect.stringContaining('"shop-1"') };
    await expect(prepare({ externalId: 'shop-1', email: 'a@example.com' }, {}, unknown)).rejects.toMatchObject(refusal);
  });

  it('is not created where the country of its address is not known', async () => {
    const address = { country: 'XX' };
    const lookUps = () => Promise.reject(new RequestRejected('sevdesk knows no country with the code "XX"'));
    await expect(prepare({ ...ORGANISATION, address }, {}, { lookUps })).rejects.toThrow('no country');
  });

  it('is not created without a number', async () => {
    const none = { 'GET Contact/Factory/getNextCustomerNumber': { objects: '' } };
    await expect(prepare(ORGANISATION, none)).rejects.toThrow('next customer number');
  });
});

describe('a later try', () => {
  const facts = { customerNumber: '1006' };
  const other = aContact({ customerNumber: '1006', name: 'Somebody else GmbH', create: '2026-11-20T09:00:05+01:00' });

  it('sends the same number again while it is free', async () => {
    const { prepared } = await prepare(ORGANISATION, { 'GET Contact': listOf() }, { facts });
    expect(prepared).toMatchObject({ call: { body: { customerNumber: '1006' } } });
  });

  it('takes a fresh number when somebody else has it by now', async () => {
    const { prepared } = await prepare(ORGANISATION, { ...NEXT, 'GET Contact': listOf(other) }, { facts });
    expect(prepared).toMatchObject({ call: { body: { customerNumber: '1007' } }, facts: { customerNumber: '1007' } });
  });

  it('adopts what an earlier one made after all', async () => {
    const ours = aContact({ id: '99', customerNumber: '1006', create: '2026-11-20T09:00:05+01:00' });
    const { prepared } = await prepare(ORGANISATION, { 'GET Contact': listOf(other, ours) }, { facts });
    expect(prepared).toMatchObject({ kind: 'done', outcome: { recordId: '99', details: { created: true } } });
  });
});

describe('a contact that is there', () => {
  const there = aContact({ customerNumber: '1001', description: null, vatNumber: null });
  const found = { 'GET Contact/815': listOf(there) };

  it('is changed by what differs only', async () => {
    const { prepared } = await prepare({ id: '815', ...ORGANISATION, vatNumber: 'DE1', category: 'customer' }, found);
    expect(prepared).toMatchObject({
      call: { method: 'PUT', path: 'Contact/815' },
      facts: { contactId: '815' },
      note: { resource: 'Contact', key: '815' },
    });
    expect(prepared).toHaveProperty('call.body', { vatNumber: 'DE1' });
  });

  it('is left alone where nothing differs', async () => {
    const { prepared } = await prepare({ id: '815', ...ORGANISATION, customerNumber: '1001' }, found);
    const details = { customerNumber: '1001', created: false };
    expect(prepared).toEqual({ kind: 'done', outcome: { resource: 'Contact', recordId: '815', details } });
  });

  it('needs no name', async () => {
    expect(await prepare({ id: '815', email: 'a@example.com' }, found)).toMatchObject({ prepared: { kind: 'done' } });
  });

  it('becomes a person when it gets the name of one', async () => {
    const { prepared } = await prepare({ id: '815', firstName: 'Anna', lastName: 'Muster' }, found);
    expect(prepared).toHaveProperty('call.body', { name: null, surename: 'Anna', familyname: 'Muster' });
  });

  it('is found by the name that the caller gave it', async () => {
    const linkedId = async () => '815';
    const { prepared } = await prepare({ externalId: 'shop-1', name: 'Neu GmbH' }, found, { linkedId });
    expect(prepared).toHaveProperty('call.path', 'Contact/815');
  });

  it('does not take the number of another one', async () => {
    const replies = { ...found, 'GET Contact': listOf(aContact({ id: '9', customerNumber: 'K-1' })) };
    await expect(prepare({ id: '815', customerNumber: 'K-1' }, replies)).rejects.toThrow('contact 9 has "K-1" already');
  });

  it('takes a number that is free', async () => {
    const { prepared } = await prepare({ id: '815', customerNumber: 'K-1' }, { ...found, 'GET Contact': listOf() });
    expect(prepared).toHaveProperty('call.body', { customerNumber: 'K-1' });
  });
});

describe('a contact that is gone', () => {
  const gone = { 'GET Contact/815': missing };

  it('is refused when sevdesk is asked for its id', async () => {
    const refusal = { reason: 'dependency_missing', message: expect.stringContaining('no Contact 815') };
    await expect(prepare({ id: '815', ...ORGANISATION }, gone)).rejects.toMatchObject(refusal);
  });

  it("is created again under the caller's name of it", async () => {
    const linkedId = async () => '815';
    const { prepared } = await prepare({ externalId: 'shop-1', ...ORGANISATION }, { ...NEXT, ...gone }, { linkedId });
    expect(prepared).toHaveProperty('call.method', 'POST');
  });
});

describe('the names of a contact', () => {
  it.each([
    [{ externalId: 'shop-1' }, { resource: 'Contact', externalId: 'shop-1' }],
    [
      { id: '815', externalId: 'shop-1' },
      { resource: 'Contact', externalId: 'shop-1' },
    ],
    [ORGANISATION, undefined],
  ])('of %j are kept', (data, name) => {
    expect(contactUpsertPlan.externalId?.(data, 'c-1')).toEqual(name);
  });
});
