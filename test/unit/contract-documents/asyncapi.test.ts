import { Socket } from 'node:net';
import { Parser } from '@asyncapi/parser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { COMMAND_TYPES } from '../../../shared/contract/command.ts';
import { EVENT_TYPES } from '../../../shared/contract/event.ts';
import { asyncApiDocument } from '../../contract/asyncapi-document.ts';
import { asyncApiYaml } from '../../contract/asyncapi-yaml.ts';
import { contractSchemas } from '../../contract/contract-schemas.ts';

const WARNING = 1;
const contract = contractSchemas();
const document = asyncApiDocument(contract, '0.1.0');
const yaml = asyncApiYaml(document);

/** Few messages are read faster. */
const ANSWERS = Object.fromEntries(Object.entries(contract.events).filter(([type]) => type.startsWith('command.')));

async function diagnose(text: string) {
  const parsed = await new Parser().parse(text);
  return { ...parsed, problems: parsed.diagnostics.filter(({ severity }) => severity <= WARNING) };
}

describe('the AsyncAPI document', () => {
  const connect = vi.spyOn(Socket.prototype, 'connect');
  beforeEach(() => {
    connect.mockImplementation(() => {
      throw new Error('The parser needs no network');
    });
  });
  afterEach(() => connect.mockReset());

  it('is valid, with all its messages, and needs nothing from anywhere', async () => {
    const { document: read, problems } = await diagnose(yaml);
    expect(problems).toEqual([]);
    expect(read?.version()).toBe('3.0.0');
    expect(
      read
        ?.operations()
        .all()
        .map((operation) => [operation.id(), operation.action()]),
    ).toEqual([
      ['sendEvents', 'send'],
      ['receiveCommands', 'receive'],
      ['receiveCommandsOfRules', 'receive'],
    ]);
    expect(
      read
        ?.allMessages()
        .all()
        .map((message) => message.name())
        .sort(),
    ).toEqual([...EVENT_TYPES, ...COMMAND_TYPES].sort());
    expect(connect).not.toHaveBeenCalled();
  });

  it.each([
    ['a schema that is not there', '#/components/schemas/EventEnvelope', '#/components/schemas/Envelope'],
    ['an action that does not exist', 'action: send', 'action: publish'],
    ['a binding of another version', 'bindingVersion: 0.2.0', 'bindingVersion: 9.9.9'],
  ])('would not be valid with %s', async (_name, text, broken) => {
    const small = asyncApiYaml(asyncApiDocument({ events: ANSWERS, commands: {} }, '0.1.0'));
    expect((await diagnose(small)).problems).toEqual([]);
    expect((await diagnose(small.replaceAll(text, broken))).problems).not.toEqual([]);
  });

  it('says in YAML what it says', () => {
    expect(parse(yaml)).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it.each(EVENT_TYPES)('says of %s all that its schema says', (type) => {
    const { components } = document as { components: { schemas: Record<string, never> } };
    const { $schema, $id, examples, ...schema } = contract.events[type] ?? {};
    expect(whole(components.schemas, type)).toEqual(schema);
  });
});

/** A shared schema, put together again. */
function whole(schemas: Readonly<Record<string, Record<string, never>>>, type: string): unknown {
  const { title, description, allOf: [envelope, own] = [] } = resolve(schemas, schemas[type]) as unknown as Shared;
  return { ...envelope, title, description, properties: { ...envelope?.properties, ...own?.properties } };
}

interface Shared {
  readonly title: string;
  readonly description: string;
  readonly allOf?: readonly { readonly properties: object }[];
}

function resolve(schemas: Readonly<Record<string, unknown>>, value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner) =>
    typeof inner?.$ref === 'string' ? resolve(schemas, schemas[inner.$ref.split('/').at(-1)]) : inner,
  );
}
