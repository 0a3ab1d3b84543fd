import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatedProblem } from '../../../shared/contract/repeated-name.ts';

it.each([
  '{"a":1,"a":2}',
  '{"a":1,"\\u0061":2}',
  '{"a":{"b":1},"a" : 1}',
  '[1,{"b":[{"c":1,"d":"}","c":2}]}]',
  '{"a\\"":1,"b":"\\\\","a\\"":2}',
  '{"__proto__":1,"__proto__":2}',
])('finds what one object names twice: %s', (json) => {
  expect(repeatedProblem(json)).toMatch(/names a field twice/);
});

it.each(['{"a":{"a":1},"b":{"a":1}}', '{"a":"a","b":["a","a"]}', '{"a":"\\"a\\":1,\\"a\\":2"}', '"a"', '1', '[]'])(
  'finds nothing in %s',
  (json) => {
    expect(repeatedProblem(json)).toBeUndefined();
  },
);

it('finds nothing in what JSON.stringify writes, and each name that is said again', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => repeatedProblem(JSON.stringify(value, null, 1)) === undefined));
  const named = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
  fc.assert(
    fc.property(named, (value) => {
      const [name] = Object.keys(value);
      return repeatedProblem(JSON.stringify(value).replace('{', () => `{${JSON.stringify(name)}:1,`)) !== undefined;
    }),
  );
});

it('reads a large text at once', () => {
  const large = JSON.stringify({ file: 'x'.repeat(300_000), lines: '\n"'.repeat(20_000) });
  expect(repeatedProblem(large)).toBeUndefined();
});
