import { readFileSync } from 'node:fs';
import { COMMAND_TYPES, type CommandType, commandData, commandEnvelope } from '../../shared/contract/command.ts';
import { eventData, eventEnvelope } from '../../shared/contract/event.ts';
import { dataSchema } from '../../shared/contract/names.ts';
import { COMMAND_TEXTS } from '../docs/command-texts.ts';
import { exampleCommand } from '../docs/render-commands.ts';
import { eventSections, type ShownEvent } from '../docs/render-events.ts';
import type { ContractSchemas, JsonSchema } from './json-schema.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { type Texts, tableTexts, withTexts } from './table-texts.ts';

/** `type` and `data` are told by the schema itself. */
const TOLD = { type: '', data: '' };
const COMMAND_TABLES = { ...tableTexts(introOf('commands')), ...TOLD };
const EVENT_TABLES = { ...tableTexts(introOf('events')), ...TOLD };

/** Every message as JSON Schema: what the parsers check, but for rules between fields, which JSON Schema has no words for. */
export function contractSchemas(): ContractSchemas {
  const events = eventSections().flatMap(({ summary, events }) => {
    const texts = summary ? { ...EVENT_TABLES, summary: Object.fromEntries(summary) } : {};
    return events.map((shown) => [shown.type, eventSchema(shown, texts)]);
  });
  const commands = COMMAND_TYPES.map((type) => [type, commandSchema(type)]);
  return { events: Object.fromEntries(events), commands: Object.fromEntries(commands) };
}

function introOf(page: 'commands' | 'events'): string {
  return readFileSync(new URL(`../docs/${page}-intro.md`, import.meta.url), 'utf8');
}

function eventSchema({ type, text, example }: ShownEvent, texts: Texts): JsonSchema {
  const envelope = withTexts(jsonSchemaOf(eventEnvelope), EVENT_TABLES);
  const own = { type: { const: type }, dataschema: { const: dataSchema(type) } };
  const data = withTexts(jsonSchemaOf(eventData[type]), texts);
  return messageSchema(type, { text, envelope, fields: { ...own, data }, example });
}

function commandSchema(type: CommandType): JsonSchema {
  const envelope = withTexts(jsonSchemaOf(commandEnvelope), COMMAND_TABLES);
  const fields = { type: { const: type }, data: jsonSchemaOf(commandData[type]) };
  return messageSchema(type, { text: COMMAND_TEXTS[type].about, envelope, fields, example: exampleCommand(type) });
}

interface MessageParts {
  readonly text: string;
  readonly envelope: JsonSchema;
  /** What this type says of fields of the envelope. */
  readonly fields: Readonly<Record<string, JsonSchema>>;
  readonly example: unknown;
}

function messageSchema(type: string, { text, envelope, fields, example }: MessageParts): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: dataSchema(type),
    title: type,
    description: text,
    ...envelope,
    properties: { ...envelope.properties, ...fields },
    examples: [example],
  };
}
