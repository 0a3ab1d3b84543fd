import type { ResentCommand } from '../../../shared/aws/command-queue.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger-entry.ts';
import { isConnected, type Tenant } from '../../../shared/domain/tenant.ts';
import { inMemoryClaims, inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';

/** The process ended. */
export class Crash extends Error {}

/** A stage with one tenant, everything outside faked. Each call of the outside is a step at which the process can end. */
export function tenantWorld(tenant: Tenant) {
  const crash = { at: Number.POSITIVE_INFINITY, when: 'before' as 'before' | 'after' };
  const events: RelayEvent[] = [];
  const resent: ResentCommand[] = [];
  const polls: string[] = [];
  const secrets = new Set([tenant.tenantId]);
  const data = { records: 3, ledgerLeft: 0, purged: [] as string[] };
  const tenants = inMemoryTenants(tenant);
  const accounts = inMemoryClaims();
  const ledger = inMemoryLedger();
  const clock = { nowMs: 1000 };
  let steps = 0;
  const step = async <T>(effect: () => T | Promise<T>): Promise<T> => {
    steps += 1;
    if (steps === crash.at && crash.when === 'before') throw new Crash();
    const answer = await effect();
    if (steps === crash.at) throw new Crash();
    return answer;
  };
  /** A poll that finds no secret tells that: nobody may poll by then. */
  const removeSecret = (id: string) => {
    const one = tenants.stored.get(id);
    if (one && isConnected(one)) throw new Error('The secret is deleted while its tenant is polled');
    secrets.delete(id);
  };
  const dependencies = {
    stage: 'test',
    tenants: {
      get: (id: string) => step(() => tenants.get(id)),
      change: (id: string, decide: (one: Tenant) => Tenant | undefined) => step(() => tenants.change(id, decide)),
      remove: (...args: Parameters<typeof tenants.remove>) => step(() => tenants.remove(...args)),
      remains: (id: string) => step(() => tenants.remains(id)),
    },
    accounts: { release: (account: string, holder: string) => step(() => accounts.release(account, holder)) },
    tokens: { remove: (id: string) => step(() => removeSecret(id)) },
    ledger: { inState: ledger.inState, save: (entry: LedgerEntry) => step(() => ledger.save(entry)) },
    data: {
      count: async () => ({ records: data.records, commands: ledger.entries.size }),
      purgeRecords: (id: string) => step(() => void data.purged.push(`records of ${id}`)),
      purgeLedger: (id: string) =>
        step(() => {
          if (data.ledgerLeft > 0) {
            data.ledgerLeft -= 1;
            return 1;
          }
          ledger.entries.clear();
          data.purged.push(`ledger of ${id}`);
          return 0;
        }),
    },
    objects: {
      purge: (id: string) =>
        step(() => {
          data.purged.push(`objects of ${id}`);
          return 1;
        }),
    },
    publish: (published: readonly RelayEvent[]) => step(() => void events.push(...published)),
    resend: (command: ResentCommand) => step(() => void resent.push(command)),
    requestPolls: (requested: readonly { tenantId: string }[]) =>
      step(() => void polls.push(...requested.map(({ tenantId }) => tenantId))),
    resources: ['Contact', 'Invoice'] as const,
    now: () => clock.nowMs,
    pause: async (ms: number) => {
      clock.nowMs += ms;
    },
    onWait: () => undefined,
  };
  /** Runs something that may end half-way; answers whether it did. */
  const interrupted = async (run: () => Promise<unknown>, at: number, when: 'before' | 'after'): Promise<boolean> => {
    steps = 0;
    Object.assign(crash, { at, when });
    try {
      await run();
      return false;
    } catch (error) {
      if (error instanceof Crash) return true;
      throw error;
    } finally {
      crash.at = Number.POSITIVE_INFINITY;
      clock.nowMs += 60_000;
    }
  };
  const told = () => [...new Map(events.map(({ id, type }) => [id, type])).values()];
  const acme = () => tenants.stored.get(tenant.tenantId);
  return {
    dependencies,
    tenants,
    accounts,
    ledger,
    events,
    told,
    resent,
    polls,
    secrets,
    data,
    clock,
    acme,
    interrupted,
  };
}

/** A command that waits for its tenant. */
export function parked(commandId: string, fields: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    tenantId: 'acme',
    commandId,
    type: 'invoice.create',
    contentHash: commandId,
    marker: commandId,
    state: 'parked',
    run: 1,
    attempts: 0,
    calls: 0,
    completed: [],
    blamed: 0,
    deferrals: 0,
    receivedAt: 1,
    activeSince: 1,
    body: commandId,
    revision: 0,
    ...fields,
  };
}
