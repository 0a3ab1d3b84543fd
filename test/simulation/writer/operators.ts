import { commandQueue } from '../../../shared/aws/command-queue.ts';
import { deadLetterCopies } from '../../../shared/aws/dead-letter-copies.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { ledgerListing } from '../../../shared/aws/ledger-listing.ts';
import { ledgerTable } from '../../../shared/aws/ledger-table.ts';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import { tokenStore } from '../../../shared/aws/token-store.ts';
import { commandLetter, type LetterName } from '../../../shared/domain/letter-name.ts';
import { letterName, listDeadLetters } from '../../../shared/operations/dead-letter.ts';
import { disconnectTenant } from '../../../shared/operations/disconnect-tenant.ts';
import { dropLetter } from '../../../shared/operations/drop-letter.ts';
import { pauseTenant } from '../../../shared/operations/pause-tenant.ts';
import { redriveCommand } from '../../../shared/operations/redrive-commands.ts';
import { planRedrive } from '../../../shared/operations/redrive-plan.ts';
import { resumeTenant } from '../../../shared/operations/resume-tenant.ts';
import type { Caller } from './caller.ts';
import { COMMANDS, SECRETS, TENANTS } from './names.ts';
import { secretsOf } from './secrets.ts';
import { SWEPT } from './sweep.ts';
import { busOf, dynamoOf, sqsOf } from './writer-aws.ts';

/** What people do with the command-line tool. Each throws what the tool would say. */
export type Operation = (caller: Caller, tenantId: string) => Promise<void>;

/** Everything that the tool works with, wired as it does. */
function toolOf(caller: Caller) {
  const { world, invocation } = caller;
  const dynamo = dynamoOf(caller);
  const sqs = sqsOf(caller);
  return {
    stage: 'test',
    tenants: tenantsTable(dynamo, TENANTS),
    ledger: ledgerTable(dynamo, COMMANDS),
    listing: ledgerListing(dynamo, COMMANDS),
    tokens: tokenStore(secretsOf(caller), SECRETS),
    publish: publishTo(busOf(caller), 'bus'),
    resend: commandQueue(sqs, 'commands'),
    deleteCopies: deadLetterCopies(sqs, 'dead-letters'),
    requestPolls: async () => undefined,
    resources: SWEPT,
    now: world.now,
    pause: (ms: number) => invocation.sleep(ms),
  };
}

export const disconnect: Operation = async (caller, tenantId) => {
  await disconnectTenant(toolOf(caller), tenantId);
};

export const pause: Operation = async (caller, tenantId) => {
  await pauseTenant(toolOf(caller), tenantId);
};

export const resume: Operation = async (caller, tenantId) => {
  await resumeTenant(toolOf(caller), tenantId);
};

/** All that failed, in its order; the copies of what is no dead letter any more go last. */
export const redrive: Operation = async (caller, tenantId) => {
  const tool = toolOf(caller);
  const { steps } = await planRedrive(tool, { tenantId, commandIds: 'all' });
  const gone: LetterName[] = [];
  for (const step of steps) {
    caller.world.oracle.operated(tenantId, step.entry.commandId);
    const done = await redriveCommand(tool, step);
    if ('entry' in done) gone.push(commandLetter({ ...done.entry, run: done.entry.run - 1 }));
  }
  await tool.deleteCopies(gone);
};

/** Only what an interrupted redrive left unsent. */
export const finishRedrive: Operation = async (caller, tenantId) => {
  const tool = toolOf(caller);
  const { steps } = await planRedrive(tool, { tenantId, commandIds: [] });
  for (const step of steps) await redriveCommand(tool, step);
};

/** The oldest dead letter. */
export const drop: Operation = async (caller, tenantId) => {
  const tool = toolOf(caller);
  const [letter] = await listDeadLetters(tool, { tenantId });
  if (!letter) return;
  if (letter.commandId !== undefined) caller.world.oracle.operated(tenantId, letter.commandId);
  const problem = await dropLetter(tool, letter);
  if (problem === undefined) await tool.deleteCopies([letterName(letter)]);
};
