import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../functions/execute-command/read-command.ts';
import { anInvoiceCommand, invoiceData } from '../../support/builders.ts';

const read = (body: unknown, group = 'acme') =>
  readCommand({ body: typeof body === 'string' ? body : JSON.stringify(body), group });
const position = { name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' };
const withPosition = (fields: object) =>
  anInvoiceCommand({ data: { ...invoiceData(), positions: [{ ...position, ...fields }] } as never });

describe('reading a command', () => {
  it('accepts what the contract says', () => {
    expect(read(anInvoiceCommand())).toEqual({ command: anInvoiceCommand() });
  });

  it.each([
    ['not JSON', 'order please', /not JSON/],
    ['an empty message', '', /not JSON/],
    ['JSON that is no object', '[1]', /message: must be an object/],
    ['no tenant', { ...anInvoiceCommand(), tenantId: undefined }, /tenantId: is required/],
    [
      'a tenant that leaves its prefix',
      { ...anInvoiceCommand(), tenantId: '../beta' },
      /tenantId: 1 to 63 characters of A-Z/,
    ],
    ['another type', { ...anInvoiceCommand(), type: 'invoice.explode' }, /type: must be one of contact\.upsert, /],
    ['another version', { ...anInvoiceCommand(), version: 2 }, /version: must be 1/],
    [
      'an umlaut in the commandId',
      { ...anInvoiceCommand(), commandId: 'bestellung-ä' },
      /commandId: 1 to 64 characters of A-Z/,
    ],
    ['a long commandId', { ...anInvoiceCommand(), commandId: 'x'.repeat(65) }, /commandId: 1 to 64/],
    ['an unknown field', { ...anInvoiceCommand(), priority: 'high' }, /message: unknown priority/],
    [
      'a float as price',
      withPosition({ price: 19.99 }),
      /data\.positions\.0\.price: write it as text: a decimal number in quotes/,
    ],
    [
      'a comma in a price',
      withPosition({ price: '19,99' }),
      /data\.positions\.0\.price: a decimal number such as "19\.99"/,
    ],
    [
      'a huge message',
      { ...anInvoiceCommand(), x: 'x'.repeat(350_000) },
      /The message has 35\d+ bytes; allowed are 350000/,
    ],
    [
      'blanks around a reference',
      anInvoiceCommand({ data: invoiceData({ reference: 'order-1042 ' }) }),
      /data\.reference: no blanks/,
    ],
    [
      'no positions',
      anInvoiceCommand({ data: { ...invoiceData(), positions: [] } }),
      /positions: at least one position/,
    ],
    [
      'a date that does not exist',
      anInvoiceCommand({ data: invoiceData({ date: '2026-02-30' }) }),
      /data\.date: a date such as/,
    ],
    [
      'a tenant that is named twice',
      JSON.stringify(anInvoiceCommand()).replace('{', '{"tenantId":"beta",'),
      /command: names a field twice/,
    ],
    ['a prototype key', `{"__proto__":{"tenantId":"acme"},"commandId":"x"}`, /tenantId/],
  ])('refuses %s, and says what is allowed', (_name, body, message) => {
    expect(read(body)).toMatchObject({
      failure: { reason: 'invalid_command', message: expect.stringMatching(message) },
    });
  });

  it('refuses a group that is not its tenant', () => {
    expect(read(anInvoiceCommand(), 'beta')).toMatchObject({
      failure: { reason: 'invalid_command', message: expect.stringContaining('MessageGroupId, which is "beta"') },
    });
  });

  it('keeps the commandId of a refused command only if it is one', () => {
    expect(read({ ...anInvoiceCommand(), version: 9 })).toMatchObject({
      commandId: 'order-1042-invoice',
      type: 'invoice.create',
    });
    expect(read({ ...anInvoiceCommand(), commandId: 'ä' })).not.toHaveProperty('commandId');
  });

  it('never throws, whatever the message is', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((data) => JSON.stringify({ ...anInvoiceCommand(), data })),
    );
    fc.assert(fc.property(anything, (body) => void expect(read(body)).toBeDefined()));
  });

  it('keeps its words short for a huge message', () => {
    const reading = read({
      ...anInvoiceCommand(),
      ['k'.repeat(900_000)]: 1,
      data: { positions: Array(9000).fill({}) },
    });
    expect(JSON.stringify(reading).length).toBeLessThan(2000);
  });
});
