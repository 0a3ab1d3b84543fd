import { turnEntry } from '../../shared/domain/ledger-entry.ts';
import { withParked } from '../../shared/domain/tenant.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import { answer } from './answer-command.ts';
import type { Work } from './command-dependencies.ts';

/**
 * Keeps a command of a tenant that is away in the ledger, body and all, and acknowledges its message: it is sent again
 * when the tenant is back. The tenant's flag is raised before, so that a crash forgets nothing, and after, so that a sweep
 * that looked in between looks again.
 */
export async function parkCommand(work: Work): Promise<MessageOutcome> {
  const { dependencies, tenant, entry: before } = work;
  await raiseFlag(work);
  const effectUnknown = before.state === 'unknown' || before.effectUnknown === true;
  // The same time in every repeat of the answer.
  const parkedAt = before.state === 'parked' ? before.parkedAt : dependencies.now();
  const entry = await dependencies.ledger.save(turnEntry(before, 'parked', { effectUnknown, parkedAt }));
  await raiseFlag(work);
  const reason = tenant.state === 'disconnected' ? 'tenant_disconnected' : 'tenant_suspended';
  const message = `The command waits until the tenant is back. ${tenant.message ?? ''}`.trim();
  const { commandId, type } = entry;
  const told = { commandId, type, reason, message } as const;
  // A tenant can be away more than once.
  await dependencies.publish([answer({ dependencies, entry }, 'command.parked', told, tenant.since)]);
  dependencies.count('commandsParked');
  return { kind: 'done' };
}

/** Says that commands of the tenant wait in the ledger, so that a sweep looks for them. */
export async function raiseFlag({ dependencies, tenant }: Work): Promise<void> {
  await dependencies.tenants.change(tenant.tenantId, (current) => withParked(current, dependencies.now()));
}
