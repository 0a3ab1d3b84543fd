import { readFileSync, writeFileSync } from 'node:fs';

const DOCS = new URL('../../docs/', import.meta.url);

/** Replaces what the script wrote into the page before; the sections of others stay. */
export function writeSection(script: string, paragraphs: readonly string[], page = 'benchmarks.md'): void {
  const file = new URL(page, DOCS);
  const [begin, end] = [`<!-- written by npm run ${script} -->`, `<!-- end of ${script} -->`];
  const before = readFileSync(file, 'utf8');
  const [head = before, rest = ''] = before.split(begin);
  const tail = rest.split(end)[1] ?? '\n';
  const gap = head.endsWith('\n\n') ? '' : '\n';
  writeFileSync(file, `${head}${gap}${[begin, ...paragraphs, end].join('\n\n')}${tail}`);
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
