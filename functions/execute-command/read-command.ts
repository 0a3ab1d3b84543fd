import { checkCommand, sizeProblem } from '../../shared/contract/check-command.ts';
import type { Command } from '../../shared/contract/command.ts';
import { listed } from '../../shared/contract/listed.ts';
import { COMMAND_ID_PATTERN, TENANT_ID_PATTERN } from '../../shared/contract/names.ts';
import { parseJson } from '../../shared/contract/parse-json.ts';
import { repeatedProblem } from '../../shared/contract/repeated-name.ts';
import type { CommandFailure } from '../../shared/domain/ledger-entry.ts';
import type { CommandMessage } from './command-dependencies.ts';

/** A message that is no command, with what could be read of it. */
export interface Unreadable {
  readonly failure: CommandFailure;
  readonly commandId?: string;
  readonly type?: string;
}

export type Reading = { readonly command: Command } | Unreadable;

/** Reads and checks a message, without asking anybody. Nothing was sent to sevdesk. */
export function readCommand({ body, group }: Pick<CommandMessage, 'body' | 'group'>): Reading {
  const tooLarge = sizeProblem(body);
  if (tooLarge) return invalid({}, tooLarge);
  const json = parseJson(body);
  if (json === undefined) return invalid({}, 'The message is not JSON.');
  const repeated = repeatedProblem(body);
  if (repeated) return invalid({}, repeated);
  const check = checkCommand(json, { path: [], whole: 'message' });
  if ('problems' in check) return invalid(json, listed(check.problems));
  return check.command.tenantId === group ? check : invalid(json, groupProblem(group));
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

/** The tenant that a refusal may be told to: the group, if it can be one. */
export function tenantOfGroup(group: string): string | undefined {
  return TENANT_ID_PATTERN.test(group) ? group : undefined;
}
