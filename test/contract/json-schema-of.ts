import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { type JsonSchema, mapSchemas } from './json-schema.ts';

type OverrideAction = NonNullable<ConversionConfig['overrideAction']>;

/**
 * A schema of the contract as JSON Schema. Rules between fields, which it has no words for, stand in the description, and alone in
 * `$comment`, by which they are compared.
 * @throws Error for anything else that JSON Schema can't say.
 */
export function jsonSchemaOf(schema: GenericSchema): JsonSchema {
  const config = { target: 'draft-2020-12', typeMode: 'input', overrideAction } as const;
  const { $schema: _, ...converted } = toJsonSchema(schema, config) as JsonSchema;
  return tidied(converted);
}

const overrideAction: OverrideAction = ({ valibotAction, jsonSchema }) => {
  if (valibotAction.type === 'raw_check') return withRule(jsonSchema, valibotAction);
  const { requirement } = valibotAction as { requirement?: unknown };
  return valibotAction.type === 'regex' ? withPattern(jsonSchema, requirement as RegExp) : undefined;
};

type Converted = Parameters<OverrideAction>[0]['jsonSchema'];

/** `told` is `undefined` for what keywords say already. A description that comes behind it would replace another one. */
function withRule(schema: Converted, action: object): Converted {
  if (!('told' in action)) throw new Error('JSON Schema can not say this check: make it a "rule"');
  if (typeof action.told !== 'string') return schema;
  return { ...schema, $comment: [schema.$comment, sentence(action.told)].filter(Boolean).join(' ') };
}

/** One pattern has a place of its own. Those of JSON Schema know `\p{…}` without the flag `u`. */
function withPattern(schema: Converted, { source, flags }: RegExp): Converted {
  if (flags !== '' && flags !== 'u') throw new Error(`JSON Schema has no flags for /${source}/${flags}`);
  return schema.pattern === source ? schema : { ...schema, allOf: [...(schema.allOf ?? []), { pattern: source }] };
}

/** Said in as few words as it takes, and with rules where people look for them. */
function tidied(schema: JsonSchema): JsonSchema {
  const { description, propertyNames: _, ...rest } = withNull(withConst(mapSchemas(schema, tidied)));
  const text = [description, rest.$comment].filter(Boolean).join(' ');
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
