import Table from 'cli-table3';

const LINES = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
] as const;
const MORE_LINES = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'] as const;
const NO_LINES = Object.fromEntries([...LINES, ...MORE_LINES].map((name) => [name, '']));

/** Columns without lines around them, for people and for `grep`. */
export function renderTable(rows: readonly (readonly string[])[], head: readonly string[] = []): string {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true };
  const table = new Table({ chars: NO_LINES, style, head: [...head] });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
