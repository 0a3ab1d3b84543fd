import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { errorKnowledge } from '../../../../shared/domain/error-knowledge.ts';
import { grossPrice } from '../../../../shared/domain/gross-price.ts';
import { RequestRejected } from '../../../../shared/domain/sevdesk-error.ts';
import type { StepContext } from '../../../../shared/sevdesk/commands/command-plan.ts';
import { partUpsertPlan } from '../../../../shared/sevdesk/commands/part-upsert.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { stepContext } from '../../../support/step-context.ts';

type Data = CommandData<'part.upsert'>;
type Known = Partial<StepContext<'part.upsert'>>;

const [save] = partUpsertPlan.steps;
const DATA = { partNumber: 'A-1', name: 'Brot', price: '10.00' };
const missing = (() => {
  const said = { status: 404, code: '151', message: 'No Model_Part with the id 5 was found' };
  return new RequestRejected(said.message, said, errorKnowledge(said));
})();

/** A part as sevdesk lists it. */
const aPart = (fields: object = {}) => ({
  id: '5',
  name: 'Brot',
  partNumber: 'A-1',
  text: null,
  unity: { id: '1', objectName: 'Unity' },
  taxRate: '19',
  price: '10',
  priceNet: '10',
  priceGross: '11.9',
  ...fields,
});

async function prepare(data: Data, replies: Replies, known: Known = {}) {
  const { context } = stepContext<'part.upsert'>(data, { replies, linkedId: async () => undefined, ...known });
  return save?.prepare(context);
}

async function lookFor(replies: Replies, facts: Known['facts'] = {}) {
  return save?.lookFor?.(stepContext<'part.upsert'>(DATA, { replies, facts }).context);
}

describe('a part that is not there', () => {
  const none = { 'GET Part': listOf(aPart({ partNumber: 'A-10' })) };

  it('is created with what sevdesk needs, taxed at 19 % and sold by the piece', async () => {
    expect(await prepare(DATA, none)).toMatchObject({
      call: {
        method: 'POST',
        path: 'Part',
        body: {
          name: 'Brot',
          partNumber: 'A-1',
          stock: 0,
          unity: { id: '1', objectName: 'Unity' },
          taxRate: '19',
          price: '10.00',
          priceNet: '10.00',
          priceGross: '11.9',
        },
      },
      note: { resource: 'Part', key: 'number:A-1' },
    });
  });

  it('is created as the command says otherwise', async () => {
    const data: Data = { ...DATA, unit: 'UNITY_HOUR', taxRate: '7', description: 'Roggen' };
    const body = { unity: { id: '9' }, taxRate: '7', priceGross: '10.7', text: 'Roggen' };
    expect(await prepare(data, none)).toMatchObject({ call: { body } });
  });

  it('is created without prices where none is given', async () => {
    const prepared = await prepare({ partNumber: 'A-1', name: 'Brot' }, none);
    expect(prepared).not.toHaveProperty('call.body.priceNet');
  });
});

describe('a part that is there', () => {
  const numbered = { 'GET Part': listOf(aPart()) };

  it('is left alone where nothing differs', async () => {
    const data: Data = { ...DATA, taxRate: '19', unit: 'UNITY_PIECE' };
    const details = { partNumber: 'A-1', created: false };
    expect(await prepare(data, numbered)).toEqual({
      kind: 'done',
      outcome: { resource: 'Part', recordId: '5', details },
    });
  });

  it.each<[string, Partial<Data>, object, object]>([
    ['a name', { name: 'Toast' }, {}, { name: 'Toast' }],
    ['a unit', { unit: 'UNITY_HOUR' }, {}, { unity: { id: '9', objectName: 'Unity' } }],
    ['a price, net and gross', { price: '20' }, {}, { price: '20', priceNet: '20', priceGross: '23.8' }],
    [
      'a price at its own rate',
      { price: '20' },
      { taxRate: '7.00' },
      { price: '20', priceNet: '20', priceGross: '21.4' },
    ],
    ['a rate, and the gross price with it', { taxRate: '7' }, {}, { taxRate: '7', priceGross: '10.7' }],
    [
      'a price where there is none',
      {},
      { price: null, priceNet: null, priceGross: null },
      { price: '10.00', priceNet: '10.00', priceGross: '11.9' },
    ],
  ])('is changed in %s', async (_name, data, there, body) => {
    const prepared = await prepare({ ...DATA, ...data }, { 'GET Part': listOf(aPart(there)) });
    expect(prepared).toMatchObject({
      call: { method: 'PUT', path: 'Part/5' },
      facts: { partId: '5' },
      note: { resource: 'Part', key: '5' },
    });
    expect(prepared).toHaveProperty('call.body', body);
  });

  it('keeps a gross price that somebody rounded otherwise', async () => {
    expect(await prepare(DATA, { 'GET Part': listOf(aPart({ priceGross: '12' })) })).toMatchObject({ kind: 'done' });
  });

  it.each<[string, Data, Known]>([
    ['by its id', { ...DATA, id: '5' }, {}],
    ["by the caller's own name", { ...DATA, externalId: 'bread' }, { linkedId: async () => '5' }],
  ])('is found %s, and may get another number', async (_name, data, known) => {
    const replies = { 'GET Part/5': listOf(aPart({ partNumber: 'OLD' })), 'GET Part': listOf() };
    expect(await prepare(data, replies, known)).toHaveProperty('call.body', { partNumber: 'A-1' });
  });

  it('is found by its number when what the caller called so is gone', async () => {
    const replies = { 'GET Part/5': missing, 'GET Part': listOf(aPart({ id: '6', name: 'Alt' })) };
    const prepared = await prepare({ ...DATA, externalId: 'bread' }, replies, { linkedId: async () => '5' });
    expect(prepared).toHaveProperty('call.path', 'Part/6');
  });
});

describe('a part that cannot be told', () => {
  it.each<[string, Data, Replies, RegExp]>([
    ['its id is not known', { ...DATA, id: '5' }, { 'GET Part/5': missing }, /no Part 5/],
    ['two have its number', DATA, { 'GET Part': listOf(aPart(), aPart({ id: '6' })) }, /More than one Part.*ids 5, 6/],
    [
      'the filter was ignored',
      DATA,
      { 'GET Part': { objects: [aPart({ partNumber: 'B' })], total: 5000 } },
      /ignored the filter/,
    ],
    [
      'another one has its new number',
      { ...DATA, id: '5' },
      { 'GET Part/5': listOf(aPart({ partNumber: 'OLD' })), 'GET Part': listOf(aPart({ id: '6' })) },
      /part 5, but part 6 has "A-1" already/,
    ],
  ])('is refused: %s', async (_name, data, replies, message) => {
    await expect(prepare(data, replies)).rejects.toThrow(message);
  });
});

describe('the look for a part', () => {
  it.each<[string, Replies[string], string]>([
    ['nothing', listOf(), 'nothing'],
    ['the one with its number', listOf(aPart()), 'found'],
    ['not one that is different', listOf(aPart({ name: 'Toast' })), 'nothing'],
    ['two', listOf(aPart(), aPart({ id: '6' })), 'ambiguous'],
    ['nothing certain where the filter was ignored', { objects: [aPart()], total: 5000 }, 'ambiguous'],
  ])('finds %s', async (_name, list, kind) => {
    expect(await lookFor({ 'GET Part': list })).toMatchObject({ kind });
  });

  it.each<[string, Replies[string], string]>([
    ['what is as wanted', listOf(aPart()), 'found'],
    ['not what is as before', listOf(aPart({ name: 'Alt' })), 'nothing'],
    ['nothing where it is gone', missing, 'nothing'],
  ])('after a change finds %s', async (_name, reply, kind) => {
    expect(await lookFor({ 'GET Part/5': reply }, { partId: '5' })).toMatchObject({ kind });
  });
});

describe('the gross price', () => {
  it.each([
    ['100', '19', '119'],
    ['19.99', '19', '23.79'],
    ['0.0035', '19', '0.0042'],
    ['10', '0', '10'],
    ['-5', '7', '-5.35'],
  ])('of %s at %s %% is %s', (net, rate, gross) => {
    expect(grossPrice(net, rate)).toBe(gross);
  });
});
