import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { type JsonSchema, mapSchemas } from './json-schema.ts';

type OverrideAction = NonNullable<ConversionConfig['overrideAction']>;

/**
 * A schema of the contract as JSON Schema. Rules between fields, which it has no words for, stand in the description.
 * @throws Error for anything else that JSON Schema can't say.
 */
export function jsonSchemaOf(schema: GenericSchema): JsonSchema {
  const config = { target: 'draft-2020-12', typeMode: 'input', overrideAction } as const;
  const { $schema: _, ...converted } = toJsonSchema(schema, config) as JsonSchema;
  return tidied(converted);
}

const overrideAction: OverrideAction = ({ valibotAction, jsonSchema }) => {
  const { type, requirement, told } = valibotAction as { type: string; requirement?: unknown; told?: string };
  // A description that comes behind it would replace another one. What a single value has to be like, its pattern says.
  if (type === 'raw_check') return { ...jsonSchema, ...(jsonSchema.type === 'object' && told && { $comment: told }) };
  return type === 'regex' ? withPattern(jsonSchema, requirement as RegExp) : undefined;
};

type Converted = Parameters<OverrideAction>[0]['jsonSchema'];

/** One pattern has a place of its own. Those of JSON Schema know `\p{…}` without the flag `u`. */
function withPattern(schema: Converted, { source, flags }: RegExp): Converted {
  if (flags !== '' && flags !== 'u') throw new Error(`JSON Schema has no flags for /${source}/${flags}`);
  return schema.pattern === source ? schema : { ...schema, allOf: [...(schema.allOf ?? []), { pattern: source }] };
}

/** Said in as few words as it takes, and with rules where people look for them. */
function tidied(schema: JsonSchema): JsonSchema {
  const { $comment, description, propertyNames: _, ...rest } = withNull(withConst(mapSchemas(schema, tidied)));
  const text = [description, typeof $comment === 'string' && sentence($comment)].filter(Boolean).join(' ');
  const saying = Object.entries(rest).filter(([keyword, value]) => !OBJECT_KEYWORDS.has(keyword) || !isEmpty(value));
  return { ...Object.fromEntries(saying), ...(text && { description: text }) };
}

/** Empty, they allow everything. */
const OBJECT_KEYWORDS = new Set(['properties', 'required', 'additionalProperties']);

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function withConst(schema: JsonSchema): JsonSchema {
  const { enum: values, type: _, ...rest } = schema;
  return values?.length === 1 ? { const: values[0], ...rest } : schema;
}

/** `null` as one more type or value. */
function withNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  const [one, other] = anyOf ?? [];
  if (anyOf?.length !== 2 || other?.type !== 'null' || typeof one?.type !== 'string') return schema;
  return { ...one, type: [one.type, 'null'], ...(one.enum && { enum: [...one.enum, null] }), ...rest };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
