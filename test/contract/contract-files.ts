import { asyncApiDocument } from './asyncapi-document.ts';
import { asyncApiYaml } from './asyncapi-yaml.ts';
import type { ContractSchemas, JsonSchema } from './json-schema.ts';

/** Where the schemas of messages are, one file each. */
export const SCHEMAS_FOLDER = 'shared/contract/schemas';

/** What is published of the contract beside its code: what has to be in each file, by its path. */
export function contractFiles(contract: ContractSchemas, version: string): Readonly<Record<string, string>> {
  const schemas = Object.entries({ ...contract.events, ...contract.commands }).map(([type, schema]) => [
    `${SCHEMAS_FOLDER}/${type}.json`,
    schemaText(schema),
  ]);
  return {
    ...Object.fromEntries(schemas),
    'shared/contract/asyncapi.yaml': asyncApiYaml(asyncApiDocument(contract, version)),
  };
}

function schemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
