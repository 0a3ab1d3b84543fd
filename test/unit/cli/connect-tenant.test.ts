import { describe, expect, it, vi } from 'vitest';
import { connectTenant } from '../../../infra/cli/connect-tenant.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import {
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
} from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import type { SevdeskAnswer, SevdeskCall } from '../../../shared/sevdesk/client.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';
import { inMemoryClaims, inMemoryTenants } from '../../support/in-memory-stores.ts';

const answers: Readonly<Record<string, unknown>> = {
  'Tools/bookkeepingSystemVersion': { version: '2.0' },
  Contact: [aContact()],
  Invoice: [anInvoice()],
};
const answer = async ({ path }: SevdeskCall) => ({ objects: answers[path] }) as SevdeskAnswer;
const ofNobody = async ({ path }: SevdeskCall) => ({ objects: path.startsWith('Tools') ? {} : [] }) as SevdeskAnswer;

function connect(
  call: (call: SevdeskCall) => Promise<SevdeskAnswer>,
  { known, rotates = false }: { known?: Tenant | undefined; rotates?: boolean } = {},
) {
  const steps: string[] = [];
  const tenants = inMemoryTenants(...(known ? [known] : []));
  const accounts = inMemoryClaims();
  const store = vi.fn(async () => {
    steps.push('store');
    return 'v2';
  });
  const dependencies = {
    stage: 'test',
    sevdesk: { call },
    tenants,
    accounts,
    tokens: { store },
    resources: ['Contact', 'Invoice'] as const,
    publish: async (events: readonly RelayEvent[]) => void steps.push(...events.map(({ type }) => type)),
    now: () => 5000,
  };
  const begin = () => connectTenant(dependencies, { tenantId: 'acme', token: 'the-token', rotates });
  return { store, steps, tenants, accounts, begin };
}

describe('connecting a tenant', () => {
  it.each([
    ['a new one', undefined, 'baseline'],
    ['a known one without an account yet', aTenant(), 'active'],
    ['a known one of the same account', aTenant({ sevClientId: '900100' }), 'active'],
    ['one whose token was refused', aTenant({ state: 'disconnected', reason: 'token_rejected' }), 'active'],
    [
      'one that an operator disconnected',
      aTenant({ state: 'disconnected', reason: 'disconnected_by_operator' }),
      'active',
    ],
  ] as const)('tests, stores and takes up a token that works: %s', async (_what, known, state) => {
    const { begin, store, steps, tenants, accounts } = connect(answer, { known });
    expect(await begin()).toMatchObject({ bookkeepingVersion: '2.0', sevClientId: '900100' });
    expect(store).toHaveBeenCalledExactlyOnceWith('acme', 'the-token');
    expect(steps).toEqual(['store', 'tenant.connected']);
    expect(tenants.stored.get('acme')).toMatchObject({
      state,
      secretVersion: 'v2',
      dueAt: 5000,
      sevClientId: '900100',
    });
    expect(accounts.claims.get('900100')?.holder).toBe('acme');
  });

  it('that is paused stores the token, and leaves it paused', async () => {
    const { begin, steps, tenants } = connect(answer, { known: aTenant({ state: 'paused' }) });
    await begin();
    expect([steps, tenants.stored.get('acme')?.state]).toEqual([['store'], 'paused']);
  });

  it.each([
    ['refused', new TokenRejected({ status: 401 }), 'does not accept this token (401)'],
    ['throttled', new SevdeskThrottled({ status: 429 }), 'limits requests (429)'],
    [
      'without rights',
      new RequestRejected('Forbidden', { status: 403 }),
      'may not read everything that is needed: Forbidden (403)',
    ],
    ['out of reach', new SevdeskUnavailable('sevdesk could not be reached (timeout)'), 'could not be tested'],
    ['a mistake of ours', new TypeError('oops'), 'oops'],
  ])('stores and tells nothing when sevdesk is %s', async (_what, error, message) => {
    const { begin, steps } = connect(() => Promise.reject(error), { known: aTenant(), rotates: true });
    await expect(begin()).rejects.toThrow(message);
    expect(steps).toEqual([]);
  });

  it.each([
    ['another account', answer, 'the sevdesk account 900100, but tenant acme is bound to 7'],
    ['an empty account', ofNobody, 'an empty sevdesk account, but tenant acme is bound to 7'],
  ])('stores nothing when the token opens %s than the one the tenant is bound to', async (_what, call, message) => {
    const { begin, steps } = connect(call, { known: aTenant({ sevClientId: '7' }) });
    await expect(begin()).rejects.toThrow(message);
    expect(steps).toEqual([]);
  });

  it('stores nothing when the tenant was removed, and left snapshots of another account behind', async () => {
    const { begin, steps, tenants } = connect(answer);
    await tenants.remove('acme', { sevClientId: '7', revision: 3 });
    await expect(begin()).rejects.toThrow('is bound to 7');
    expect(steps).toEqual([]);
  });

  it('stores nothing when another tenant has the account, and names it', async () => {
    const { begin, steps, tenants, accounts } = connect(answer);
    await tenants.add(aTenant({ tenantId: 'first', sevClientId: '900100' }));
    accounts.claims.set('900100', { holder: 'first', claimedAt: 0 });
    await expect(begin()).rejects.toThrow('900100, which is that of tenant first already. One tenant per account.');
    expect(steps).toEqual([]);
  });

  it('is refused while its removal is not finished', async () => {
    const { begin, steps } = connect(answer, { known: aTenant({ state: 'removed' }) });
    await expect(begin()).rejects.toThrow('Finish that first: tenant remove acme --yes');
    expect(steps).toEqual([]);
  });
});

describe('rotating the token of a tenant', () => {
  it('takes up the new one, and leaves where polling stands', async () => {
    const { begin, tenants } = connect(answer, { known: aTenant({ sevClientId: '900100' }), rotates: true });
    await begin();
    expect(tenants.stored.get('acme')).toMatchObject({
      state: 'active',
      secretVersion: 'v2',
      resources: { Invoice: { cursor: 1000, baselinedAt: 1 } },
    });
  });

  it('needs a tenant that is there', async () => {
    const { begin, steps } = connect(answer, { rotates: true });
    await expect(begin()).rejects.toThrow('There is no tenant acme');
    expect(steps).toEqual([]);
  });
});
