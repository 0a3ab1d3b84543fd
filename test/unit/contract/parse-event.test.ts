import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  COMMAND_TYPES,
  type CommandResult,
  EVENT_TYPES,
  InvalidEvent,
  parseEvent,
  type RelayEvent,
  UnknownEventType,
} from '../../../shared/contract/contract.ts';
import { eventSections } from '../../docs/render-events.ts';
import { fieldPaths, withAt, without } from '../../support/json-paths.ts';

type Json = Record<string, unknown>;

/** As it comes over the wire. */
const examples = eventSections().flatMap(({ events }) =>
  events.map(({ type, example }) => ({ type, event: JSON.parse(JSON.stringify(example)) as Json })),
);
const exampleOf = (type: string) => examples.find((one) => one.type === type)?.event ?? {};
const paid = exampleOf('invoice.paid');
const succeeded = exampleOf('command.succeeded');
const delivered = (event: Json) => ({ version: '0', id: 'aws', 'detail-type': event.type, detail: event });

/** What is wrong with it; nothing for an event. Anything else that is thrown fails the test. */
function problems(input: unknown): readonly string[] {
  try {
    parseEvent(input);
    return [];
  } catch (error) {
    if (error instanceof InvalidEvent) return error.problems;
    throw error;
  }
}

describe('an event', () => {
  it.each(examples)('is read however it comes: $type', ({ type, event }) => {
    expect(parseEvent(event)).toBe(event);
    expect(parseEvent(delivered(event)).type).toBe(type);
    expect(parseEvent(JSON.stringify(event))).toEqual(event);
    expect(parseEvent(JSON.stringify(delivered(event)))).toEqual(event);
  });

  it('is one of those that the contract names', () => {
    expect(examples.map(({ type }) => type).sort()).toEqual([...EVENT_TYPES].sort());
  });

  it('keeps fields of newer versions, wherever they are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), fc.jsonValue(), ({ event }, at, value) => {
        const objects = fieldPaths(event, { objects: true });
        const newer = withAt(event, [...(objects[at % objects.length] ?? []), 'ofTomorrow'], value);
        expect(parseEvent(newer)).toBe(newer);
        expect(parseEvent(JSON.stringify(newer))).toEqual(JSON.parse(JSON.stringify(newer)));
      }),
    );
  });
});

describe('what is no event', () => {
  it.each([
    ['text that is no JSON', 'invoice.paid', 'event: must be JSON'],
    ['nothing', undefined, 'event: must be JSON'],
    ['null', null, 'event: must be an object'],
    ['a list', [paid], 'event: must be an object'],
    ['a list as data', { ...paid, data: [] }, 'data: must be an object'],
    [
      'an event of AWS',
      { 'detail-type': 'EC2 Instance State-change', detail: {} },
      'specversion: is required: must be 1.0',
    ],
    [
      'an amount as text',
      withAt(paid, ['data', 'summary', 'gross'], '46.65'),
      'data.summary.gross: must be a number, without quotes',
    ],
    ['a status that is no word', withAt(paid, ['data', 'summary', 'status'], 7), /^data\.summary\.status: must be /],
    ['another resource', withAt(paid, ['data', 'resource'], 'Order'), 'data.resource: must be Invoice'],
    ['an id of somebody else', { ...paid, id: '4711' }, 'id: an id such as "evt_" with 32 characters behind it'],
    [
      'a result of another command',
      withAt(succeeded, ['data', 'type'], 'invoice.book'),
      'data.result.booked: is required',
    ],
  ])('is told of, with what is allowed: %s', (_what, input, problem) => {
    expect(problems(input)).toContainEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
  });

  it('never throws anything else, nor quotes what was sent', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => problems(value).length > 0));
    fc.assert(fc.property(fc.string(), (text) => problems(text).length > 0));
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), fc.jsonValue(), ({ event }, at, value) => {
        const paths = fieldPaths(event);
        problems(withAt(event, paths[at % paths.length] ?? [], value));
      }),
    );
    const secret = 'very-secret'.repeat(9);
    const told = fieldPaths(paid).flatMap((path) => problems(withAt(paid, path, [secret])));
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter((problem) => problem.includes('very-secret'))).toEqual([]);
  });

  it.each(examples)('names what is missing: $type', ({ event }) => {
    for (const path of requiredPaths(event)) {
      const told = problems(without(event, path));
      expect(told.map((problem) => problem.split(':')[0])).toContain(path.join('.'));
    }
  });

  it('says all that is wrong, and in its message the first of it', () => {
    expect(problems({}).length).toBeGreaterThan(5);
    expect(() => parseEvent({})).toThrow(/^Not an event of sevdesk-relay: specversion: .*; and \d+ more$/);
  });
});

describe('an event of a newer relay', () => {
  it.each([
    [{ ...paid, type: 'invoice.dunned' }, 'type: "invoice.dunned" is not known to this version of the contract'],
    [{ ...paid, type: 'toString' }, 'type: "toString" is not known to this version of the contract'],
    [
      withAt(succeeded, ['data', 'type'], 'invoice.dun'),
      'data.type: "invoice.dun" is not known to this version of the contract',
    ],
    [
      { ...paid, dataschema: 'urn:sevdesk-relay:schema:invoice.paid:2', data: {} },
      'dataschema: "urn:sevdesk-relay:schema:invoice.paid:2" is not known to this version of the contract',
    ],
  ])('is told apart from what is wrong: %#', (event, problem) => {
    expect(problems(event)).toEqual([problem]);
    expect(() => parseEvent(event)).toThrow(UnknownEventType);
  });

  it('may use words that this version does not know', () => {
    const dunned = withAt(paid, ['data', 'summary', 'status'], 'dunned');
    expect(parseEvent(dunned)).toBe(dunned);
    expect(problems(withAt(exampleOf('command.failed'), ['data', 'reason'], 'too_late'))).toEqual([]);
  });

  it('is wrong all the same where its envelope is', () => {
    expect(() => parseEvent({ ...paid, type: 'invoice.dunned', id: '1' })).not.toThrow(UnknownEventType);
    expect(problems(withAt(exampleOf('command.failed'), ['data', 'type'], 'invoice.dun'))).toEqual([]);
  });
});

describe('the type of an event', () => {
  it('follows from its "type", and that of a result from the type of its command', () => {
    const event = parseEvent(paid);
    if (event.type === 'invoice.paid') {
      expectTypeOf(event.data.summary.gross).toEqualTypeOf<number | null>();
      expectTypeOf(event.data.resource).toEqualTypeOf<'Invoice'>();
      // @ts-expect-error: no status of an invoice
      expect(event.data.summary.status === 'accepted').toBe(false);
    }
    if (event.type === 'command.succeeded' && event.data.type === 'invoice.book') {
      expectTypeOf(event.data.result.open).toEqualTypeOf<number>();
    }
    expectTypeOf<CommandResult<'datev.export'>['dataref']>().toEqualTypeOf<string>();
    expectTypeOf<RelayEvent<'tag.created'>['data']['summary']['name']>().toEqualTypeOf<string | null>();
    expect(COMMAND_TYPES).toContain('invoice.book');
  });
});

/** Optional by the contract; fields of `record` and `previous` are sevdesk's. */
const OPTIONAL =
  /^(sequence|tenantid|correlationid|dataref|data\.record|data\.(record|previous)\..*|data\.counts\..*|data\.sevdesk.*|data\.resources\..*|.*\.\d+)$/;
const OPTIONAL_IN_FAILED = /^data\.(commandId|type)$/;

function requiredPaths(event: Json): readonly (readonly string[])[] {
  const optional = event.type === 'command.failed' ? [OPTIONAL, OPTIONAL_IN_FAILED] : [OPTIONAL];
  return fieldPaths(event).filter((path) => !optional.some((expression) => expression.test(path.join('.'))));
}
