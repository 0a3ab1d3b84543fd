import type { GenericSchema } from 'valibot';
import type { JsonSchema } from '../contract/json-schema.ts';
import { jsonSchemaOf } from '../contract/json-schema-of.ts';

/** A field of a schema, as the page shows it. */
export interface SchemaField {
  /** `positions[].name`. */
  readonly path: string;
  readonly kind: string;
  readonly required: boolean;
  readonly description: string;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\\d\{1,12\}|\\d\{1,2\}\(\\\./, 'decimal as text'],
  [/^\^\[1-9\]\\d\{0,19\}\$$/, 'id of sevdesk'],
  [/^\^\\d\{1,3\}\$$/, 'id of a tax rule'],
  [/^\^\[A-Z\]\{2\}\$$/, 'country code'],
  [/^\^\[A-Z\]\{3\}\$$/, 'currency code'],
  [/UNITY_/, 'unit code'],
];

/** Every field of a schema and of the objects in it, in their order. */
export function schemaFields(schema: GenericSchema): readonly SchemaField[] {
  return fieldsOf(jsonSchemaOf(schema), '');
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): readonly SchemaField[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const shown = {
      path,
      kind: kindOf(field),
      required: required.includes(name),
      description: field.description ?? '',
    };
    return [shown, ...fieldsOf(field.items ?? field, field.items ? `${path}[].` : `${path}.`)];
  });
}

function kindOf(field: JsonSchema): string {
  if (field.const !== undefined) return `\`${String(field.const)}\``;
  if (field.enum) return field.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (field.type === 'array') return `list of ${kindOf(field.items ?? {})}`;
  if (field.type === 'string') return textKind(field);
  return { integer: 'whole number', boolean: '`true` or `false`', object: 'object' }[String(field.type)] ?? 'any';
}

function textKind({ format, pattern, allOf = [], maxLength }: JsonSchema): string {
  if (format === 'date') return 'date';
  if (format === 'email') return 'e-mail address';
  const patterns = [{ pattern }, ...allOf].map((one) => String(one.pattern ?? ''));
  const known = KINDS.find(([expression]) => patterns.some((one) => expression.test(one)))?.[1];
  return known ?? (maxLength === undefined ? 'text' : `text, at most ${String(maxLength)} characters`);
}
