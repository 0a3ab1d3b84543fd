import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renderTable } from '../../infra/cli/table.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { type BodyReport, bodyChecker } from './check-body.ts';
import { checkRow, type RowReport } from './check-row.ts';
import { checkSample, type SampleReport } from './check-sample.ts';
import { readSamples } from './samples.ts';
import { readSpecification } from './specification.ts';
import { writtenBodies } from './written-bodies.ts';

const SPECIFICATION = 'openapi.yaml';

export interface MaterialsReport {
  readonly text: string;
  readonly problems: readonly string[];
}

/**
 * Reads what sevdesk is known to answer, and what it documents, with the code of production: recorded answers (`*.json`,
 * also in folders below) and sevdesk's OpenAPI document (`openapi.yaml`, if it is there).
 */
export async function checkMaterials(folder: string): Promise<MaterialsReport> {
  const samples = readSamples(folder).map(checkSample);
  const rows = checkRows(folder, samples);
  const bodies = await checkBodies(folder);
  const problems = [
    ...(samples.length + rows.length === 0 ? [`${folder} has neither recorded answers nor ${SPECIFICATION}`] : []),
    ...samples.flatMap(({ file, problems: found }) => found.map((problem) => `${file}: ${problem}`)),
    ...[...rows, ...bodies].flatMap(({ name, problems: found }) => found.map((problem) => `${name}: ${problem}`)),
  ];
  const parts = [
    renderTable(samples.map(sampleLine), ['answer', 'read as', 'records', 'of']),
    ...(rows.length > 0 ? [renderTable(rows.map(rowLine), ['row', 'fields read', 'known deviations'])] : []),
    ...(bodies.length > 0 ? [renderTable(bodies.map(bodyLine), ['body', 'request', 'known deviations'])] : []),
    [
      ...rows.flatMap(({ known }) => known),
      ...knownOf(bodies),
      ...problems.map((problem) => `PROBLEM ${problem}`),
    ].join('\n'),
    countsLine({ samples, rows, bodies }, problems),
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

async function checkBodies(folder: string): Promise<BodyReport[]> {
  const file = join(folder, SPECIFICATION);
  if (!existsSync(file)) return [];
  return (await writtenBodies()).map(bodyChecker(parse(readFileSync(file, 'utf8'))));
}

function bodyLine({ name, method, path, known, problems }: BodyReport): string[] {
  return [problems.length > 0 ? `✗ ${name}` : name, `${method} ${path}`, String(known.length)];
}

/** Each deviation once, with the first place where it stands. */
function knownOf(bodies: readonly BodyReport[]): readonly string[] {
  const byReason = new Map(
    bodies.flatMap(({ known }) => known.map((line) => [line.split(': ').slice(1).join(': '), line])),
  );
  return [...byReason.values()].map((line) => `body ${line}`);
}

interface Checked {
  readonly samples: readonly SampleReport[];
  readonly rows: readonly RowReport[];
  readonly bodies: readonly BodyReport[];
}

function countsLine({ samples, rows, bodies }: Checked, problems: readonly string[]): string {
  const records = samples.reduce((sum, sample) => sum + sample.records.length, 0);
  const known = rows.reduce((sum, row) => sum + row.known.length, 0);
  const against =
    rows.length > 0
      ? `${rows.length} rows and ${bodies.length} bodies checked, ${known} known deviations of rows`
      : `no ${SPECIFICATION}`;
  return `${samples.length} answers, ${records} records, ${against}: ${problems.length} problems`;
}
