import type { Command } from '../../shared/contract/command.ts';
import { commandTaxProblem } from '../../shared/domain/check-tax.ts';
import { fingerprint } from '../../shared/domain/fingerprint.ts';
import { LEDGER_TRANSITIONS, LedgerConflict, type LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import { sentAgain } from '../../shared/domain/redrive.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import { planOf } from '../../shared/sevdesk/commands/plans.ts';
import { advance } from './advance.ts';
import { fail, reportFailure, reportSuccess } from './answer-command.ts';
import type { CommandDependencies, CommandMessage, Work } from './command-dependencies.ts';
import { MOST_RECEIVES } from './limits.ts';
import { readCommand, type Unreadable } from './read-command.ts';
import { refuseMessage } from './refuse-message.ts';

/** A secret is there, but the sweep has not tested it yet: a command waits for it, longer each time. */
const NEW_TENANT_PAUSE_SECONDS = 2;
const LONGEST_NEW_TENANT_PAUSE_SECONDS = 60;
/** Another delivery of the same command is at work: it is looked at again soon. */
const CONFLICT_PAUSE_SECONDS = 2;

/**
 * Carries out one command, or one part of it, so that it takes effect at most once: the ledger says what is known, the
 * claim is written right before the call, and after a call without an answer sevdesk is read before it is written to again.
 * Every step is repeatable: a crash anywhere leads back here with the same message.
 * @throws what AWS throws, or a mistake of ours; SQS delivers the message again then, until it has done so 900 times.
 */
export async function executeCommand(
  dependencies: CommandDependencies,
  message: CommandMessage,
): Promise<MessageOutcome> {
  try {
    return await execute(dependencies, message);
  } catch (error) {
    if (error instanceof LedgerConflict) return { kind: 'hide', seconds: CONFLICT_PAUSE_SECONDS };
    if (message.receives <= MOST_RECEIVES) throw error;
    return giveUp(dependencies, message, error);
  }
}

/** A message at which the relay itself keeps failing ends with its reason, before SQS takes it away without one. */
async function giveUp(
  dependencies: CommandDependencies,
  message: CommandMessage,
  error: unknown,
): Promise<MessageOutcome> {
  const cause = error instanceof Error ? error.message : String(error);
  const text = `The relay failed at this command ${MOST_RECEIVES} times (${cause}). Look into sevdesk before you send it again.`;
  const failure = { reason: 'attempts_exhausted', message: text, retryable: false } as const;
  const reading = readCommand(message);
  if (!('command' in reading)) return refuseMessage(dependencies, message, { ...reading, failure });
  const { tenantId, commandId, type } = reading.command;
  try {
    const entry = await dependencies.ledger.get(tenantId, commandId);
    // What the ledger has of it is ended there, or it would stand in no list.
    if (entry && mayFail(entry)) return await fail({ dependencies, message, entry }, failure);
  } catch (cause) {
    dependencies.log.error('The ledger could not end the command; its dead letter does', { commandId, error: cause });
  }
  return refuseMessage(dependencies, message, { failure, commandId, type });
}

function mayFail({ state }: LedgerEntry): boolean {
  return LEDGER_TRANSITIONS[state].includes('failed');
}

async function execute(dependencies: CommandDependencies, message: CommandMessage): Promise<MessageOutcome> {
  const reading = readCommand(message);
  if ('failure' in reading) return refuseMessage(dependencies, message, reading);
  const { command } = reading;
  const tenant = await dependencies.tenants.get(command.tenantId);
  if (!tenant || tenant.state === 'removed') return unknownTenant(dependencies, message, command);
  const opened = await openEntry(dependencies, message, { command, tenant });
  if ('refused' in opened) return refuseMessage(dependencies, message, opened.refused);
  return carryOn({ dependencies, message, command, plan: planOf(command.type), tenant, entry: opened.entry });
}

function carryOn(work: Work): Promise<MessageOutcome> {
  const { state } = work.entry;
  if (state === 'succeeded') return reportSuccess(work);
  // A late duplicate of a command that was given up is answered as before, and not carried out.
  if (state === 'failed' || state === 'dropped') return reportFailure(work);
  return advance(work);
}

async function unknownTenant(
  dependencies: CommandDependencies,
  message: CommandMessage,
  { commandId, type, tenantId }: Command,
): Promise<MessageOutcome> {
  const mayCome = (await dependencies.tokens.read(tenantId)).kind !== 'missing';
  if (mayCome && message.receives <= MOST_RECEIVES) {
    const seconds = Math.min(message.receives * NEW_TENANT_PAUSE_SECONDS, LONGEST_NEW_TENANT_PAUSE_SECONDS);
    return { kind: 'hide', seconds };
  }
  const text = `There is no tenant "${tenantId}": connect it first, or put its token into its secret.`;
  const failure = { reason: 'tenant_unknown', message: text, retryable: true } as const;
  return refuseMessage(dependencies, message, { failure, commandId, type });
}

/** The command's entry in the ledger, new or found; or why the message can't have one. */
async function openEntry(
  { ledger, now }: CommandDependencies,
  message: CommandMessage,
  { command, tenant }: Pick<Work, 'command' | 'tenant'>,
): Promise<{ entry: LedgerEntry } | { refused: Unreadable }> {
  const contentHash = fingerprint(command);
  const known = await ledger.get(command.tenantId, command.commandId);
  // That the message is here says that it was sent, whatever became of the redrive that sent it.
  if (known)
    return known.contentHash === contentHash ? { entry: sentAgain(known) } : { refused: otherContent(command) };
  const problem = commandTaxProblem(command, tenant.settings ?? {});
  if (problem) return { refused: untaxable(command, problem) };
  const entry = newEntry(command, { contentHash, message, nowMs: now() });
  if (planOf(command.type).claimsMarker) {
    const holder = await ledger.claimMarker(entry, command.commandId);
    if (holder !== command.commandId) return { refused: markerTaken(command, entry.marker, holder) };
  }
  // If it is there by now, another delivery was faster by a moment: the first conditional write decides between the two.
  await ledger.add(entry);
  return { entry };
}

function newEntry(
  command: Command,
  facts: { contentHash: string; message: CommandMessage; nowMs: number },
): LedgerEntry {
  return {
    tenantId: command.tenantId,
    commandId: command.commandId,
    type: command.type,
    contentHash: facts.contentHash,
    marker: markerOf(command),
    state: 'waiting',
    run: 1,
    attempts: 0,
    calls: 0,
    completed: [],
    blamed: 0,
    deferrals: 0,
    receivedAt: facts.nowMs,
    activeSince: facts.message.sentAtMs,
    body: facts.message.body,
    revision: 0,
  };
}

/** The caller's own reference, where the type of command has one. */
function markerOf({ data, commandId }: Command): string {
  return ('reference' in data && data.reference) || commandId;
}

function untaxable({ commandId, type }: Command, message: string): Unreadable {
  return { failure: { reason: 'invalid_command', message, retryable: false }, commandId, type };
}

function otherContent({ commandId, type }: Command): Unreadable {
  const message = `The commandId "${commandId}" was used before with other content; every command needs its own.`;
  return { failure: { reason: 'conflicting_command', message, retryable: false }, commandId, type };
}

function markerTaken({ commandId, type }: Command, marker: string, holder: string): Unreadable {
  const message = `The reference "${marker}" belongs to the command "${holder}"; every ${type} needs its own.`;
  return { failure: { reason: 'conflicting_command', message, retryable: false }, commandId, type };
}
