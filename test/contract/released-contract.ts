import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactJson } from '../docs/compact-json.ts';
import { type ContractSchemas, type JsonSchema, mapSchemas, mapValues } from './json-schema.ts';

const RELEASED = 'shared/contract/released.json';

/** The contract as consumers of the last release know it. */
export interface ReleasedContract extends ContractSchemas {
  readonly version: string;
}

/** What was written at the last release. */
export function readReleased(root: string): ReleasedContract {
  return JSON.parse(readFileSync(join(root, RELEASED), 'utf8'));
}

/** Keeps of the contract what is valid: texts and examples may change at any time. */
export function writeReleased(root: string, { events, commands }: ContractSchemas, version: string): void {
  const bare = { version, events: mapValues(events, withoutTexts), commands: mapValues(commands, withoutTexts) };
  writeFileSync(join(root, RELEASED), `${compactJson(bare)}\n`);
}

function withoutTexts(schema: JsonSchema): JsonSchema {
  const { $schema, $id, title, description, examples, ...rest } = mapSchemas(schema, withoutTexts);
  return rest;
}
