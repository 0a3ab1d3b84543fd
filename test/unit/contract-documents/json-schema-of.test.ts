import * as v from 'valibot';
import { expect, it } from 'vitest';
import { closedObject, openObject } from '../../../shared/contract/json-object.ts';
import { rule } from '../../../shared/contract/rule.ts';
import { jsonSchemaOf } from '../../contract/json-schema-of.ts';

it.each([
  [
    'several patterns',
    v.pipe(v.string(), v.regex(/^a/), v.regex(/\p{L}$/u)),
    { pattern: '^a', allOf: [{ pattern: '\\p{L}$' }] },
  ],
  [
    'an open object',
    openObject({ a: v.optional(v.string()) }),
    { type: 'object', properties: { a: { type: 'string' } } },
  ],
  ['a closed object', closedObject({ a: v.string() }), { additionalProperties: false, required: ['a'] }],
  ['a map', v.record(v.string(), v.number()), { type: 'object', additionalProperties: { type: 'number' } }],
  [
    'a rule between fields',
    v.pipe(
      closedObject({ a: v.string(), b: v.string() }),
      rule(({ a, b }) => a < b, { message: 'must not be before "a"', field: 'b' }),
      v.description('A period.'),
    ),
    { description: 'A period. `b`: must not be before "a".', $comment: '`b`: must not be before "a".' },
  ],
  [
    'each of several rules',
    v.pipe(
      closedObject({ a: v.string() }),
      rule(() => true, { message: 'one' }),
      rule(() => true, { message: 'two' }),
    ),
    { description: 'One. Two.' },
  ],
  [
    'a rule of a text',
    v.pipe(
      v.string(),
      rule(() => true, { message: 'no palindrome' }),
    ),
    { $comment: 'No palindrome.' },
  ],
])('says %s', (_name, schema, expected) => {
  expect(jsonSchemaOf(schema)).toMatchObject(expected);
});

it.each([
  ['a flag of a regular expression', v.pipe(v.string(), v.regex(/a/i)), /flags/],
  [
    'a transformation that nobody sees',
    v.pipe(
      v.string(),
      v.check(() => true),
    ),
    /check/,
  ],
  [
    'a rule without words',
    v.pipe(
      openObject({}),
      v.rawCheck(() => {}),
    ),
    /make it a "rule"/,
  ],
])('refuses what it can not say: %s', (_name, schema, message) => {
  expect(() => jsonSchemaOf(schema)).toThrow(message);
});
