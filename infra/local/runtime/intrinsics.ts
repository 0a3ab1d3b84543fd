import { pseudoParameters } from './pseudo-parameters.ts';
import { type Identity, UnsupportedTemplate } from './template.ts';

/** The resources that exist already, by logical id. */
export type Identities = ReadonlyMap<string, Identity>;

/**
 * The value with its intrinsic functions worked out.
 * @throws UnsupportedTemplate for a function, pseudo parameter, resource or attribute that is not known.
 */
export function resolveIntrinsics(value: unknown, known: Identities): unknown {
  if (Array.isArray(value)) return value.filter(hasValue).map((item) => resolveIntrinsics(item, known));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first && entries.length === 1 && isIntrinsic(first[0])) return callIntrinsic(first[0], first[1], known);
  const given = entries.filter(([, item]) => hasValue(item));
  return Object.fromEntries(given.map(([key, item]) => [key, resolveIntrinsics(item, known)]));
}

/** What refers to `AWS::NoValue` is left out. */
function hasValue(value: unknown): boolean {
  return Object(value).Ref !== 'AWS::NoValue';
}

/** By what name an export is known beside the resources. */
export function exportKey(name: string): string {
  return `export ${name}`;
}

/** Names of resources and pseudo parameters that a value refers to. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...referencesOfCall(key, item), ...referencesIn(item)]);
}

const PLACEHOLDER = /\$\{(!?)([^}]+)\}/g;

type Intrinsic = (argument: unknown, known: Identities) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, known) => reference(String(argument), known),
  'Fn::GetAtt': (argument, known) => attribute(attributePath(argument), known),
  'Fn::Join': (argument, known) => {
    const [separator, items] = resolveIntrinsics(argument, known) as [string, string[]];
    return items.join(separator);
  },
  'Fn::Select': (argument, known) => {
    const [index, items] = resolveIntrinsics(argument, known) as [number | string, unknown[]];
    return items[Number(index)] ?? fail(`Fn::Select of ${index} from a list of ${items.length}`);
  },
  'Fn::Split': (argument, known) => {
    const [separator, text] = resolveIntrinsics(argument, known) as [string, string];
    return text.split(separator);
  },
  'Fn::Sub': substitute,
  'Fn::ImportValue': (argument, known) => {
    const name = String(resolveIntrinsics(argument, known));
    return known.get(exportKey(name))?.ref ?? fail(`Fn::ImportValue of ${name}: no stack before this one exports it`);
  },
};

function isIntrinsic(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}

function callIntrinsic(name: string, argument: unknown, known: Identities): unknown {
  const intrinsic = intrinsics[name] ?? fail(name);
  return intrinsic(argument, known);
}

function substitute(argument: unknown, known: Identities): string {
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  return text.replace(PLACEHOLDER, (_all, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return String(resolveIntrinsics(variables[name], known));
    return name.includes('.') ? attribute(attributePath(name), known) : reference(name, known);
  });
}

function reference(name: string, known: Identities): string {
  const pseudo: Readonly<Record<string, string>> = pseudoParameters;
  return known.get(name)?.ref ?? pseudo[name] ?? fail(`Ref to ${name}`);
}

function attribute([logicalId, name]: readonly [string, string], known: Identities): string {
  return known.get(logicalId)?.attributes[name] ?? fail(`Fn::GetAtt of ${logicalId}.${name}`);
}

/** `["Queue", "Arn"]` and `"Queue.Arn"` are the same. */
function attributePath(argument: unknown): readonly [string, string] {
  const [logicalId = '', ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  return [logicalId, rest.join('.')];
}

function referencesOfCall(name: string, argument: unknown): string[] {
  if (name === 'Ref') return [String(argument)];
  if (name === 'Fn::GetAtt') return [attributePath(argument)[0]];
  if (name !== 'Fn::Sub') return [];
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(PLACEHOLDER)].map(([, , placeholder = '']) => attributePath(placeholder)[0]);
}

function fail(what: string): never {
  throw new UnsupportedTemplate(`the local account does not know ${what}`);
}
