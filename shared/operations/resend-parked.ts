import type { ResendCommand } from '../aws/command-queue.ts';
import type { LedgerTable } from '../aws/ledger-table.ts';
import type { TenantsTable } from '../aws/tenants-table.ts';
import { LedgerConflict, type LedgerEntry, wakeParked } from '../domain/ledger-entry.ts';
import type { Tenant } from '../domain/tenant.ts';

/** Longer than an index was ever seen to lag. */
const INDEX_LAG_MS = 60_000;

export interface ResendDependencies {
  readonly tenants: Pick<TenantsTable, 'change'>;
  readonly ledger: Pick<LedgerTable, 'inState' | 'save'>;
  readonly resend: ResendCommand;
  readonly now: () => number;
}

/**
 * Sends the parked commands of a tenant again, in the order they came. Each is sent before it leaves the parked state: a
 * crash in between sends it twice, which the ledger answers once. The tenant's flag falls only when nothing was found a while after
 * it was raised last, since the index shows late what was parked. Of more than `most` the rest stays parked, for the sweep.
 */
export async function resendParked(
  dependencies: ResendDependencies,
  tenant: Tenant,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  let sent = 0;
  for await (const entry of dependencies.ledger.inState(tenant.tenantId, 'parked')) {
    if (sent === most) break;
    await resendOne(dependencies, entry);
    sent += 1;
  }
  if (sent === 0) {
    const { now } = dependencies;
    await dependencies.tenants.change(tenant.tenantId, (current) => {
      const isSettled = current.revision === tenant.revision && now() - (current.parkedAt ?? 0) > INDEX_LAG_MS;
      return isSettled ? { ...current, hasParked: false } : undefined;
    });
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
