import { stringify } from 'yaml';
import { compactJson } from '../docs/compact-json.ts';
import { mapValues } from './json-schema.ts';

const NOTE = '# Written by "npm run docs".\n';
/** Wherever examples stand in the document: deeper than they do. */
const INDENT = ' '.repeat(14);

/** YAML for people: blocks without anchors, and examples as compact JSON, which YAML takes, too. */
export function asyncApiYaml(document: object): string {
  const examples: unknown[] = [];
  const keep = (example: unknown) => `example-${examples.push(example) - 1}`;
  const yaml = stringify(withExamples(document, keep), { aliasDuplicateObjects: false, lineWidth: 0 });
  return (
    NOTE + yaml.replace(/payload: example-(\d+)$/gm, (_, index) => `payload:\n${INDENT}${jsonOf(examples[index])}`)
  );
}

function jsonOf(example: unknown): string {
  return compactJson(example, INDENT);
}

/** The document with what is in its examples replaced. */
function withExamples(value: unknown, keep: (example: unknown) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withExamples(item, keep));
  if (typeof value !== 'object' || value === null) return value;
  return mapValues(value as Record<string, unknown>, (inner, name) =>
    name === 'examples'
      ? (inner as { payload: unknown }[]).map(({ payload }) => ({ payload: keep(payload) }))
      : withExamples(inner, keep),
  );
}
