import { exampleCommand } from '../../docs/render-commands.ts';
import { anInvoiceCommand, invoiceData } from '../builders.ts';
import type { MalformedCommand } from './malformed-commands.ts';

const MEBIBYTE = 1_048_576;
const position = { name: 'x', quantity: '1', price: '1', taxRate: '19' };
const invoice = (fields: object) => ({ data: { ...invoiceData(), ...fields } });

/** What is wrong, as fields over a valid `invoice.create`. */
const BROKEN_FIELDS: Readonly<Record<string, object>> = {
  'no type': { type: undefined },
  'a type that does not exist': { type: 'invoice.explode' },
  'a name of JavaScript as type': { type: 'toString' },
  '__proto__ as type': { type: '__proto__' },
  'type as list': { type: ['invoice.create'] },
  'no version': { version: undefined },
  'a version to come': { version: 2 },
  'version as text': { version: '1' },
  'no data': { data: undefined },
  'data as text': { data: JSON.stringify(invoiceData()) },
  'data as list': { data: [invoiceData()] },
  'data null': { data: null },
  'an unknown field beside data': { priority: 'high' },
  'no tenant': { tenantId: undefined },
  'an empty tenant': { tenantId: '' },
  'a tenant with a slash': { tenantId: '../beta' },
  'a tenant with a blank': { tenantId: 'ac me' },
  'tenant as number': { tenantId: 42 },
  'another tenant than its group': { tenantId: 'beta' },
  'the group in capitals': { tenantId: 'ACME' },
  'a price as number': invoice({ positions: [{ ...position, price: 1.5 }] }),
  'a price with a comma': invoice({ positions: [{ ...position, price: '1,50' }] }),
  'a price with thousands': invoice({ positions: [{ ...position, price: '1.000,00' }] }),
  'a price in words': invoice({ positions: [{ ...position, price: 'NaN' }] }),
  'an endless price': invoice({ positions: [{ ...position, price: 'Infinity' }] }),
  'a price in powers': invoice({ positions: [{ ...position, price: '1e3' }] }),
  'a price of 40 digits': invoice({ positions: [{ ...position, price: '9'.repeat(40) }] }),
  'a quantity that is empty': invoice({ positions: [{ ...position, quantity: '' }] }),
  'a tax rate below 0': invoice({ positions: [{ ...position, taxRate: '-19' }] }),
  'a tax rate that the rule does not allow': invoice({ positions: [{ ...position, taxRate: '16' }] }),
  'a tax rule that does not exist': invoice({ taxRule: '99' }),
  'the rule of a small business': invoice({ taxRule: '11', positions: [{ ...position, taxRate: '0' }] }),
  'no positions': invoice({ positions: [] }),
  '501 positions': invoice({ positions: Array(501).fill(position) }),
  'a position without a name': invoice({ positions: [{ ...position, name: undefined }] }),
  'a unit of no kind': invoice({ positions: [{ ...position, unit: 'hour' }] }),
  'a day that does not exist': invoice({ date: '2026-02-30' }),
  'a German date': invoice({ date: '20.11.2026' }),
  'a date with a time': invoice({ date: '2026-11-20T10:00:00Z' }),
  'a contact without an id': invoice({ contact: {} }),
  'a contact with two names': invoice({ contact: { id: '1', externalId: 'x' } }),
  'a contact by number': invoice({ contact: { id: 815 } }),
  'a contact with SQL in it': invoice({ contact: { id: "1' OR '1'='1" } }),
  'a reference with blanks around': invoice({ reference: ' order ' }),
  'a reference with a line break': invoice({ reference: 'order\n1042' }),
  'a reference of 101 characters': invoice({ reference: 'x'.repeat(101) }),
  'a lone surrogate': invoice({ header: 'half \ud83d of a smiley' }),
  'a NUL': invoice({ header: 'a\u0000b' }),
  'a header of a mebibyte': invoice({ header: 'x'.repeat(MEBIBYTE / 3) }),
  'a country in words': invoice({ address: { name: 'Anna', country: 'Germany' } }),
  'a currency sign': invoice({ currency: '€' }),
  'a term of payment in the past': invoice({ timeToPayDays: -1 }),
  'half a day': invoice({ timeToPayDays: 1.5 }),
  'net and gross': invoice({ prices: 'both' }),
  'an order and positions': invoice({ fromOrder: { order: { id: '1' } } }),
  'two ways to send': invoice({
    // biome-ignore lint/suspicious/noThenProperty: the contract's word; a plain object that nobody awaits.
    then: { send: { markedAs: 'pdf', email: { to: 'a@b.example', subject: 'x', text: 'y' } } },
  }),
  'a discount without a value': invoice({ discounts: [{ text: 'x' }] }),
  'a discount above 100 %': invoice({ discounts: [{ text: 'x', percentage: '101' }] }),
};

/** Whole bodies that are no commands. */
const BROKEN_BODIES: Readonly<Record<string, (commandId: string) => string>> = {
  'not JSON': (commandId) => `commandId=${commandId}`,
  'half of it': (commandId) => JSON.stringify(anInvoiceCommand({ commandId })).slice(0, 100),
  'a list': (commandId) => JSON.stringify([anInvoiceCommand({ commandId })]),
  'JSON in JSON': (commandId) => JSON.stringify(JSON.stringify(anInvoiceCommand({ commandId }))),
  'a number': () => '42',
  null: () => 'null',
  'a text': (commandId) => JSON.stringify(commandId),
  'an empty object': () => '{}',
  'a mebibyte': (commandId) => `{"commandId":"${commandId}","x":"${'x'.repeat(MEBIBYTE - 60)}"}`,
  '__proto__ only': (commandId) => `{"__proto__":${JSON.stringify(anInvoiceCommand({ commandId }))}}`,
  'lists in lists': (commandId) => `{"commandId":"${commandId}","data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  'a commandId with an umlaut': (commandId) => JSON.stringify(anInvoiceCommand({ commandId: `${commandId}-ä` })),
  'a commandId of 65 characters': (commandId) =>
    JSON.stringify(anInvoiceCommand({ commandId: commandId.padEnd(65, 'x') })),
};

/** Not forgiven by the word "true". */
const NOT_MEANT = ['true', 1, false, null].map((irreversible) => (commandId: string) => ({
  name: `${commandId}: enshrining with irreversible ${JSON.stringify(irreversible)}`,
  body: JSON.stringify({
    ...exampleCommand('invoice.enshrine'),
    commandId,
    data: { invoice: { id: '1' }, irreversible },
  }),
  group: 'acme',
}));

/** Each takes the commandId that it is to have. */
export const byHand: readonly ((commandId: string) => MalformedCommand)[] = [
  ...Object.entries(BROKEN_FIELDS).map(([name, fields]) => (commandId: string) => ({
    name: `${commandId}: ${name}`,
    body: JSON.stringify({ ...anInvoiceCommand({ commandId }), ...fields }),
    group: 'acme',
  })),
  ...Object.entries(BROKEN_BODIES).map(([name, bodyOf]) => (commandId: string) => ({
    name: `${commandId}: ${name}`,
    body: bodyOf(commandId),
    group: 'acme',
  })),
  ...NOT_MEANT,
  (commandId) => ({
    name: `${commandId}: in the group of another tenant`,
    body: JSON.stringify(anInvoiceCommand({ commandId })),
    group: 'beta',
  }),
];
