import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../../docs/benchmarks.md', import.meta.url);

/** Replaces what the script wrote into `docs/benchmarks.md` before; the sections of others stay. */
export function writeSection(script: string, paragraphs: readonly string[]): void {
  const [begin, end] = [`<!-- written by npm run ${script} -->`, `<!-- end of ${script} -->`];
  const before = readFileSync(FILE, 'utf8');
  const [head = before, rest = ''] = before.split(begin);
  const tail = rest.split(end)[1] ?? '\n';
  const gap = head.endsWith('\n\n') ? '' : '\n';
  writeFileSync(FILE, `${head}${gap}${[begin, ...paragraphs, end].join('\n\n')}${tail}`);
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
