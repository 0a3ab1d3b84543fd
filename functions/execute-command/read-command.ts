import type * as z from 'zod/mini';
import { COMMAND_BYTES, type Command, commandData, commandEnvelope } from '../../shared/contract/command.ts';
import { describeIssue } from '../../shared/contract/describe-issue.ts';
import { COMMAND_ID_PATTERN, TENANT_ID_PATTERN } from '../../shared/contract/names.ts';
import type { CommandFailure } from '../../shared/domain/ledger-entry.ts';
import { taxProblem } from '../../shared/domain/tax-rules.ts';
import type { CommandMessage } from './command-dependencies.ts';

/** A message that is no command, with what could be read of it. */
export interface Unreadable {
  readonly failure: CommandFailure;
  readonly commandId?: string;
  readonly type?: string;
}

export type Reading = { readonly command: Command } | Unreadable;

const PROBLEMS_TOLD = 5;

/** Reads and checks a message, without asking anybody: schema first, then the tax rules. Nothing was sent to sevdesk. */
export function readCommand({ body, group }: Pick<CommandMessage, 'body' | 'group'>): Reading {
  const bytes = Buffer.byteLength(body);
  if (bytes > COMMAND_BYTES) return invalid({}, `The message has ${bytes} bytes; allowed are ${COMMAND_BYTES}.`);
  const json = parseJson(body);
  if (json === undefined) return invalid({}, 'The message is not JSON.');
  const envelope = commandEnvelope.safeParse(json);
  if (!envelope.success) return invalid(json, problems(envelope.error, []));
  if (envelope.data.tenantId !== group) return invalid({ ...envelope.data, tenantId: undefined }, groupProblem(group));
  const data = commandData[envelope.data.type].safeParse(envelope.data.data);
  if (!data.success) return invalid(json, problems(data.error, ['data']));
  const command = { ...envelope.data, data: data.data };
  const taxRates = command.data.positions.map(({ taxRate }) => taxRate);
  const problem = taxProblem(command.data.taxRule ?? '1', taxRates);
  return problem ? invalid(json, problem) : { command };
}

function groupProblem(group: string): string {
  return `tenantId: must equal the message's MessageGroupId, which is "${group.slice(0, 80)}"`;
}

function invalid(json: unknown, message: string): Unreadable {
  const { commandId, type } = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  return {
    failure: { reason: 'invalid_command', message, retryable: false },
    ...(typeof commandId === 'string' && COMMAND_ID_PATTERN.test(commandId) && { commandId }),
    ...(typeof type === 'string' && { type: type.slice(0, 80) }),
  };
}

/** `data.positions.0.price: write it as text: …; …`: where, and what is allowed. */
function problems(error: z.core.$ZodError, path: readonly PropertyKey[]): string {
  const told = error.issues.slice(0, PROBLEMS_TOLD).map((issue) => describeIssue(issue, { path, whole: 'message' }));
  const more = error.issues.length - told.length;
  return `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // The caller says so; a body that is JSON never parses to undefined.
  }
}

/** The tenant that a refusal may be told to: the group, if it can be one. */
export function tenantOfGroup(group: string): string | undefined {
  return TENANT_ID_PATTERN.test(group) ? group : undefined;
}
