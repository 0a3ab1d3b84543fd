import { existsSync, readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const SCHEMAS = new URL('../../shared/contract/schemas/', import.meta.url);

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validators = new Map<string, ValidateFunction | undefined>();

/** What the published schema of this type finds in a message: `invoice.paid: data.summary.gross must be number`. */
export function messageProblems(message: unknown, type: string): readonly string[] {
  if (!validators.has(type)) validators.set(type, readValidator(type));
  const validate = validators.get(type);
  if (!validate) return [`${type}: there is no schema of this type`];
  return validate(message) ? [] : (validate.errors ?? []).map((error) => `${type}: ${describeError(error)}`);
}

function readValidator(type: string): ValidateFunction | undefined {
  const file = new URL(`${type}.json`, SCHEMAS);
  return existsSync(file) ? ajv.compile(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

function describeError({ instancePath, message, params }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  return [path, message, JSON.stringify(params)].filter(Boolean).join(' ');
}
