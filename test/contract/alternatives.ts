import type { JsonSchema } from './json-schema.ts';

/** A schema of one type; `any` where it names none. */
export type OneType = JsonSchema & { readonly type: string };

/** A schema as a list of alternatives of one type each, however it was written: `type: [a, b]` and `anyOf` mean the same. */
export function alternativesOf(schema: JsonSchema): readonly OneType[] {
  const { anyOf, oneOf, ...rest } = schema;
  const branches = anyOf ?? oneOf;
  if (branches) return branches.flatMap((branch) => alternativesOf(merged(rest, branch)));
  const types = typesOf(schema);
  return types.map((type) => ({ ...schema, type, ...(types.length > 1 && valuesOfType(schema, type)) }));
}

function merged(schema: JsonSchema, branch: JsonSchema): JsonSchema {
  const required = [...(schema.required ?? []), ...(branch.required ?? [])];
  return { ...schema, ...branch, ...(required.length > 0 && { required }) };
}

function typesOf({ type, enum: values, ...rest }: JsonSchema): readonly string[] {
  if (type !== undefined) return typeof type === 'string' ? [type] : type;
  const allowed = 'const' in rest ? [rest.const] : values;
  return allowed ? [...new Set(allowed.map(typeOf))] : ['any'];
}

function valuesOfType({ enum: values }: JsonSchema, type: string): Pick<JsonSchema, 'enum'> {
  const name = type === 'integer' ? 'number' : type;
  return values ? { enum: values.filter((value) => typeOf(value) === name) } : {};
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** An alternative, and what it may be on the other side. */
export interface Pair {
  readonly alternative: OneType;
  /** Of its type there are several here or there. */
  readonly isOfUnion: boolean;
  /** Which of them: `[type=invoice.send]`, or empty. */
  readonly label: string;
  readonly candidates: readonly OneType[];
}

/** Each alternative with those of its type on the other side; of a union, with those of its kind. */
export function pairAlternatives(these: readonly OneType[], those: readonly OneType[]): readonly Pair[] {
  return these.map((alternative) => {
    const ofType = (list: readonly OneType[]) => list.filter(({ type }) => type === alternative.type);
    const candidates = ofType(those);
    const isOfUnion = candidates.length > 0 && (candidates.length > 1 || ofType(these).length > 1);
    if (!isOfUnion) return { alternative, isOfUnion, label: '', candidates };
    const ofKind = candidates.filter((candidate) => isSameKind(alternative, candidate));
    return { alternative, isOfUnion, label: labelOf(alternative), candidates: ofKind };
  });
}

/** No field has one value here and another one there. */
function isSameKind(one: JsonSchema, other: JsonSchema): boolean {
  const values = constants(other);
  return Object.entries(constants(one)).every(([name, value]) => !(name in values) || values[name] === value);
}

function labelOf(schema: JsonSchema): string {
  const [kind] = Object.entries(constants(schema));
  return kind ? `[${kind[0]}=${kind[1]}]` : '';
}

function constants({ properties = {} }: JsonSchema): Readonly<Record<string, unknown>> {
  const fixed = Object.entries(properties).filter(([, field]) => 'const' in field);
  return Object.fromEntries(fixed.map(([name, field]) => [name, field.const]));
}
