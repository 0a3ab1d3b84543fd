import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTable } from '../../infra/cli/table.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { checkRow, type RowReport } from './check-row.ts';
import { checkSample, type SampleReport } from './check-sample.ts';
import { readSamples } from './samples.ts';
import { readSpecification } from './specification.ts';

const SPECIFICATION = 'openapi.yaml';

export interface MaterialsReport {
  readonly text: string;
  readonly problems: readonly string[];
}

/**
 * Reads what sevdesk is known to answer, and what it documents, with the code of production: recorded answers (`*.json`,
 * also in folders below) and sevdesk's OpenAPI document (`openapi.yaml`, if it is there).
 */
export function checkMaterials(folder: string): MaterialsReport {
  const samples = readSamples(folder).map(checkSample);
  const rows = checkRows(folder, samples);
  const problems = [
    ...(samples.length + rows.length === 0 ? [`${folder} has neither recorded answers nor ${SPECIFICATION}`] : []),
    ...samples.flatMap(({ file, problems: found }) => found.map((problem) => `${file}: ${problem}`)),
    ...rows.flatMap(({ name, problems: found }) => found.map((problem) => `${name}: ${problem}`)),
  ];
  const parts = [
    renderTable(samples.map(sampleLine), ['answer', 'read as', 'records', 'of']),
    ...(rows.length > 0 ? [renderTable(rows.map(rowLine), ['row', 'fields read', 'known deviations'])] : []),
    [...rows.flatMap(({ known }) => known), ...problems.map((problem) => `PROBLEM ${problem}`)].join('\n'),
    countsLine(samples, rows, problems),
  ];
  return { text: parts.filter(Boolean).join('\n\n'), problems };
}

function checkRows(folder: string, samples: readonly SampleReport[]): RowReport[] {
  const file = join(folder, SPECIFICATION);
  if (!existsSync(file)) return [];
  const specification = readSpecification(readFileSync(file, 'utf8'));
  const records = samples.flatMap((sample) => sample.records);
  return Object.values(resources).map((row) => {
    return checkRow(
      row,
      specification,
      records.filter(({ objectName }) => objectName === row.name),
    );
  });
}

function sampleLine({ file, readAs, records, models, problems }: SampleReport): string[] {
  return [problems.length > 0 ? `✗ ${file}` : file, readAs, String(records.length), models.join(', ')];
}

function rowLine({ name, fields, known, problems }: RowReport): string[] {
  return [problems.length > 0 ? `✗ ${name}` : name, String(fields), String(known.length)];
}

function countsLine(samples: readonly SampleReport[], rows: readonly RowReport[], problems: readonly string[]): string {
  const records = samples.reduce((sum, sample) => sum + sample.records.length, 0);
  const known = rows.reduce((sum, row) => sum + row.known.length, 0);
  const against = rows.length > 0 ? `${rows.length} rows checked, ${known} known deviations` : `no ${SPECIFICATION}`;
  return `${samples.length} answers, ${records} records, ${against}: ${problems.length} problems`;
}
