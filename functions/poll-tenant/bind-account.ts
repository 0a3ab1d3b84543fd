import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { sevClientId } from '../../shared/sevdesk/sev-client.ts';
import type { Reading } from './poll-dependencies.ts';

/** The token opens another sevdesk account than the one the tenant is bound to. */
export class OtherAccount extends Error {
  constructor(found: string, bound: string | undefined) {
    super(`The token opens the sevdesk account ${found}, but this tenant is bound to ${bound}.`);
    this.name = 'OtherAccount';
  }
}

/**
 * Compares the owner of records with the tenant's account before anything is told or stored; the first owner seen is the
 * tenant's for good.
 * @throws OtherAccount
 */
export async function bindAccount({ poll }: Reading, records: readonly SevdeskRecord[]): Promise<void> {
  const { dependencies, tenant } = poll;
  const owner = sevClientId(records);
  if (owner === undefined || owner === tenant.sevClientId) return;
  const bound = await dependencies.tenants.change(tenant.tenantId, (current) =>
    current.sevClientId === undefined ? { ...current, sevClientId: owner } : undefined,
  );
  const account = bound?.sevClientId ?? (await dependencies.tenants.get(tenant.tenantId))?.sevClientId;
  if (account !== owner) throw new OtherAccount(owner, account);
}
