import { describe, expect, it } from 'vitest';
import { compileEventPattern } from '../../../infra/local/services/event-pattern.ts';

type Row = readonly [behaviour: string, pattern: object, event: object, expected: boolean];

const values: readonly Row[] = [
  ['an exact string matches', { a: ['x'] }, { a: 'x' }, true],
  ['another string does not', { a: ['x'] }, { a: 'y' }, false],
  ['any value of the list matches', { a: ['x', 'y'] }, { a: 'y' }, true],
  ['all fields must match', { a: ['x'], b: ['y'] }, { a: 'x', b: 'z' }, false],
  ['further fields do not matter', { a: ['x'] }, { a: 'x', b: 1 }, true],
  ['a missing field does not match', { a: ['x'] }, {}, false],
  ['case matters', { a: ['x'] }, { a: 'X' }, false],
  ['the empty string matches itself', { a: [''] }, { a: '' }, true],
  ['the empty string is not null', { a: [''] }, { a: null }, false],
  ['null matches null', { a: [null] }, { a: null }, true],
  ['null is not a missing field', { a: [null] }, {}, false],
  ['null is not the string', { a: [null] }, { a: 'null' }, false],
  ['true matches true', { a: [true] }, { a: true }, true],
  ['true is not the string', { a: [true] }, { a: 'true' }, false],
  ['numbers match as numbers', { a: [300] }, JSON.parse('{"a":300.0}'), true],
  ['numbers match in any notation', JSON.parse('{"a":[3.0e2]}'), { a: 300 }, true],
  ['a numeric string is not the number', { a: [300] }, { a: '300' }, false],
  ['a number is not its string', { a: ['300'] }, { a: 300 }, false],
  ['nested fields match', { detail: { a: { b: ['x'] } } }, { detail: { a: { b: 'x' } } }, true],
  ['an object is no leaf', { a: ['x'] }, { a: { b: 'x' } }, false],
  ['a scalar has no fields', { a: { b: ['x'] } }, { a: 'x' }, false],
  ['inherited properties are no fields', { constructor: [{ exists: true }] }, {}, false],
];

const arrays: readonly Row[] = [
  ['any element matches', { a: ['x'] }, { a: ['y', 'x'] }, true],
  ['no element matches', { a: ['x'] }, { a: ['y', 'z'] }, false],
  ['nested arrays are flattened', { a: ['x'] }, { a: [['y'], [['x']]] }, true],
  ['an empty array matches nothing', { a: ['x', null] }, { a: [] }, false],
  ['an empty array is absent', { a: [{ exists: false }] }, { a: [] }, true],
  ['an object in an array matches', { a: { b: ['x'] } }, { a: [{ b: 'y' }, { b: 'x' }] }, true],
  ['fields match in one element', { a: { b: [1], c: [2] } }, { a: [{ b: 1, c: 2 }] }, true],
  ['fields of two elements do not add up', { a: { b: [1], c: [2] } }, { a: [{ b: 1 }, { c: 2 }] }, false],
  ['objects in nested arrays match', { a: { b: ['x'] } }, { a: [[{ b: 'x' }]] }, true],
  ['arrays in objects in arrays match', { a: { b: { c: [1] } } }, { a: [{ b: [{ c: 0 }, { c: 1 }] }] }, true],
  ['a field absent in one element is not absent', { a: { b: [{ exists: false }] } }, { a: [{ b: 1 }, {}] }, false],
  ['anything-but matches when one element differs', { a: [{ 'anything-but': 'x' }] }, { a: ['x', 'y'] }, true],
];

const texts: readonly Row[] = [
  ['a prefix matches', { a: [{ prefix: 'ab' }] }, { a: 'abc' }, true],
  ['another prefix does not', { a: [{ prefix: 'ab' }] }, { a: 'bab' }, false],
  ['a prefix does not match numbers', { a: [{ prefix: '1' }] }, { a: 12 }, false],
  ['a suffix matches', { a: [{ suffix: '.png' }] }, { a: 'x.png' }, true],
  ['another suffix does not', { a: [{ suffix: '.png' }] }, { a: 'x.PNG' }, false],
  ['equals-ignore-case matches', { a: [{ 'equals-ignore-case': 'Ab' }] }, { a: 'aB' }, true],
  ['equals-ignore-case wants all of it', { a: [{ 'equals-ignore-case': 'Ab' }] }, { a: 'abc' }, false],
  ['a prefix may ignore case', { a: [{ prefix: { 'equals-ignore-case': 'AB' } }] }, { a: 'abc' }, true],
  ['a suffix may ignore case', { a: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { a: 'x.png' }, true],
  ['a wildcard matches', { a: [{ wildcard: 'a*c*' }] }, { a: 'abbcd' }, true],
  ['a wildcard matches nothing too', { a: [{ wildcard: 'a*c' }] }, { a: 'ac' }, true],
  ['a wildcard spans lines', { a: [{ wildcard: 'a*c' }] }, { a: 'a\nc' }, true],
  ['a wildcard is anchored', { a: [{ wildcard: 'a*c' }] }, { a: 'xac' }, false],
  ['an escaped wildcard is a star', { a: [{ wildcard: 'a\\*c' }] }, { a: 'a*c' }, true],
  ['an escaped wildcard is nothing else', { a: [{ wildcard: 'a\\*c' }] }, { a: 'abc' }, false],
  ['an escaped backslash is one', { a: [{ wildcard: 'a\\\\*' }] }, { a: 'a\\b' }, true],
  ['other characters are literal', { a: [{ wildcard: 'a.c(*)[^1]' }] }, { a: 'a.c(x)[^1]' }, true],
  ['a dot is not any character', { a: [{ wildcard: 'a.c' }] }, { a: 'abc' }, false],
];

const exclusions: readonly Row[] = [
  ['anything-but refuses its value', { a: [{ 'anything-but': 'x' }] }, { a: 'x' }, false],
  ['anything-but takes others', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
  ['anything-but takes null', { a: [{ 'anything-but': 'x' }] }, { a: null }, true],
  ['anything-but wants the field', { a: [{ 'anything-but': 'x' }] }, {}, false],
  ['anything-but refuses a number', { a: [{ 'anything-but': 1 }] }, { a: 1 }, false],
  ['anything-but a number takes its string', { a: [{ 'anything-but': 1 }] }, { a: '1' }, true],
  ['anything-but refuses a list', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
  ['anything-but a list takes others', { a: [{ 'anything-but': [1, 2] }] }, { a: 3 }, true],
  ['anything-but a prefix', { a: [{ 'anything-but': { prefix: 'ab' } }] }, { a: 'abc' }, false],
  ['anything-but a prefix takes others', { a: [{ 'anything-but': { prefix: 'ab' } }] }, { a: 'bc' }, true],
  ['anything-but prefixes', { a: [{ 'anything-but': { prefix: ['a', 'b'] } }] }, { a: 'bc' }, false],
  ['anything-but a suffix', { a: [{ 'anything-but': { suffix: 'c' } }] }, { a: 'abc' }, false],
  ['anything-but a wildcard', { a: [{ 'anything-but': { wildcard: '*b*' } }] }, { a: 'abc' }, false],
  ['anything-but wildcards take others', { a: [{ 'anything-but': { wildcard: ['*x', 'y*'] } }] }, { a: 'abc' }, true],
  ['anything-but, case ignored', { a: [{ 'anything-but': { 'equals-ignore-case': ['X', 'Y'] } }] }, { a: 'y' }, false],
];

const numbers: readonly Row[] = [
  ['numeric = matches', { a: [{ numeric: ['=', 5] }] }, { a: 5 }, true],
  ['numeric < excludes its limit', { a: [{ numeric: ['<', 5] }] }, { a: 5 }, false],
  ['numeric <= includes its limit', { a: [{ numeric: ['<=', 5] }] }, { a: 5 }, true],
  ['numeric > matches', { a: [{ numeric: ['>', -1.5] }] }, { a: -1 }, true],
  ['numeric >= includes its limit', { a: [{ numeric: ['>=', 5] }] }, { a: 5 }, true],
  ['a range matches inside', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, true],
  ['a range does not match outside', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 0 }, false],
  ['a numeric string is no number', { a: [{ numeric: ['=', 5] }] }, { a: '5' }, false],
];

const existence: readonly Row[] = [
  ['exists true wants the field', { a: [{ exists: true }] }, { a: 0 }, true],
  ['exists true takes null', { a: [{ exists: true }] }, { a: null }, true],
  ['exists true fails without', { a: [{ exists: true }] }, {}, false],
  ['exists true sees leaf nodes only', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
  ['exists false refuses the field', { a: [{ exists: false }] }, { a: 1 }, false],
  ['exists false takes its absence', { a: [{ exists: false }] }, {}, true],
  ['exists false takes a missing parent', { a: { b: { c: [{ exists: false }] } } }, {}, true],
  ['exists false takes a scalar parent', { a: { b: [{ exists: false }] } }, { a: 'x' }, true],
  ['exists false or a value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
];

const alternatives: readonly Row[] = [
  ['$or takes the first', { $or: [{ a: [1] }, { b: [2] }] }, { a: 1 }, true],
  ['$or takes the second', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
  ['$or takes none', { $or: [{ a: [1] }, { b: [2] }] }, { a: 2, b: 1 }, false],
  ['fields beside $or must match', { c: [3], $or: [{ a: [1] }, { b: [2] }] }, { a: 1 }, false],
  ['$or works inside', { d: { $or: [{ a: [1] }, { b: [2] }] } }, { d: { b: 2 } }, true],
  ['$or nests', { $or: [{ a: [1] }, { $or: [{ b: [2] }, { c: [3] }] }] }, { c: 3 }, true],
  ['$or with several fields wants all', { $or: [{ a: [1], b: [2] }, { c: [3] }] }, { a: 1, b: 3 }, false],
];

describe('an event pattern', () => {
  const rows = [values, arrays, texts, exclusions, numbers, existence, alternatives].flat();
  it.each(rows)('%s: %j on %j', (_, pattern, event, expected) => {
    expect(compileEventPattern(JSON.stringify(pattern))(event)).toBe(expected);
  });
});

describe('an invalid event pattern is refused', () => {
  it.each([
    ['{', 'Pattern is not valid JSON'],
    ['[]', 'Pattern is not an object'],
    ['{}', 'Empty objects are not allowed'],
    ['{"a":{"b":{}}}', 'Empty objects are not allowed at "a.b"'],
    ['{"a":[]}', 'Empty arrays are not allowed at "a"'],
    ['{"a":"x"}', '"a" must be an object or an array'],
    ['{"a":{"b":1}}', '"a.b" must be an object or an array'],
    ['{"a":null}', '"a" must be an object or an array'],
    ['{"a":[["x"]]}', 'Nested arrays are not allowed at "a"'],
    ['{"a":[{}]}', 'Empty objects are not allowed at "a"'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed in match expression at "a"'],
    ['{"a":[{"starts-with":"x"}]}', 'Unrecognized match type starts-with at "a"'],
    ['{"a":[{"toString":"x"}]}', 'Unrecognized match type toString at "a"'],
    ['{"a":[{"cidr":"10.0.0.0/24"}]}', 'cidr is not supported by the local account at "a"'],
    ['{"a":[{"prefix":1}]}', 'prefix must be a string at "a"'],
    ['{"a":[{"wildcard":{"equals-ignore-case":"x"}}]}', 'wildcard must be a string at "a"'],
    ['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters at "a"'],
    ['{"a":[{"wildcard":"a\\\\b"}]}', 'Invalid escape character in wildcard at "a"'],
    ['{"a":[{"exists":"true"}]}', 'exists must be either true or false at "a"'],
    [
      '{"a":[{"anything-but":["x",1]}]}',
      'anything-but must be a string, a number, or a list of only one of them at "a"',
    ],
    ['{"a":[{"anything-but":[]}]}', 'anything-but must be a string, a number, or a list of only one of them at "a"'],
    ['{"a":[{"anything-but":null}]}', 'anything-but must be a string, a number, or a list of only one of them at "a"'],
    ['{"a":[{"anything-but":{"numeric":["=",1]}}]}', 'Unsupported match type numeric inside anything-but at "a"'],
    ['{"a":[{"anything-but":{"exists":"x"}}]}', 'Unsupported match type exists inside anything-but at "a"'],
    ['{"a":[{"anything-but":{"prefix":[]}}]}', 'Empty arrays are not allowed at "a"'],
    ['{"a":[{"numeric":5}]}', 'numeric must be an array at "a"'],
    ['{"a":[{"numeric":[]}]}', 'Unrecognized numeric range operator "" at "a"'],
    ['{"a":[{"numeric":["~",1]}]}', 'Unrecognized numeric range operator "~" at "a"'],
    ['{"a":[{"numeric":["<","1"]}]}', 'numeric operator must be followed by a number at "a"'],
    ['{"a":[{"numeric":[">",0,"<",5,"<"]}]}', 'Too many elements in numeric expression at "a"'],
    ['{"a":[{"numeric":["=",6e9]}]}', 'numeric value must be between -5.0e9 and 5.0e9 at "a"'],
    [
      '{"a":[{"numeric":["<",5,">",0]}]}',
      'numeric range must have its lower bound (> or >=) first, then its upper bound (< or <=) at "a"',
    ],
    ['{"a":[{"numeric":[">",5,"<",5]}]}', 'numeric range must have a lower bound less than its upper bound at "a"'],
    ['{"$or":{"a":[1]}}', '"$or" must be an array of at least two objects'],
    ['{"d":{"$or":[{"a":[1]}]}}', '"$or" must be an array of at least two objects at "d"'],
  ])('%s: %s', (pattern, reason) => {
    expect(() => compileEventPattern(pattern)).toThrow(
      expect.objectContaining({
        code: 'InvalidEventPatternException',
        message: `Event pattern is not valid. Reason: ${reason}`,
      }),
    );
  });
});
