import { describe, expect, it } from 'vitest';
import { matchingLine } from '../../documents/matching-line.ts';
import { writtenLines } from '../../documents/written-lines.ts';

describe('a line that looks as expected', () => {
  it.each([
    ['the same', 'invoice.paid acme', 'invoice.paid acme', true],
    ['anything in the middle', '12:00:03 invoice.paid acme', '… invoice.paid acme', true],
    ['nothing for anything', 'ready', 'ready…', true],
    ['more than expected', 'invoice.paid acme x', 'invoice.paid acme', false],
    ['other blanks', '  STATE    active ', 'STATE active', true],
    ['signs that mean something in patterns', '(a+b) [c].*', '(a+b) [c].*', true],
    ['a point is a point', 'invoiceXpaid', 'invoice.paid', false],
  ])('%s', (_what, line, expected, matches) => {
    expect(matchingLine(['before', line], expected)).toBe(matches ? 1 : -1);
  });

  it('is looked for behind those that were seen', () => {
    expect(matchingLine(['a', 'b', 'a'], 'a', 1)).toBe(2);
    expect(matchingLine(['a', 'b'], 'a', 1)).toBe(-1);
  });
});

describe('what a terminal shows', () => {
  it('is put together again, however it was cut', () => {
    const written = writtenLines();
    for (const part of ['on', 'e\ntw', 'o\r\n\u001b[31mred\u001b[39m\nthe end']) written.add(part);
    expect(written.lines).toEqual(['one', 'two', 'red']);
    written.end();
    expect(written.lines.at(-1)).toBe('the end');
  });

  it('is what was written over a line last', () => {
    const written = writtenLines();
    written.add('10 %\r50 %\rdone\n');
    expect(written.lines).toEqual(['done']);
  });
});
