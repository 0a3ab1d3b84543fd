import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, sessionFor, sessions } from '../../documents/documents.ts';
import { readBlocks } from '../../documents/read-blocks.ts';

const blocksOf = (path: string) => readBlocks(readFileSync(join(PROJECT, path), 'utf8'));

describe('documents that are run', () => {
  const paths = sessions().flatMap(({ prepared, documents }) => [...(prepared ? [prepared] : []), ...documents]);

  it.each([...new Set(paths)])('%s can be read', (path) => {
    expect(() => blocksOf(path)).not.toThrow();
  });

  it('promise the first event within a minute', () => {
    expect(blocksOf('README.md')).toContainEqual(expect.objectContaining({ kind: 'seen', withinSeconds: 60 }));
  });

  it('are run with what comes before them, and no more', () => {
    expect(sessionFor('README.md')).toEqual({ documents: ['README.md'] });
    expect(sessionFor('docs/troubleshooting.md')).toEqual({ documents: ['README.md', 'docs/troubleshooting.md'] });
    expect(() => sessionFor('docs/cost.md')).toThrow('docs/cost.md is not run by itself. Run are README.md');
  });
});
