import { describe, expect, it } from 'vitest';
import { readBlocks } from '../../documents/read-blocks.ts';

const page = (...lines: string[]) => lines.join('\n');
const fence = (info: string, text = 'text') => page(`\`\`\`${info}`, text, '```');

describe('what a document asks of its reader', () => {
  it.each([
    ['something to type', fence('sh', 'npm ls'), { kind: 'typed', line: 1, text: 'npm ls' }],
    ['another terminal', fence('sh terminal=relay'), { kind: 'typed', line: 1, text: 'text', terminal: 'relay' }],
    [
      'a file',
      fence('ts file=src/watch.ts', 'a;\nb;'),
      { kind: 'file', line: 1, path: 'src/watch.ts', text: 'a;\nb;\n' },
    ],
    [
      'something to see',
      fence('text terminal=watch within=60', 'one\n\ntwo …'),
      { kind: 'seen', line: 1, terminal: 'watch', lines: ['one', 'two …'], withinSeconds: 60 },
    ],
  ])('is %s', (_what, markdown, block) => {
    expect(readBlocks(markdown)).toEqual([block]);
  });

  it.each([
    ['a picture', fence('')],
    ['code that is no file', fence('ts')],
    ['what is not run, and says why', page('<!-- not run: needs AWS -->', '', fence('sh'))],
    ['a block inside a longer fence', page('````markdown', fence('sh'), '````')],
  ])('is not %s', (_what, markdown) => {
    expect(readBlocks(markdown)).toEqual([]);
  });

  it('comes in the order of the page, each with its line', () => {
    const markdown = page('# Title', '', fence('sh', 'a'), 'text', fence('text', 'seen'), '~~~sh', 'b', '~~~');
    expect(readBlocks(markdown)).toMatchObject([
      { kind: 'typed', line: 3, text: 'a' },
      { kind: 'seen', line: 7 },
      { kind: 'typed', line: 10, text: 'b' },
    ]);
  });

  it('runs the block after one that is not run', () => {
    const markdown = page('<!-- not run: needs AWS -->', fence('sh', 'a'), fence('sh', 'b'));
    expect(readBlocks(markdown)).toMatchObject([{ text: 'b' }]);
  });

  it('takes the indentation of a list off', () => {
    const markdown = page('1. Do this:', '   ```sh', '   if true; then', '     ls', '   fi', '   ```');
    expect(readBlocks(markdown)).toMatchObject([{ text: 'if true; then\n  ls\nfi' }]);
  });
});

describe('what is no such block', () => {
  it.each([
    [
      'an attribute that there is not',
      fence('sh in=relay'),
      'line 1: "in=relay" is not understood; allowed is terminal=…',
    ],
    ['a word', fence('ts watch.ts'), 'line 1: "watch.ts" is not understood; allowed is file=…'],
    ['a time that is no number', fence('text terminal=a within=soon'), 'line 1: within= takes whole seconds'],
    ['a file elsewhere', fence('ts file=../a.ts'), "must be inside the product's folder"],
    ['a file anywhere', fence('ts file=/etc/a.ts'), "must be inside the product's folder"],
    ['something seen of nothing', page('', fence('text')), 'line 2: what is seen needs terminal=NAME'],
    ['a fence without an end', page('', '```sh', 'ls'), 'line 2: this block is not closed'],
  ])('is refused: %s', (_what, markdown, message) => {
    expect(() => readBlocks(markdown)).toThrow(message);
  });
});
