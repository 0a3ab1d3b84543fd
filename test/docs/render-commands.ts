import { readFileSync } from 'node:fs';
import { type CommandType, commandData } from '../../shared/contract/command.ts';
import { COMMAND_TEXTS } from './command-texts.ts';
import { compactJson } from './compact-json.ts';
import { type SchemaField, schemaFields } from './schema-fields.ts';

/** A whole command of this type, as a product sends it. */
export function exampleCommand(type: CommandType) {
  const { example } = COMMAND_TEXTS[type];
  return { commandId: `example-${type.replace('.', '-')}`, tenantId: 'acme', type, version: 1, data: example };
}

/** The page `docs/commands.md`. */
export function renderCommands(): string {
  const intro = readFileSync(new URL('commands-intro.md', import.meta.url), 'utf8');
  const types = Object.keys(commandData) as CommandType[];
  return [intro.trimEnd(), ...types.map(renderCommand)].join('\n\n').concat('\n');
}

function renderCommand(type: CommandType): string {
  const { about, result, fails, lost } = COMMAND_TEXTS[type];
  return [
    `## ${type}`,
    about,
    ['```json', compactJson(exampleCommand(type)), '```'].join('\n'),
    fieldTable(schemaFields(commandData[type])),
    `**Answer:** ${['`resource`', '`recordId`', ...(result ? [result] : [])].join(', ')}.`,
    `**Fails as** ${fails}`,
    `**If an answer is lost:** ${lost}`,
  ].join('\n\n');
}

function fieldTable(fields: readonly SchemaField[]): string {
  const lines = fields.map(
    ({ path, kind, required, description }) =>
      `| \`${path}\`${required ? ' **(required)**' : ''} | ${kind.replaceAll('|', '\\|')} | ${description.replaceAll('|', '\\|')} |`,
  );
  return ['| field of `data` | kind | holds |', '|---|---|---|', ...lines].join('\n');
}
