import type { JsonSchema } from './json-schema.ts';

export interface SharedNames {
  /** For what surrounds the data: `EventEnvelope`. */
  readonly envelope: string;
  /** Where a name refers to: `#/components/schemas/`. */
  readonly prefix: string;
}

/**
 * The schemas of messages that have one envelope, by their names: the envelope once, data that all types of a resource have once
 * (`invoice.data`), and of each type what is its own.
 */
export function shareSchemas(
  messages: Readonly<Record<string, JsonSchema>>,
  { envelope: envelopeName, prefix }: SharedNames,
): Readonly<Record<string, JsonSchema>> {
  const refer = (name: string): JsonSchema => ({ $ref: `${prefix}${name}` });
  const envelope = envelopeOf(Object.values(messages));
  const data = sharedData(messages);
  const own = Object.entries(messages).map(([type, message]) => {
    const { type: typeField, data: dataField = {}, ...fields } = message.properties ?? {};
    const differing = Object.entries(fields).filter(([name]) => !isSame(fields[name], envelope.properties?.[name]));
    const dataName = data.nameOf(type);
    const properties = {
      type: typeField,
      ...Object.fromEntries(differing),
      data: dataName ? refer(dataName) : dataField,
    };
    return [type, { title: type, description: message.description, allOf: [refer(envelopeName), { properties }] }];
  });
  return { [envelopeName]: envelope, ...data.schemas, ...Object.fromEntries(own) };
}

/** What all messages say alike; fields that they only all have can be anything. */
function envelopeOf(messages: readonly JsonSchema[]): JsonSchema {
  const [{ $schema: _s, $id: _i, title: _t, description: _d, examples: _e, properties = {}, ...first } = {}] = messages;
  const fields = Object.entries(properties).map(([name, field]) => {
    const isCommon = messages.every((message) => isSame(message.properties?.[name], field));
    return [name, isCommon ? field : {}];
  });
  return { ...first, properties: Object.fromEntries(fields) };
}

/** Data that is the same for all types of a prefix, where there are several. */
function sharedData(messages: Readonly<Record<string, JsonSchema>>) {
  const types = Object.keys(messages);
  const prefixes = [...new Set(types.map(prefixOf))];
  const shared = prefixes.flatMap((prefix) => {
    const data = types
      .filter((type) => prefixOf(type) === prefix)
      .map((type) => messages[type]?.properties?.data ?? {});
    const [first] = data;
    return first && data.length > 1 && data.every((one) => isSame(one, first))
      ? [[`${prefix}.data`, first] as const]
      : [];
  });
  const schemas = Object.fromEntries(shared);
  return { schemas, nameOf: (type: string) => [`${prefixOf(type)}.data`].find((name) => schemas[name]) };
}

function prefixOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
