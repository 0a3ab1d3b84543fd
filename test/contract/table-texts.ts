import { type JsonSchema, mapValues } from './json-schema.ts';

/** What fields hold, by their names; of fields that hold fields, an object of the same kind. */
export interface Texts {
  readonly [field: string]: string | Texts;
}

const ROW = /^\| (?<names>`[^|]*`) \| (?<text>.*) \|$/gm;

/** The texts of a page's tables, by the names in their first columns: `` | `id` | what it holds | ``. */
export function tableTexts(markdown: string): Readonly<Record<string, string>> {
  const rows = [...markdown.matchAll(ROW)].flatMap(({ groups: { names = '', text = '' } = {} }) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => [name, text] as const),
  );
  return Object.fromEntries(rows);
}

/** The schema of an object, its fields described by these texts, where they have none and hold more than one value. */
export function withTexts(schema: JsonSchema, texts: Texts): JsonSchema {
  const { properties } = schema;
  if (!properties) return schema;
  return { ...schema, properties: mapValues(properties, (field, name) => withText(field, texts[name])) };
}

function withText(field: JsonSchema, text: string | Texts | undefined): JsonSchema {
  if (typeof text === 'object') return withTexts(field, text);
  return text && !field.description && !('const' in field) ? { ...field, description: text } : field;
}
