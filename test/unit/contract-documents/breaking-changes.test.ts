import { describe, expect, it } from 'vitest';
import { additions, breakingChanges, describeChange } from '../../contract/breaking-changes.ts';
import { contractSchemas } from '../../contract/contract-schemas.ts';
import type { ContractSchemas, JsonSchema } from '../../contract/json-schema.ts';

const text = { type: 'string' };
const textOrNull = { anyOf: [text, { type: 'null' }] };

/** A message whose `data` is an object with these fields. */
function message(properties: Record<string, JsonSchema>, required = Object.keys(properties), more: JsonSchema = {}) {
  const data = { type: 'object', properties, required, ...more };
  return { type: 'object', properties: { data }, required: ['data'] };
}

const of = (schema: JsonSchema) => message({ a: schema });
const optional = (schema: JsonSchema) => message({ a: schema }, []);
const summary = (...fields: string[]) =>
  of({ type: 'object', properties: Object.fromEntries(fields.map((name) => [name, text])) });
const variants = (fieldsByKind: Record<string, readonly string[]>) => {
  const variant = (kind: string, fields: readonly string[]) => {
    const texts = Object.fromEntries(fields.map((name) => [name, text]));
    return { type: 'object', properties: { kind: { const: kind }, ...texts }, required: ['kind', ...fields] };
  };
  return of({ oneOf: Object.entries(fieldsByKind).map(([kind, fields]) => variant(kind, fields)) });
};

interface Row {
  readonly name: string;
  readonly released: JsonSchema;
  readonly current: JsonSchema;
  readonly event?: string;
  readonly command?: string;
}
const both = (what: string) => ({ event: `thing.done: ${what}`, command: `thing.do: ${what}` });

/** What each change breaks; nothing where nothing is said. */
const CHANGES: readonly Row[] = [
  { name: 'nothing', released: of(text), current: of(text) },
  { name: 'other texts', released: of(text), current: of({ ...text, description: 'A', examples: ['a'], title: 'A' }) },
  {
    name: 'a field that is gone',
    released: summary('net', 'gross'),
    current: summary('net'),
    ...both('data.a.gross was removed'),
  },
  { name: 'a new optional field', released: of(text), current: message({ a: text, b: text }, ['a']) },
  {
    name: 'a new required field',
    released: of(text),
    current: message({ a: text, b: text }),
    command: 'thing.do: data.b was added, and is required',
  },
  {
    name: 'an optional field that is required now',
    released: optional(text),
    current: of(text),
    ...both('data.a is required now'),
  },
  {
    name: 'a required field that is optional now',
    released: of(text),
    current: optional(text),
    event: 'thing.done: data.a is optional now, and was always there',
  },
  {
    name: 'another type',
    released: of(text),
    current: of({ type: 'number' }),
    ...both('data.a was string, is number now'),
  },
  {
    name: 'a type that may be null now',
    released: of(text),
    current: of(textOrNull),
    event: 'thing.done: data.a was string, is null or string now',
  },
  {
    name: 'a type that is never null any more',
    released: of({ type: ['string', 'null'] }),
    current: of(text),
    ...both('data.a was null or string, is string now'),
  },
  { name: 'the same said otherwise', released: of({ type: ['string', 'null'] }), current: of(textOrNull) },
  {
    name: 'a number that is whole now',
    released: of({ type: 'number' }),
    current: of({ type: 'integer' }),
    ...both('data.a was number, is integer now'),
  },
  {
    name: 'a whole number that may have decimals now',
    released: of({ type: 'integer' }),
    current: of({ type: 'number' }),
    event: 'thing.done: data.a was integer, is number now',
  },
  {
    name: 'any value that has a type now',
    released: of({}),
    current: of(text),
    ...both('data.a was any, is string now'),
  },
  {
    name: 'a value of a list that is gone',
    released: of({ enum: ['a', 'b'] }),
    current: of({ enum: ['a'] }),
    ...both('data.a does not allow "b" any more'),
  },
  { name: 'a new value of a list', released: of({ enum: ['a'] }), current: of({ enum: ['a', 'b'] }) },
  { name: 'a constant that became a list', released: of({ const: 'a' }), current: of({ enum: ['a', 'b'] }) },
  {
    name: 'text that is a list now',
    released: of(text),
    current: of({ ...text, enum: ['a'] }),
    ...both('data.a allows only "a" now'),
  },
  {
    name: 'a list that is any text now',
    released: of({ ...text, enum: ['a'] }),
    current: of(text),
    event: 'thing.done: data.a allows more than "a" now',
  },
  {
    name: 'a list with null that lost a value',
    released: of({ enum: ['a', 'b', null] }),
    current: of({ enum: ['b', null] }),
    ...both('data.a does not allow "a" any more'),
  },
  {
    name: 'a shorter text',
    released: of({ ...text, maxLength: 100 }),
    current: of({ ...text, maxLength: 50 }),
    ...both('data.a has maxLength 50 now (was 100)'),
  },
  {
    name: 'a longer text',
    released: of({ ...text, maxLength: 50 }),
    current: of({ ...text, maxLength: 100 }),
    event: 'thing.done: data.a has maxLength 100 now (was 50)',
  },
  {
    name: 'a text that may not be empty now',
    released: of(text),
    current: of({ ...text, minLength: 1 }),
    ...both('data.a has minLength 1 now'),
  },
  {
    name: 'a smaller number',
    released: of({ type: 'integer', maximum: 365 }),
    current: of({ type: 'integer', maximum: 30 }),
    ...both('data.a has maximum 30 now (was 365)'),
  },
  {
    name: 'a bound that is gone',
    released: of({ type: 'integer', minimum: 1 }),
    current: of({ type: 'integer' }),
    event: 'thing.done: data.a has no minimum any more (was 1)',
  },
  {
    name: 'a new pattern',
    released: of(text),
    current: of({ ...text, pattern: '^a$' }),
    ...both('data.a has to fit pattern "^a$" now'),
  },
  {
    name: 'one more pattern',
    released: of({ ...text, pattern: '^a' }),
    current: of({ ...text, allOf: [{ pattern: '^a' }, { pattern: 'b$' }] }),
    ...both('data.a has to fit pattern "b$" now'),
  },
  {
    name: 'a pattern that is gone',
    released: of({ ...text, pattern: '^a$' }),
    current: of(text),
    event: 'thing.done: data.a need not fit pattern "^a$" any more',
  },
  {
    name: 'a format',
    released: of(text),
    current: of({ ...text, format: 'date' }),
    ...both('data.a has to fit format "date" now'),
  },
  {
    name: 'a keyword that nobody thought of',
    released: of(text),
    current: of({ ...text, not: { const: 'a' } }),
    ...both('data.a has to fit not {"const":"a"} now'),
  },
  {
    name: 'a new rule between fields',
    released: of({ type: 'object' }),
    current: of({ type: 'object', $comment: 'Give either.' }),
    ...both('data.a has to fit the rule "Give either." now'),
  },
  {
    name: 'an object that is closed now',
    released: of(text),
    current: message({ a: text }, ['a'], { additionalProperties: false }),
    ...both('data is closed to other fields now'),
  },
  {
    name: 'an object that is open now',
    released: message({ a: text }, ['a'], { additionalProperties: false }),
    current: of(text),
  },
  {
    name: 'other values of a map',
    released: of({ type: 'object', additionalProperties: text }),
    current: of({ type: 'object', additionalProperties: { type: 'number' } }),
    ...both('data.a.* was string, is number now'),
  },
  {
    name: 'a field of what a list holds',
    released: of({ type: 'array', items: { type: 'object', properties: { name: text } } }),
    current: of({ type: 'array', items: { type: 'object', properties: {} } }),
    ...both('data.a[].name was removed'),
  },
  {
    name: 'a shorter list',
    released: of({ type: 'array', items: text, maxItems: 10 }),
    current: of({ type: 'array', items: text, maxItems: 5 }),
    ...both('data.a has maxItems 5 now (was 10)'),
  },
  { name: 'one more alternative', released: variants({ x: [] }), current: variants({ x: [], y: [] }) },
  {
    name: 'an alternative that is gone',
    released: variants({ x: [], y: [] }),
    current: variants({ x: [] }),
    ...both('data.a[kind=y] was removed'),
  },
  {
    name: 'a field of one alternative',
    released: variants({ x: ['net', 'gross'], y: ['net'] }),
    current: variants({ x: ['gross'], y: ['net'] }),
    ...both('data.a[kind=x].net was removed'),
  },
  {
    name: 'alternatives without a name',
    released: of({
      anyOf: [
        { ...text, maxLength: 9 },
        { ...text, format: 'date' },
      ],
    }),
    current: of({
      anyOf: [
        { ...text, format: 'date' },
        { ...text, maxLength: 5 },
      ],
    }),
    ...both('data.a has maxLength 5 now (was 9)'),
  },
];

function breaks(released: JsonSchema | undefined, current: JsonSchema | undefined, direction: 'events' | 'commands') {
  const type = direction === 'events' ? 'thing.done' : 'thing.do';
  const contractOf = (schema: JsonSchema | undefined) => ({
    events: {},
    commands: {},
    [direction]: schema ? { [type]: schema } : {},
  });
  return breakingChanges(contractOf(released), contractOf(current)).map(describeChange);
}

describe('what breaks consumers', () => {
  it.each(CHANGES)('$name: in an event', ({ released, current, event }) => {
    expect(breaks(released, current, 'events')).toEqual(event ? [event] : []);
  });

  it.each(CHANGES)('$name: in a command', ({ released, current, command }) => {
    const found = breaks(released, current, 'commands');
    expect(found).toEqual(command ? [command] : []);
  });

  it('a type that is gone', () => {
    expect(breaks(of(text), undefined, 'events')).toEqual(['thing.done: was removed']);
    expect(breaks(of(text), undefined, 'commands')).toEqual(['thing.do: was removed']);
  });

  it('not a new type', () => {
    expect(breaks(undefined, of(text), 'events')).toEqual([]);
    expect(breaks(undefined, of(text), 'commands')).toEqual([]);
  });
});

describe('the contract of today', () => {
  const contract = contractSchemas();
  const changed = (path: readonly string[], change: (object: Mutable) => void) => {
    const copy = structuredClone(contract) as unknown as Mutable;
    change(path.reduce((inner, name) => inner[name] as Mutable, copy));
    return copy as unknown as ContractSchemas;
  };
  const data = (direction: string, type: string, ...path: readonly string[]) =>
    [direction, type, 'properties', 'data', 'properties', ...path] as const;
  const summaryOf = (type: string) => data('events', type, 'summary', 'properties');

  it.each<[string, readonly string[], (object: Mutable) => void]>([
    ['invoice.paid: data.summary.gross was removed', summaryOf('invoice.paid'), (summary) => delete summary.gross],
    [
      'invoice.sent: data.summary.status does not allow "paid" any more',
      summaryOf('invoice.sent'),
      ({ status = {} }) => (status.enum as unknown as string[]).splice(3, 1),
    ],
    [
      'invoice.create: data.positions[].name has maxLength 100 now (was 255)',
      data('commands', 'invoice.create', 'positions', 'items', 'properties', 'name'),
      (name) => Object.assign(name, { maxLength: 100 }),
    ],
    [
      'contact.upsert: data.phone is required now',
      ['commands', 'contact.upsert', 'properties', 'data'],
      (schema) => Object.assign(schema, { required: ['phone'] }),
    ],
    [
      'command.succeeded: data[type=invoice.send].result.number was removed',
      ['events', 'command.succeeded', 'properties', 'data', 'oneOf', '4', 'properties', 'result', 'properties'],
      (result) => delete result.number,
    ],
  ])('would break: %s', (expected, path, change) => {
    const breaks = breakingChanges(contract, changed(path, change));
    expect(breaks.map(describeChange)).toEqual([expected]);
    expect(additions(contract, changed(path, change))).toEqual([]);
  });

  it.each<[string, readonly string[], (object: Mutable) => void]>([
    [
      'invoice.paid: data.summary.tax was added',
      summaryOf('invoice.paid'),
      (summary) => Object.assign(summary, { tax: text }),
    ],
    [
      'contact.upsert: data.nickname was added',
      data('commands', 'contact.upsert'),
      (fields) => Object.assign(fields, { nickname: text }),
    ],
    ['invoice.pondered: was added', ['events'], (events) => Object.assign(events, { 'invoice.pondered': of(text) })],
  ])('would grow: %s', (expected, path, change) => {
    const grown = changed(path, change);
    expect(breakingChanges(contract, grown)).toEqual([]);
    expect(additions(contract, grown).map(describeChange)).toEqual([expected]);
  });
});

interface Mutable {
  [name: string]: Mutable;
}

describe('what was added', () => {
  it('names types, fields and values', () => {
    const released = { events: { 'thing.done': of({ enum: ['a'] }) }, commands: {} };
    const current = {
      events: { 'thing.done': message({ a: { enum: ['a', 'b'] }, b: text }, ['a']) },
      commands: { 'thing.do': of(text) },
    };
    expect(additions(released, current).map(describeChange)).toEqual([
      'thing.done: data.a allows "b" now',
      'thing.done: data.b was added',
      'thing.do: was added',
    ]);
  });
});
