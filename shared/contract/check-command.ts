import { checkValue, type IssuePlace } from './check-value.ts';
import { COMMAND_BYTES, type Command, type CommandType, commandData, commandEnvelope } from './command.ts';

export type CommandCheck = { readonly command: Command } | { readonly problems: readonly string[] };

/**
 * Checks what was read from JSON against the schemas of envelope and data, without asking anybody. Each problem says where it is and what is allowed there.
 */
export function checkCommand(value: unknown, place: IssuePlace): CommandCheck {
  const envelope = checkValue(commandEnvelope, value, place);
  const given = Object(value) as { type?: unknown; data?: unknown };
  const { type, data } = given;
  const checked =
    isCommandType(type) && 'data' in given
      ? checkValue(commandData[type], data, { ...place, path: [...place.path, 'data'] })
      : { problems: [] };
  if ('value' in envelope && 'value' in checked) {
    return { command: { ...envelope.value, data: checked.value } as Command };
  }
  return { problems: [envelope, checked].flatMap((part) => ('problems' in part ? part.problems : [])) };
}

/** Why a message is too large for a command, or `undefined` if it is not. */
export function sizeProblem(body: string): string | undefined {
  const bytes = new TextEncoder().encode(body).length;
  return bytes > COMMAND_BYTES ? `The message has ${bytes} bytes; allowed are ${COMMAND_BYTES}.` : undefined;
}

/** A name of our own: `toString` is none. */
export function isCommandType(type: unknown): type is CommandType {
  return typeof type === 'string' && Object.hasOwn(commandData, type);
}
