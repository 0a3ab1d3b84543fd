/**
 * What products import: `sevdesk-relay/contract`. Everything here is public, and only what is here; it needs nothing of AWS and
 * nothing else of the relay.
 */
export { COMMAND_TYPES, type Command, type CommandData, type CommandType } from './command.ts';
export type { CommandResult } from './command-result.ts';
export {
  EVENT_TYPES,
  type EventData,
  type EventType,
  FAILURE_REASONS,
  type FailureReason,
  RESOURCE_NAMES,
  type RelayEvent,
  type ResourceName,
} from './event.ts';
export { EVENT_SOURCE, type RelayNames, relayNames } from './names.ts';
export { InvalidCommand, parseCommand } from './parse-command.ts';
export { InvalidEvent, parseEvent, UnknownEventType } from './parse-event.ts';
