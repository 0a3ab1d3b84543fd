import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { REPOSITORY, staleFiles, writeGenerated } from '../../docs/generated-files.ts';

const FOLDERS = ['docs', 'shared/contract'];
const checkouts: string[] = [];
afterEach(() => {
  for (const checkout of checkouts.splice(0)) rmSync(checkout, { recursive: true });
});

/** What is generated, in a folder of its own. */
function copyOfCheckout(): string {
  const root = mkdtempSync(join(tmpdir(), 'generated-'));
  checkouts.push(root);
  cpSync(join(REPOSITORY, 'package.json'), join(root, 'package.json'));
  for (const folder of FOLDERS) cpSync(join(REPOSITORY, folder), join(root, folder), { recursive: true });
  return root;
}

describe('generated files', () => {
  it('are current', () => {
    expect(staleFiles(REPOSITORY)).toEqual([]);
  });

  it('are missed, compared, and found where their type is gone; and mended', () => {
    const root = copyOfCheckout();
    const schemas = join(root, 'shared/contract/schemas');
    rmSync(join(schemas, 'tag.created.json'));
    writeFileSync(join(schemas, 'invoice.payed.json'), '{}');
    writeFileSync(join(root, 'docs/events.md'), '');
    const line = (path: string) => `${path} is not current. Run "npm run docs" and commit what it writes.`;
    expect(staleFiles(root)).toEqual(
      ['docs/events.md', 'shared/contract/schemas/tag.created.json', 'shared/contract/schemas/invoice.payed.json'].map(
        line,
      ),
    );
    writeGenerated(root);
    expect(staleFiles(root)).toEqual([]);
    expect(readFileSync(join(root, 'docs/events.md'), 'utf8')).toContain('# Events');
  });
});
