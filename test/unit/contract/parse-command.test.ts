import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND_BYTES } from '../../../shared/contract/command.ts';
import { COMMAND_TYPES, InvalidCommand, parseCommand } from '../../../shared/contract/contract.ts';
import { exampleCommand } from '../../docs/render-commands.ts';
import { anInvoiceCommand } from '../../support/builders.ts';
import { fieldPaths, withAt, without } from '../../support/json-paths.ts';

const examples = COMMAND_TYPES.map((type) => ({ type, command: exampleCommand(type) }));
const command = anInvoiceCommand();

/** What is wrong with it; nothing for a command. Anything else that is thrown fails the test. */
function problems(input: unknown): readonly string[] {
  try {
    parseCommand(input);
    return [];
  } catch (error) {
    if (error instanceof InvalidCommand) return error.problems;
    throw error;
  }
}

describe('a command', () => {
  it.each(examples)('is read as an object and as JSON text: $type', ({ command }) => {
    expect(parseCommand(command)).toEqual(command);
    expect(parseCommand(JSON.stringify(command))).toEqual(command);
  });

  it('is what JSON makes of it', () => {
    expect(parseCommand({ ...command, data: { ...command.data, header: undefined } })).toEqual(command);
    expect(problems({ ...command, data: { ...command.data, date: new Date(0) } })).toEqual([
      'data.date: a date such as "2026-11-20", from 1900 to 2199',
    ]);
  });
});

const circular: Record<string, unknown> = {};
circular.self = circular;

it('takes 350,000 bytes: what was taken once is taken for good', () => {
  expect(problems(JSON.stringify(command).padEnd(350_000))).toEqual([]);
});

describe('what is no command', () => {
  it.each([
    ['text that is no JSON', 'invoice.create', 'command: must be JSON'],
    ['nothing', undefined, 'command: must be JSON'],
    ['what JSON can not say', circular, 'command: must be JSON'],
    ['a big integer', { ...command, version: 1n }, 'command: must be JSON'],
    ['a name that stands twice', JSON.stringify(command).replace('{', '{"version":1,'), /names a field twice/],
    ['a list', [command], 'command: must be an object'],
    ['no version', { ...command, version: undefined }, 'version: is required: must be 1'],
    ['a field that does not exist', { ...command, tenant: 'acme' }, /^command: unknown tenant; allowed: commandId, /],
    ['data of another command', { ...command, type: 'invoice.book' }, /^data: unknown .*; allowed: invoice, amount, /],
    [
      'more than fits',
      JSON.stringify(command).padEnd(COMMAND_BYTES + 1),
      `The message has ${COMMAND_BYTES + 1} bytes; allowed are ${COMMAND_BYTES}.`,
    ],
  ])('is told of, with what is allowed: %s', (_what, input, problem) => {
    expect(problems(input)).toContainEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
  });

  it('never throws anything else, nor quotes what was sent', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => problems(value).length > 0));
    fc.assert(fc.property(fc.string(), (text) => problems(text).length > 0));
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), fc.jsonValue(), ({ command }, at, value) => {
        const paths = fieldPaths(command);
        problems(withAt(command, paths[at % paths.length] ?? [], value));
      }),
    );
    const told = fieldPaths(command).flatMap((path) => problems(withAt(command, path, ['very-secret'])));
    expect(told.filter((problem) => problem.includes('very-secret'))).toEqual([]);
  });

  it.each(['commandId', 'tenantId', 'type', 'version', 'data'])('names what is missing: %s', (field) => {
    expect(problems(without(command, [field]))).toEqual([expect.stringMatching(`^${field}: is required`)]);
  });

  it('is told of in one line', () => {
    expect(() => parseCommand({ a: 1 })).toThrow(
      /^Not a command of sevdesk-relay: commandId: is required; tenantId: .*; and 1 more$/,
    );
  });
});
