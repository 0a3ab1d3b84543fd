import type * as z from 'zod/mini';
import { COMMAND_BYTES, type Command, type CommandType, commandData, commandEnvelope } from '../contract/command.ts';
import { DESCRIBABLE, describeIssue, type IssuePlace } from '../contract/describe-issue.ts';

export type CommandCheck = { readonly command: Command } | { readonly problems: readonly string[] };

/**
 * Checks what was read from JSON against the schemas of envelope and data, without asking anybody. Each problem says where it is and what is allowed there.
 */
export function checkCommand(value: unknown, place: IssuePlace): CommandCheck {
  const envelope = commandEnvelope.safeParse(value, DESCRIBABLE);
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
  const parsed = isCommandType(type) ? commandData[type].safeParse(data, DESCRIBABLE) : undefined;
  const problems = [
    ...describeAll(envelope.error, place),
    ...describeAll(parsed?.error, { ...place, path: [...place.path, 'data'] }),
  ];
  if (!envelope.success || !parsed?.success) return { problems };
  return { command: { ...envelope.data, data: parsed.data } as Command };
}

/** Why a message is too large for a command, or `undefined` if it is not. */
export function sizeProblem(body: string): string | undefined {
  const bytes = Buffer.byteLength(body);
  return bytes > COMMAND_BYTES ? `The message has ${bytes} bytes; allowed are ${COMMAND_BYTES}.` : undefined;
}

/** A name of our own: `toString` is none. */
function isCommandType(type: unknown): type is CommandType {
  return typeof type === 'string' && Object.hasOwn(commandData, type);
}

function describeAll(error: z.core.$ZodError | undefined, place: IssuePlace): readonly string[] {
  return (error?.issues ?? []).map((issue) => describeIssue(issue, place));
}
