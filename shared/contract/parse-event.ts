import { isCommandType } from './check-command.ts';
import { checkValue } from './check-value.ts';
import { type EventType, eventData, eventEnvelope, type RelayEvent } from './event.ts';
import { listed } from './listed.ts';
import { dataSchema } from './names.ts';
import { parseJson } from './parse-json.ts';

const MOST_CHARACTERS = 80;

/** It is no event of the relay, or not as the contract says. */
export class InvalidEvent extends Error {
  override readonly name: string = 'InvalidEvent';
  /** Each says where it is and what is allowed there, never what was given. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Not an event of sevdesk-relay: ${listed(problems)}`);
    this.problems = problems;
  }
}

/**
 * An event of a type, or about a command of a type, that this version of the contract does not know, or with data of another schema:
 * the relay is newer.
 */
export class UnknownEventType extends InvalidEvent {
  override readonly name = 'UnknownEventType';
  /** Of the event, or of its command. */
  readonly type: string;

  constructor(type: string, path = 'type', unknown = type) {
    super([`${path}: "${unknown.slice(0, MOST_CHARACTERS)}" is not known to this version of the contract`]);
    this.type = type;
  }
}

/**
 * The event in what was delivered: an EventBridge event, its `detail`, or the JSON text of either, for example the body of an SQS
 * message. What is returned is what was given, with the fields that newer versions add.
 * @throws UnknownEventType, an InvalidEvent, for a type of a newer version.
 * @throws InvalidEvent for everything else that is not an event as the contract says.
 */
export function parseEvent(input: unknown): RelayEvent {
  const value = typeof input === 'string' ? parseJson(input) : input;
  if (value === undefined) throw new InvalidEvent(['event: must be JSON']);
  const event = detailOf(value);
  const { type, dataschema, data } = valid(eventEnvelope, event, []);
  if (!isEventType(type)) throw new UnknownEventType(type);
  if (dataschema !== dataSchema(type)) throw new UnknownEventType(type, 'dataschema', dataschema);
  const command = typeOfCommand(type, data);
  if (command !== undefined && !isCommandType(command)) throw new UnknownEventType(command, 'data.type');
  valid(eventData[type], data, ['data']);
  return event as RelayEvent;
}

function valid<T extends Parameters<typeof checkValue>[0]>(schema: T, value: unknown, path: readonly string[]) {
  const checked = checkValue(schema, value, { path, whole: 'event' });
  if ('problems' in checked) throw new InvalidEvent(checked.problems);
  return checked.value;
}

/** EventBridge puts its own envelope around ours. */
function detailOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'detail-type' in value && 'detail' in value
    ? value.detail
    : value;
}

/** A name of our own: `toString` is none. */
function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventData, type);
}

/** `command.failed` repeats what its message said, which need not be a type. */
function typeOfCommand(type: EventType, data: unknown): string | undefined {
  const { type: command } = Object(data) as { type?: unknown };
  return type.startsWith('command.') && type !== 'command.failed' && typeof command === 'string' ? command : undefined;
}
