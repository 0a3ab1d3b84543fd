import { alternativesOf, type OneType, type Pair, pairAlternatives } from './alternatives.ts';
import type { JsonSchema } from './json-schema.ts';

/** What became of a field. */
export type Change =
  | 'removed'
  | 'added'
  /** Added, and it has to be there. */
  | 'demanded'
  | 'now required'
  | 'now optional'
  /** Less is valid than before. */
  | 'narrowed'
  /** More is valid than before. */
  | 'widened'
  /** One more value of a list, or one more alternative of a union. */
  | 'extended';

export interface Difference {
  /** `data.positions[].name`; empty for the message itself. */
  readonly path: string;
  readonly change: Change;
  /** For people, behind the path: `was removed`. */
  readonly what: string;
}

type Compare = (released: JsonSchema, current: JsonSchema, path: string) => readonly Difference[];

/** What differs between two JSON Schemas in what is valid; texts and examples do not count. */
export function schemaDifferences(released: JsonSchema, current: JsonSchema, path = ''): readonly Difference[] {
  const before = alternativesOf(released);
  const now = alternativesOf(current);
  return [
    ...typeDifferences(before, now, path),
    ...pairAlternatives(before, now).flatMap((pair) => alternativeDifferences(pair, path)),
    ...pairAlternatives(now, before)
      .filter(isAlone)
      .map(({ label }) => ({ path: path + label, change: 'extended' as const, what: 'was added' })),
  ];
}

function typeDifferences(before: readonly OneType[], now: readonly OneType[], path: string): readonly Difference[] {
  const [was, is] = [typesOf(before), typesOf(now)];
  const what = `was ${was.join(' or ')}, is ${is.join(' or ')} now`;
  if (!was.every((type) => covers(is, type))) return [{ path, change: 'narrowed', what }];
  return is.every((type) => covers(was, type)) ? [] : [{ path, change: 'widened', what }];
}

function typesOf(alternatives: readonly OneType[]): readonly string[] {
  return [...new Set(alternatives.map(({ type }) => type))].sort();
}

function covers(types: readonly string[], type: string): boolean {
  return types.includes(type) || types.includes('any') || (type === 'integer' && types.includes('number'));
}

/** Of those that it may have become, it became the one that differs least. */
function alternativeDifferences(pair: Pair, path: string): readonly Difference[] {
  const at = path + pair.label;
  if (isAlone(pair)) return [{ path: at, change: 'removed', what: 'was removed' }];
  const [closest = []] = pair.candidates
    .map((candidate) => COMPARED.flatMap((compare) => compare(pair.alternative, candidate, at)))
    .sort((one, other) => one.length - other.length);
  return closest;
}

/** There are others of its type, none of its kind. */
function isAlone({ candidates, isOfUnion }: Pair): boolean {
  return isOfUnion && candidates.length === 0;
}

const compareValues: Compare = (released, current, path) => {
  const [was, is] = [valuesOf(released), valuesOf(current)];
  if (!was && !is) return [];
  if (!was) return [{ path, change: 'narrowed', what: `allows only ${listed(is ?? [])} now` }];
  if (!is) return [{ path, change: 'widened', what: `allows more than ${listed(was)} now` }];
  const gone = was.filter((value) => !is.includes(value));
  const added = is.filter((value) => !was.includes(value));
  return [
    ...(gone.length > 0
      ? [{ path, change: 'narrowed' as const, what: `does not allow ${listed(gone)} any more` }]
      : []),
    ...(added.length > 0 ? [{ path, change: 'extended' as const, what: `allows ${listed(added)} now` }] : []),
  ];
};

function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  return 'const' in schema ? [schema.const] : schema.enum;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

/** Each with the bound that is none. */
const BOUNDS: Readonly<Record<string, number>> = {
  maximum: Infinity,
  exclusiveMaximum: Infinity,
  maxLength: Infinity,
  maxItems: Infinity,
  maxProperties: Infinity,
  minimum: -Infinity,
  exclusiveMinimum: -Infinity,
  minLength: 0,
  minItems: 0,
  minProperties: 0,
};

const compareBounds: Compare = (released, current, path) =>
  Object.entries(BOUNDS).flatMap(([keyword, none]) => {
    const [was, is] = [released, current].map((schema) => (schema[keyword] as number | undefined) ?? none) as [
      number,
      number,
    ];
    if (was === is) return [];
    const isNarrower = none === Infinity ? is < was : is > was;
    const from = was === none ? '' : ` (was ${was})`;
    const what = is === none ? `has no ${keyword} any more${from}` : `has ${keyword} ${is} now${from}`;
    return [{ path, change: isNarrower ? ('narrowed' as const) : ('widened' as const), what }];
  });

/** Conditions that can't be compared, only be there or not. */
const compareConditions: Compare = (released, current, path) => {
  const [was, is] = [conditionsOf(released), conditionsOf(current)];
  const gone = was.filter((condition) => !is.includes(condition));
  const added = is.filter((condition) => !was.includes(condition));
  return [
    ...added.map((condition) => ({ path, change: 'narrowed' as const, what: `has to fit ${condition} now` })),
    ...gone.map((condition) => ({ path, change: 'widened' as const, what: `need not fit ${condition} any more` })),
  ];
};

const COMPARED_APART = ['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'allOf'];
const TEXTS = ['$id', '$schema', 'title', 'description', 'examples', 'default', 'deprecated'];
/** What has to hold between fields, in words. */
const RULES = '$comment';
const NO_CONDITIONS = new Set([...COMPARED_APART, ...TEXTS, ...Object.keys(BOUNDS)]);

function conditionsOf(schema: JsonSchema): readonly string[] {
  const own = Object.entries(schema).filter(([keyword]) => !NO_CONDITIONS.has(keyword));
  return [
    ...own.map(([keyword, value]) => `${keyword === RULES ? 'the rule' : keyword} ${JSON.stringify(value)}`),
    ...(schema.allOf ?? []).flatMap(conditionsOf),
  ];
}

const compareFields: Compare = (released, current, path) => {
  const [was, is] = [released.properties ?? {}, current.properties ?? {}];
  const wasRequired = (name: string) => released.required?.includes(name) ?? false;
  const isRequired = (name: string) => current.required?.includes(name) ?? false;
  const kept = Object.entries(was).flatMap(([name, before]) => {
    const now = is[name];
    const at = within(path, name);
    if (!now) return [{ path: at, change: 'removed' as const, what: 'was removed' }];
    return [...requiredDifference(wasRequired(name), isRequired(name), at), ...schemaDifferences(before, now, at)];
  });
  const added = Object.keys(is).filter((name) => !was[name]);
  return [...kept, ...added.map((name) => addedField(within(path, name), isRequired(name)))];
};

function within(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

function requiredDifference(was: boolean, is: boolean, path: string): readonly Difference[] {
  if (was === is) return [];
  return is
    ? [{ path, change: 'now required', what: 'is required now' }]
    : [{ path, change: 'now optional', what: 'is optional now, and was always there' }];
}

function addedField(path: string, isRequired: boolean): Difference {
  return isRequired
    ? { path, change: 'demanded', what: 'was added, and is required' }
    : { path, change: 'added', what: 'was added' };
}

const compareOtherFields: Compare = (released, current, path) => {
  const [was, is] = [released.additionalProperties ?? true, current.additionalProperties ?? true];
  if (was !== false && is === false) return [{ path, change: 'narrowed', what: 'is closed to other fields now' }];
  if (was === false && is !== false) return [{ path, change: 'added', what: 'is open to other fields now' }];
  return was === is ? [] : schemaDifferences(asSchema(was), asSchema(is), within(path, '*'));
};

const compareItems: Compare = ({ items: was }, { items: is }, path) =>
  was || is ? schemaDifferences(was ?? {}, is ?? {}, `${path}[]`) : [];

function asSchema(value: boolean | JsonSchema): JsonSchema {
  return typeof value === 'object' ? value : {};
}

const COMPARED: readonly Compare[] = [
  compareValues,
  compareBounds,
  compareConditions,
  compareFields,
  compareOtherFields,
  compareItems,
];
