import { CommandRefused } from '../../shared/domain/sevdesk-error.ts';
import { THEN_AGAIN } from '../../shared/domain/then-again.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import type { StepContext } from '../../shared/sevdesk/commands/command-plan.ts';
import { completeLookUps } from '../../shared/sevdesk/look-ups.ts';
import type { Work } from './command-dependencies.ts';

/** What the step under way knows of its command, its tenant and the steps before it. */
export function stepContext(work: Work, client: SevdeskClient): StepContext {
  const { dependencies, command, entry, tenant } = work;
  const { tenantId, commandId } = entry;
  const nowMs = dependencies.now();
  const linkedId: StepContext['linkedId'] = (resource, externalId) =>
    dependencies.ledger.linked({ tenantId, resource, externalId });
  return {
    tenantId,
    commandId,
    data: command.data,
    marker: entry.marker,
    client,
    settings: tenant.settings ?? {},
    files: dependencies.files(tenantId),
    completed: entry.completed,
    facts: entry.facts ?? {},
    isRepeated: entry.calls > 0,
    firstAttemptAtMs: entry.firstAttemptAt ?? nowMs,
    activeSinceMs: entry.activeSince,
    nowMs,
    lookUps: (needed = {}) => lookUpsFor(work, client, needed),
    linkedId,
    lastNote: (note) => dependencies.ledger.notedBy({ tenantId, ...note }),
    async recordId(resource, { id, externalId = '' }) {
      const recordId = id ?? (await linkedId(resource, externalId));
      if (recordId !== undefined) return recordId;
      const message = `No command has made the ${resource} "${externalId}" yet: send the command that does it, ${THEN_AGAIN}.`;
      throw new CommandRefused('dependency_missing', message, true);
    },
  };
}

async function lookUpsFor(work: Work, client: SevdeskClient, needed: Parameters<StepContext['lookUps']>[0]) {
  const { dependencies, tenant } = work;
  const known = await dependencies.tenants.lookUps(tenant.tenantId);
  return completeLookUps(client, known, {
    countries: [],
    units: [],
    ...needed,
    contactPersonId: tenant.settings?.contactPersonId,
    secretVersion: tenant.secretVersion,
    nowMs: dependencies.now(),
    keep: (found) => dependencies.tenants.saveLookUps(tenant.tenantId, found),
  });
}
