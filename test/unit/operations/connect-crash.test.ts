import { expect, it } from 'vitest';
import { sweepTenants } from '../../../functions/sweep-tenants/sweep-tenants.ts';
import type { StoredToken } from '../../../shared/aws/token-store.ts';
import { RESOURCE_NAMES, type RelayEvent, type ResourceName } from '../../../shared/contract/event.ts';
import { TokenRejected } from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { connectTenant } from '../../../shared/operations/connect-tenant.ts';
import type { SevdeskAnswer, SevdeskCall } from '../../../shared/sevdesk/client.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { aContact, aTenant } from '../../support/builders.ts';
import { inMemoryClaims, inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';
import { noCount, noMeasure, silentLog } from '../../support/silent-log.ts';
import { Crash, parked } from './tenant-world.ts';

const OLD = 'o'.repeat(32);
const NEW = 'n'.repeat(32);
const SWEEP_MS = 300_000;
const answers: Readonly<Record<string, unknown>> = {
  'Tools/bookkeepingSystemVersion': { version: '2.0' },
  Contact: [aContact()],
};

interface End {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** Connects with a process that ends at a call of the outside; then sweeps, a few times. */
async function connectAndSweep(known: Tenant | undefined, end: End) {
  const tenants = inMemoryTenants(...(known ? [known] : []));
  const ledger = inMemoryLedger();
  for (const [index, id] of ['c1', 'c2'].entries()) await ledger.add(parked(id, { activeSince: index }));
  const token = (value: string, version: string): StoredToken => ({ kind: 'token', token: value, version });
  const world = { secret: known ? token(OLD, 'v1') : ({ kind: 'missing' } as StoredToken), nowMs: 5000, calls: 0 };
  const events: RelayEvent[] = [];
  const resent: string[] = [];
  const step = async <T>(effect: () => T | Promise<T>): Promise<T> => {
    world.calls += 1;
    if (world.calls === end.at && end.when === 'before') throw new Crash();
    const answer = await effect();
    if (world.calls === end.at) throw new Crash();
    return answer;
  };
  const accounts = inMemoryClaims();
  const dependencies = {
    stage: 'test',
    tenants: {
      ...tenants,
      get: (...args: Parameters<typeof tenants.get>) => step(() => tenants.get(...args)),
      change: (...args: Parameters<typeof tenants.change>) => step(() => tenants.change(...args)),
      add: (...args: Parameters<typeof tenants.add>) => step(() => tenants.add(...args)),
    },
    accounts: {
      ...accounts,
      claim: (...args: Parameters<typeof accounts.claim>) => step(() => accounts.claim(...args)),
    },
    ledger: { ...ledger, save: (...args: Parameters<typeof ledger.save>) => step(() => ledger.save(...args)) },
    tokens: {
      read: () => step(() => world.secret),
      store: () =>
        step(() => {
          world.secret = token(NEW, 'v2');
          return 'v2';
        }),
      async *list() {
        if (world.secret.kind === 'token') yield { tenantId: 'acme', version: world.secret.version };
      },
    },
    connect: (used: string) => ({
      call: async ({ path }: SevdeskCall) => {
        if (used === OLD) throw new TokenRejected({ status: 401 });
        return { objects: answers[path] ?? [] } as SevdeskAnswer;
      },
    }),
    publish: (published: readonly RelayEvent[]) => step(() => void events.push(...published)),
    resend: ({ commandId }: { commandId: string }) => step(() => void resent.push(commandId)),
    now: () => world.nowMs,
    recheckMs: 30_000,
    onToken: () => undefined,
    tokensKey: { arn: 'arn:aws:kms:eu-central-1:123456789012:key/k', alias: 'alias/k' },
    log: silentLog(),
    count: noCount,
    measure: noMeasure,
    endsAtMs: Number.POSITIVE_INFINITY,
    random: () => 0,
  };
  const wish = { tenantId: 'acme', token: NEW, rotates: false };
  const ended = await connectTenant(
    { ...dependencies, resources: RESOURCE_NAMES as readonly ResourceName[] },
    wish,
  ).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Crash) return true;
      throw error;
    },
  );
  const isStored = world.secret.kind === 'token' && world.secret.token === NEW;
  for (let sweeps = 0; sweeps < 4; sweeps += 1) {
    world.nowMs += SWEEP_MS;
    await sweepTenants({ ...dependencies, resources: { Contact: contact } });
  }
  const told = [...new Map(events.map(({ id, type }) => [id, type])).values()];
  return {
    ended,
    isStored,
    told,
    resent: [...new Set(resent)],
    tenant: tenants.stored.get('acme'),
    claims: accounts.claims,
  };
}

it.each([
  ['new', undefined, []],
  ['to be rotated', aTenant({ sevClientId: '900100', accountClaimed: true, secretVersion: 'v1' }), []],
  [
    'away, with commands that wait',
    aTenant({
      state: 'disconnected',
      reason: 'token_rejected',
      secretVersion: 'v1',
      hasParked: true,
      dueAt: undefined,
    }),
    ['c1', 'c2'],
  ],
] as const)(
  'a tenant that is %s stays as it was or is connected once, wherever its connecting ends',
  async (_what, known, waiting) => {
    const ends = { before: 0, after: 0 };
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; ; at += 1) {
        const { ended, isStored, told, resent, tenant, claims } = await connectAndSweep(known, { at, when });
        if (!ended) break;
        ends[when] += 1;
        if (!isStored) {
          expect([told, resent, tenant?.state]).toEqual([[], [], known?.state]);
          continue;
        }
        expect([told, resent, tenant?.secretVersion]).toEqual([['tenant.connected'], waiting, 'v2']);
        expect(claims.get('900100')?.holder).toBe('acme');
      }
    }
    expect(Math.min(ends.before, ends.after)).toBeGreaterThan(5);
  },
);
