import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../../shared/contract/check-command.ts';
import { COMMAND_TYPES } from '../../../shared/contract/command.ts';
import { EVENT_TYPES } from '../../../shared/contract/event.ts';
import { parseEvent } from '../../../shared/contract/parse-event.ts';
import { contractSchemas } from '../../contract/contract-schemas.ts';
import type { JsonSchema } from '../../contract/json-schema.ts';
import { messageProblems } from '../../contract/message-problems.ts';
import { malformedCommands } from '../../support/malformed-commands/malformed-commands.ts';

const { events, commands } = contractSchemas();
const all = Object.entries({ ...events, ...commands });
const exampleOf = ({ examples }: JsonSchema) => (examples as readonly Record<string, unknown>[])[0];

describe('the schemas', () => {
  it('are one for each type, in the order of the contract', () => {
    expect(Object.keys(events).sort()).toEqual([...EVENT_TYPES].sort());
    expect(Object.keys(commands)).toEqual([...COMMAND_TYPES]);
  });

  it('have names of their own, which events carry', () => {
    expect(new Set(all.map(([, { $id }]) => $id)).size).toBe(EVENT_TYPES.length + COMMAND_TYPES.length);
    for (const schema of Object.values(events)) expect(exampleOf(schema)?.dataschema).toBe(schema.$id);
  });

  it('tell what each message is', () => {
    for (const [type, schema] of all)
      expect(schema).toMatchObject({ title: type, description: expect.stringMatching(/./) });
  });

  it('leave events open, and commands closed, as the parsers do', () => {
    for (const schema of Object.values(events)) expect(openObjects(schema)).toBe(true);
    for (const schema of Object.values(commands)) expect(closedObjects(schema)).toBe(true);
  });
});

describe('examples', () => {
  it.each(all)('%s fits its schema', (type, schema) => {
    expect(messageProblems(exampleOf(schema), type)).toEqual([]);
  });

  it.each(all)('%s fits no other type', (type, schema) => {
    const others = all.map(([other]) => other).filter((other) => other !== type);
    expect(others.filter((other) => messageProblems(exampleOf(schema), other).length === 0)).toEqual([]);
  });
});

describe('what is broken in a command', () => {
  const malformed = malformedCommands(300).flatMap(({ body }) => readObject(body));
  const fits = (value: Record<string, unknown>) => messageProblems(value, String(value.type)).length === 0;
  const problemsOf = (value: unknown) => {
    const checked = checkCommand(value, { path: [], whole: 'command' });
    return 'problems' in checked ? checked.problems : [];
  };

  it('is found by the parser wherever the schema finds it', () => {
    expect(malformed.filter((value) => !fits(value) && problemsOf(value).length === 0)).toEqual([]);
  });

  it('is found by the schema wherever the parser finds it, but for rules between fields', () => {
    const told = malformed.filter(fits).flatMap(problemsOf);
    expect([...new Set(told)].sort()).toEqual([
      'data.contact: give either "id" (of sevdesk) or "externalId" (yours)',
      'data.contact: not allowed beside "fromOrder": the order says it',
      'data.date: not allowed beside "fromOrder": the order says it',
      'data.discounts.0: give either "percentage" or "amount"',
      'data.positions: not allowed beside "fromOrder": the order says it',
      'data.then.send: give either "email" or "markedAs"',
    ]);
  });
});

/** One type of each that has data of its own. */
const EVENTS = Object.entries(events).filter(([type]) => /\.created$|^(tenant|baseline|command)\./.test(type));

describe('what is broken in an event', () => {
  it.each(EVENTS)('is found by parser and schema alike, but for words of a newer relay: %s', (type, schema) => {
    const example = JSON.parse(JSON.stringify(exampleOf(schema)));
    const broken = pathsOf(example)
      .filter(isLookedAt)
      .flatMap((path) => WRONG.map((value) => withValue(example, path, value)));
    const onlyOne = broken.filter((event) => isTaken(event) !== isFit(messageProblems(event, type)));
    expect(onlyOne).toEqual([]);
  });
});

/** The parser lets words through that this version does not publish. */
function isFit(problems: readonly string[]): boolean {
  return problems.every((problem) => UNKNOWN_WORD.test(problem));
}
const UNKNOWN_WORD = /: data\.(?!resource |type )\S+ must be equal to (constant|one of the allowed values) /;

/** The problems of results are those of every command's result together: an unknown word can't be told from another problem. */
function isLookedAt(path: readonly string[]): boolean {
  return path.join('.') !== 'data.result.resource';
}

type Json = Record<string, unknown>;
/** `undefined`: it is not there. */
const WRONG = [undefined, null, 12.5, 'x', true, [], {}, [{}]];
/** What is of sevdesk, and may be anything. */
const ANYTHING = ['record', 'previous'];

function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = Object.entries(value).filter(([name]) => !ANYTHING.includes(name));
  return fields.flatMap(([name, inner]) => [[name], ...pathsOf(inner).map((path) => [name, ...path])]);
}

function withValue(json: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(json))
    return json.map((item, index) => (String(index) === name ? withInner(item, rest, value) : item));
  const { [name]: inner, ...others } = json as Json;
  const replaced = withInner(inner, rest, value);
  return replaced === undefined ? others : { ...others, [name]: replaced };
}

function withInner(inner: unknown, rest: readonly string[], value: unknown): unknown {
  return rest.length > 0 ? withValue(inner, rest, value) : value;
}

function isTaken(event: unknown): boolean {
  try {
    parseEvent(event);
    return true;
  } catch {
    return false;
  }
}

function readObject(body: string): readonly Record<string, unknown>[] {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? [{ ...value }] : [];
  } catch {
    return [];
  }
}

function openObjects(schema: JsonSchema): boolean {
  return schema.additionalProperties !== false && inner(schema).every(openObjects);
}

function closedObjects(schema: JsonSchema): boolean {
  return (schema.type !== 'object' || schema.additionalProperties === false) && inner(schema).every(closedObjects);
}

function inner({ properties = {}, items }: JsonSchema): readonly JsonSchema[] {
  return [...Object.values(properties), ...(items ? [items] : [])];
}
