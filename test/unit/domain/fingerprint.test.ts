import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, fingerprint } from '../../../shared/domain/fingerprint.ts';

describe('canonical form', () => {
  it.each([
    ['numbers as text', { sum: 11.9 }, { sum: '11.9' }],
    ['booleans as sevdesk writes them', { net: true, main: false }, { net: '1', main: '0' }],
    ['another order of keys', { a: '1', b: { c: '2', d: '3' } }, { b: { d: '3', c: '2' }, a: '1' }],
    ['a null field and an absent one', { a: '1', origin: null }, { a: '1' }],
  ])('treats %s as the same', (_name, one, other) => {
    expect(fingerprint(one)).toBe(fingerprint(other));
  });

  it.each([
    ['a leading zero', { zip: '01067' }, { zip: 1067 }],
    ['an empty text and an absent field', { note: '' }, {}],
    ['the order of a list', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
    ['decimals', { sum: '55' }, { sum: '55.1' }],
    ['a field called __proto__', JSON.parse('{"__proto__": "1"}'), {}],
  ])('tells %s apart', (_name, one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });

  it('does not depend on the order of keys, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonical(reversed(value))).toBe(canonical(value));
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field)]),
  );
}
