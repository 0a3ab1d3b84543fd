import { cpus } from 'node:os';
import { renderTable } from '../../../infra/cli/table.ts';
import { markdownTable } from '../benchmarks-document.ts';
import { BOUNDS_HEAD, boundCells } from '../bound.ts';
import type { CostReport, Table } from './cost-report.ts';

/** For people at a terminal. */
export function printed({ tables, bound }: CostReport): string {
  const all = [...tables, { title: 'Bound', head: BOUNDS_HEAD, rows: [boundCells(bound)] }];
  return all.map(({ title, head, rows }) => `${title}\n${renderTable(rows, head)}`).join('\n\n');
}

/** The part of `docs/cost.md` that comes from a run. */
export function section({ tables, bound }: CostReport, at: Date): readonly string[] {
  const [cpu] = cpus();
  const machine = `${cpu?.model.trim()}, ${cpus().length} cores, Node.js ${process.version}, ${at.toISOString().slice(0, 10)}`;
  const all: readonly Table[] = [...tables, { title: 'Bound', head: BOUNDS_HEAD, rows: [boundCells(bound)] }];
  return [
    `Measured on ${machine}.`,
    ...all.flatMap(({ title, head, rows }) => [`### ${title}`, markdownTable(head, rows)]),
  ];
}
