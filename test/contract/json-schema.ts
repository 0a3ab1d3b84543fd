/** A JSON Schema (2020-12) of the kind that the contract's schemas become; other keywords are carried along. */
export interface JsonSchema {
  readonly $id?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

/** Every message of the contract, whole, by its type. */
export interface ContractSchemas {
  readonly events: Readonly<Record<string, JsonSchema>>;
  readonly commands: Readonly<Record<string, JsonSchema>>;
}

/** The schema with each schema directly in it replaced. */
export function mapSchemas(schema: JsonSchema, map: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, items, additionalProperties: other } = schema;
  const alternatives = ['anyOf', 'oneOf', 'allOf'].filter((keyword) => schema[keyword]);
  return {
    ...schema,
    ...Object.fromEntries(alternatives.map((keyword) => [keyword, (schema[keyword] as JsonSchema[]).map(map)])),
    ...(properties && { properties: mapValues(properties, map) }),
    ...(items && { items: map(items) }),
    ...(typeof other === 'object' && { additionalProperties: map(other) }),
  };
}

/** The record with each value replaced. */
export function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T, name: string) => U) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
