import type { ResendCommand } from '../aws/command-queue.ts';
import type { LedgerTable } from '../aws/ledger-table.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import { LedgerConflict, type LedgerEntry, wakeParked } from '../domain/ledger-entry.ts';
import type { Tenant } from '../domain/tenant.ts';

export interface ResendDependencies {
  readonly tenants: Pick<TenantsTable, 'change'>;
  readonly ledger: Pick<LedgerTable, 'inState' | 'save'>;
  readonly resend: ResendCommand;
  readonly now: () => number;
}

/**
 * Sends the parked commands of a tenant again, in the order they came. Each is sent before it leaves the parked state: a
 * crash in between sends it twice, which the ledger answers once. The tenant's flag falls only when nothing was found and
 * nobody wrote the tenant meanwhile, since the index shows what was parked a moment late.
 */
export async function resendParked(dependencies: ResendDependencies, tenant: Tenant): Promise<number> {
  let sent = 0;
  for await (const entry of dependencies.ledger.inState(tenant.tenantId, 'parked')) {
    await resendOne(dependencies, entry);
    sent += 1;
  }
  if (sent === 0) {
    await dependencies.tenants.change(tenant.tenantId, (current) =>
      current.revision === tenant.revision ? { ...current, hasParked: false } : undefined,
    );
  }
  return sent;
}

async function resendOne({ ledger, resend, now }: ResendDependencies, entry: LedgerEntry): Promise<void> {
  const { tenantId, commandId, body, revision } = entry;
  await resend({ tenantId, commandId, body, round: String(revision) });
  try {
    await ledger.save(wakeParked(entry, now()));
  } catch (error) {
    // The writer was faster and has it already.
    if (!(error instanceof LedgerConflict)) throw error;
  }
}
