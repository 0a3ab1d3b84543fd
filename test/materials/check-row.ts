import type { Resource } from '../../shared/domain/resource.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { KNOWN_DEVIATIONS } from './known-deviations.ts';
import { fieldsRead } from './probe-row.ts';
import type { Specification } from './specification.ts';

/** How a row agrees with the OpenAPI document. */
export interface RowReport {
  readonly name: string;
  readonly fields: number;
  /** Fields of neither the document nor a recorded answer, each with the reason why it is read. */
  readonly known: readonly string[];
  readonly problems: readonly string[];
}

/** `records`: those of this resource that were recorded, which know fields that the document does not. */
export function checkRow(row: Resource, specification: Specification, records: readonly SevdeskRecord[]): RowReport {
  const fields = fieldsRead(row, records);
  const documented = new Set([
    ...specification.fieldsOf(row.path),
    ...records.flatMap((record) => Object.keys(record)),
  ]);
  const strange = fields.filter((field) => !documented.has(field));
  const reasonOf = (field: string) => {
    return KNOWN_DEVIATIONS.find((known) => known.resource === row.name && known.field === field)?.reason;
  };
  return {
    name: row.name,
    fields: fields.length,
    known: strange.filter(reasonOf).map((field) => `${row.name}.${field}: ${reasonOf(field)}`),
    problems: [
      ...placeProblems(row, specification),
      ...strange.filter((field) => !reasonOf(field)).map((field) => `${field} is read and nowhere to be found`),
      ...staleDeviations(row, fields).map((field) => `${field} is a known deviation, and not read any more`),
    ],
  };
}

function staleDeviations({ name }: Resource, fields: readonly string[]): string[] {
  const known = KNOWN_DEVIATIONS.filter(({ resource }) => resource === name).map(({ field }) => field);
  return known.filter((field) => !fields.includes(field));
}

function placeProblems(row: Resource, specification: Specification): string[] {
  const places = [
    { path: row.path, query: row.query },
    { path: `${row.path}/{}`, query: {} },
    ...(row.positions ? [row.positions('{}')] : []),
  ];
  const isFiltered = specification.knowsQuery(row.path, 'updateAfter');
  return [
    ...places.filter(({ path }) => !specification.hasGet(path)).map(({ path }) => `there is no GET ${path}`),
    ...places.flatMap(({ path, query }) => {
      const unknown = Object.keys(query).filter((name) => !specification.knowsQuery(path, name));
      return unknown.map((name) => `${path} knows no ${name}`);
    }),
    ...(isFiltered === (row.strategy === 'cursor') ? [] : [`updateAfter is ${isFiltered ? '' : 'not '}documented`]),
  ];
}
