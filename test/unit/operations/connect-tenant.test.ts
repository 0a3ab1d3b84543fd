import { describe, expect, it, vi } from 'vitest';
import type { StoredToken } from '../../../shared/aws/token-store.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { SecretBeingDeleted } from '../../../shared/domain/secret-being-deleted.ts';
import {
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { connectTenant } from '../../../shared/operations/connect-tenant.ts';
import type { SevdeskAnswer, SevdeskCall } from '../../../shared/sevdesk/client.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';
import { inMemoryClaims, inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';
import { parked } from './tenant-world.ts';

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
  const ledger = inMemoryLedger();
  const secret = { stored: { kind: 'missing' } as StoredToken };
  const store = vi.fn(async (tenantId: string, token: string) => {
    const version = 'v2';
    steps.push(`store, account of ${accounts.claims.get('900100')?.holder}`);
    expect(tenantId).toBe('acme');
    secret.stored = { kind: 'token', token, version };
    return version;
  });
  const dependencies = {
    stage: 'test',
    connect: (token: string) => {
      expect(token).toBe('the-token');
      return { call };
    },
    tenants,
    accounts,
    ledger,
    tokens: { read: async () => secret.stored, store },
    resend: async ({ commandId }: { commandId: string }) => void steps.push(`resend ${commandId}`),
    resources: ['Contact', 'Invoice'] as const,
    publish: async (events: readonly RelayEvent[]) => void steps.push(...events.map(({ type }) => type)),
    now: () => 5000,
  };
  const begin = () => connectTenant(dependencies, { tenantId: 'acme', token: 'the-token', rotates });
  return { store, steps, tenants, accounts, ledger, secret, begin };
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
    expect(steps).toEqual(['store, account of acme', 'tenant.connected']);
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
    expect([steps, tenants.stored.get('acme')?.state]).toEqual([['store, account of acme'], 'paused']);
  });

  it.each([
    ['is connected with it', aTenant({ sevClientId: '900100', secretVersion: 'v1' }), []],
    [
      'was refused while the login of sevdesk was out',
      aTenant({ state: 'disconnected', reason: 'token_rejected', secretVersion: 'v1' }),
      ['tenant.connected'],
    ],
    ['has not been looked at by a sweep', undefined, ['tenant.connected']],
  ])('stores the same token once, and tells what is new: a tenant that %s', async (_what, known, told) => {
    const { begin, steps, secret, tenants } = connect(answer, { known });
    secret.stored = { kind: 'token', token: 'the-token', version: 'v1' };
    expect(await begin()).toMatchObject({ secretVersion: 'v1' });
    await begin();
    expect(steps).toEqual(told);
    expect(tenants.stored.get('acme')?.secretVersion).toBe('v1');
  });

  it('sends parked commands again, in their order, once the tenant is back; a paused one keeps them', async () => {
    const away = aTenant({ state: 'disconnected', reason: 'token_rejected', hasParked: true });
    const back = connect(answer, { known: away });
    const paused = connect(answer, { known: { ...away, state: 'paused' } });
    for (const { ledger, begin } of [back, paused]) {
      for (const [index, id] of ['c1', 'c2'].entries()) await ledger.add(parked(id, { activeSince: index }));
      await begin();
    }
    expect(back.steps.slice(1)).toEqual(['tenant.connected', 'resend c1', 'resend c2']);
    expect(paused.steps).toHaveLength(1);
  });

  it.each([
    ['disconnected', { state: 'disconnected', reason: 'disconnected_by_operator', since: 4000 }],
    ['is removing', { state: 'removed', reason: 'removed_by_operator', since: 4000 }],
    ['removed', undefined],
  ] as const)(
    'stores nothing that the sweep would take up for a tenant that an operator %s meanwhile',
    async (_what, stop) => {
      const world = connect(
        async (call) => {
          if (stop) await world.tenants.change('acme', (tenant) => ({ ...tenant, ...stop }));
          else await world.tenants.remove('acme');
          return answer(call);
        },
        { known: aTenant() },
      );
      await expect(world.begin()).rejects.toMatchObject({ reason: 'tenant_changed', retryable: false });
      expect([world.store.mock.calls, world.steps]).toEqual([[], []]);
    },
  );

  it.each([
    ['the same token', 'the-token', 'v3'],
    ['another token', 'their-token', undefined],
  ])('stands back when it was given %s at the same time', async (_what, token, adopted) => {
    const world = connect(answer, { known: aTenant() });
    world.store.mockImplementationOnce(async () => {
      world.secret.stored = { kind: 'token', token, version: 'v3' };
      return 'v2';
    });
    const connected = world.begin();
    if (adopted) expect(await connected).toMatchObject({ secretVersion: adopted });
    else await expect(connected).rejects.toMatchObject({ reason: 'tenant_changed', retryable: false });
    expect(world.steps).toEqual(adopted ? ['tenant.connected'] : []);
  });

  it('goes on when what it stored shows late', async () => {
    const world = connect(answer, { known: aTenant() });
    world.secret.stored = { kind: 'token', token: 'old-token', version: 'v1' };
    world.store.mockImplementationOnce(async () => 'v2');
    expect(await world.begin()).toMatchObject({ secretVersion: 'v2' });
  });

  it('is to be asked again while its old secret is being deleted', async () => {
    const world = connect(answer, { known: aTenant() });
    world.store.mockRejectedValueOnce(new SecretBeingDeleted());
    const message = 'The secret that the tenant had is still being deleted: try again in a minute. Nothing was stored.';
    await expect(world.begin()).rejects.toMatchObject({ reason: 'secret_being_deleted', retryable: true, message });
    expect(await world.begin()).toMatchObject({ secretVersion: 'v2' });
  });

  it.each([
    ['a new one', undefined],
    ['one that is bound to an account', aTenant({ sevClientId: '7' })],
  ])('names what is denied when nothing shows whose account it is: %s', async (_what, known) => {
    const fewRights = async (call: SevdeskCall) => {
      if (['Invoice', 'Part'].includes(call.path)) throw new RequestRejected('Forbidden', { status: 403 });
      return ofNobody(call);
    };
    const { begin, steps } = connect(fewRights, { known });
    await expect(begin()).rejects.toMatchObject({
      reason: 'access_denied',
      message: expect.stringContaining(
        'no record shows whose account it opens, and denied are Invoice, Part: Forbidden (403)',
      ),
    });
    expect(steps).toEqual([]);
  });

  it('says that it was stopped while its token was tested', async () => {
    const world = connect(answer, { known: aTenant() });
    world.store.mockImplementationOnce(async () => {
      const stopped = { state: 'disconnected', reason: 'disconnected_by_operator', since: 4000 } as const;
      await world.tenants.change('acme', (tenant) => ({ ...tenant, ...stopped }));
      return 'v2';
    });
    await expect(world.begin()).rejects.toMatchObject({ reason: 'tenant_changed', retryable: false });
    expect(world.steps).toEqual([]);
  });

  it.each([
    ['refused', new TokenRejected({ status: 401 }), 'token_rejected', false, 'does not accept this token (401)'],
    ['throttled', new SevdeskThrottled({ status: 429 }), 'sevdesk_throttled', true, 'limits requests (429)'],
    [
      'without rights',
      new RequestRejected('Forbidden', { status: 403 }),
      'access_denied',
      false,
      'may not read what is needed: Contact, ContactAddress, ',
    ],
    [
      'out of reach',
      new SevdeskUnavailable('sevdesk could not be reached (timeout)'),
      'sevdesk_unavailable',
      true,
      'could not be tested',
    ],
    [
      'behind a proxy that refuses everything',
      new SevdeskUnavailable('sevdesk refused the call (403)', { status: 403 }),
      'sevdesk_unavailable',
      true,
      'could not be tested: sevdesk refused the call (403)',
    ],
    ['not itself', new UnexpectedAnswer('HTML'), 'sevdesk_unavailable', true, 'could not be tested: HTML'],
  ])('stores and tells nothing when sevdesk is %s', async (_what, error, reason, retryable, message) => {
    const { begin, steps, accounts } = connect(() => Promise.reject(error), { known: aTenant(), rotates: true });
    await expect(begin()).rejects.toMatchObject({ reason, retryable, message: expect.stringContaining(message) });
    await expect(begin()).rejects.toThrow('a token that was stored before stays in use');
    expect([steps, accounts.claims.size]).toEqual([[], 0]);
  });

  it('passes on what is a mistake of ours', async () => {
    const { begin, steps } = connect(() => Promise.reject(new TypeError('oops')));
    await expect(begin()).rejects.toThrow(TypeError);
    expect(steps).toEqual([]);
  });

  it.each([
    ['another account', answer, 'the sevdesk account 900100, but tenant acme is bound to 7'],
    ['an empty account', ofNobody, 'an empty sevdesk account, but tenant acme is bound to 7'],
  ])('stores nothing when the token opens %s than the one the tenant is bound to', async (_what, call, message) => {
    const { begin, steps, accounts } = connect(call, { known: aTenant({ sevClientId: '7' }) });
    await expect(begin()).rejects.toMatchObject({
      reason: 'other_account',
      retryable: false,
      message: expect.stringContaining(message),
    });
    expect([steps, accounts.claims.size]).toEqual([[], 0]);
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
    await expect(begin()).rejects.toMatchObject({
      reason: 'account_taken',
      retryable: false,
      message: expect.stringContaining('900100, which is that of tenant first already. One tenant per account.'),
    });
    expect(steps).toEqual([]);
  });

  it('stores nothing when another tenant claims the account at the same time', async () => {
    const { begin, steps, accounts } = connect(answer);
    accounts.claims.set('900100', { holder: 'faster', claimedAt: 4000 });
    await expect(begin()).rejects.toMatchObject({
      reason: 'account_taken',
      message: expect.stringContaining('faster'),
    });
    expect(steps).toEqual([]);
  });

  it('is refused while its removal is not finished', async () => {
    const { begin, steps } = connect(answer, { known: aTenant({ state: 'removed' }) });
    await expect(begin()).rejects.toMatchObject({
      reason: 'tenant_removed',
      message: expect.stringContaining('Finish that first: tenant remove acme --yes'),
    });
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
    await expect(begin()).rejects.toMatchObject({
      reason: 'tenant_unknown',
      message: expect.stringContaining('There is no tenant acme'),
    });
    expect(steps).toEqual([]);
  });
});
