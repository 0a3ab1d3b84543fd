import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../../shared/contract/check-command.ts';
import { anInvoiceCommand } from '../../support/builders.ts';

const position = { name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' };
const data = { contact: { id: '4711' }, date: '2026-11-20', positions: [position] };

function problems(value: unknown): readonly string[] {
  const checked = checkCommand(value, { path: [], whole: 'command' });
  return 'problems' in checked ? checked.problems : [];
}
const ofData = (fields: object) => problems({ ...anInvoiceCommand(), data: { ...data, ...fields } });
const ofPosition = (fields: object) => ofData({ positions: [{ ...position, ...fields }] });
const ofOrder = (fields: object) => problems({ ...anInvoiceCommand(), type: 'order.create', data: fields });

describe('a problem of a command', () => {
  it.each([
    ['an id as a number', ofData({ contact: { id: 4711 } }), 'data.contact.id: an id of sevdesk: digits in quotes'],
    ['a tax rule as a number', ofData({ taxRule: 1 }), 'data.taxRule: the id of a tax rule in quotes such as "1"'],
    ['a name that is no text', ofPosition({ name: 5 }), 'data.positions.0.name: must be text in quotes'],
    ['no list', ofData({ positions: position }), 'data.positions: must be a list'],
    ['no object', ofData({ contact: '4711' }), 'data.contact: must be an object'],
    ['nothing instead of an object', ofData({ contact: null }), 'data.contact: must be an object'],
    ['a number as text', ofData({ timeToPayDays: '14' }), 'data.timeToPayDays: must be a number, without quotes'],
    ['half a day', ofData({ timeToPayDays: 1.5 }), 'data.timeToPayDays: must be a whole number'],
    ['too large a number', ofData({ timeToPayDays: 400 }), 'data.timeToPayDays: must be at most 365'],
    ['too small a number', ofData({ timeToPayDays: -1 }), 'data.timeToPayDays: must be at least 0'],
    ['yes as text', ofData({ smallBusiness: 'true' }), 'data.smallBusiness: must be true or false, without quotes'],
    ['a word that is none of ours', ofData({ prices: 'nett' }), 'data.prices: must be one of net, gross'],
  ])('says what is allowed: %s', (_what, told, problem) => {
    expect(told).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['what it has', ofOrder({ contact: { id: '1' }, date: '2026-11-20' }), 'data.positions: is required'],
    ['its data', problems({ ...anInvoiceCommand(), data: undefined }), 'data: is required'],
    ['an amount', ofPosition({ price: undefined }), /^data\.positions\.0\.price: is required: .* such as "19\.99"$/],
    ['its type', problems({ ...anInvoiceCommand(), type: undefined }), /^type: is required: must be one of contact\.u/],
    ['its tenant', problems({ ...anInvoiceCommand(), tenantId: undefined }), 'tenantId: is required'],
  ])('says that something is missing: %s', (_what, told, problem) => {
    expect(told).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('says which fields there are, where one is unknown', () => {
    expect(ofData({ contact: { number: '1' } })[0]).toBe('data.contact: unknown number; allowed: id, externalId');
    const long = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`unknown${n}`, n]));
    expect(ofData(long)[0]).toMatch(/; allowed: reference, .*, fromOrder, then$/);
  });
});
