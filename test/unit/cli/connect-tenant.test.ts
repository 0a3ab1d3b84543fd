import { describe, expect, it, vi } from 'vitest';
import { connectTenant } from '../../../infra/cli/connect-tenant.ts';
import {
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
} from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import type { SevdeskAnswer, SevdeskCall } from '../../../shared/sevdesk/client.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';

const answers: Readonly<Record<string, unknown>> = {
  'Tools/bookkeepingSystemVersion': { version: '2.0' },
  Contact: [aContact()],
  Invoice: [anInvoice()],
};
const answer = async ({ path }: SevdeskCall) => ({ objects: answers[path] }) as SevdeskAnswer;

function connect(call: (call: SevdeskCall) => Promise<SevdeskAnswer>, known?: Tenant) {
  const store = vi.fn(async () => 'v2');
  const dependencies = { sevdesk: { call }, tenants: { get: async () => known }, tokens: { store } };
  return { store, connected: connectTenant(dependencies, { tenantId: 'acme', token: 'the-token' }) };
}

describe('connecting a tenant', () => {
  it.each([
    ['a new one', undefined],
    ['a known one without an account yet', aTenant()],
    ['a known one of the same account', aTenant({ sevClientId: '900100' })],
  ])('stores a token that works: %s', async (_what, known) => {
    const { connected, store } = connect(answer, known);
    expect(await connected).toEqual({ bookkeepingVersion: '2.0', sevClientId: '900100' });
    expect(store).toHaveBeenCalledExactlyOnceWith('acme', 'the-token');
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
  ])('stores nothing when sevdesk is %s', async (_what, error, message) => {
    const { connected, store } = connect(() => Promise.reject(error));
    await expect(connected).rejects.toThrow(message);
    expect(store).not.toHaveBeenCalled();
  });

  it('stores nothing when the token opens another account than the one the tenant is bound to', async () => {
    const { connected, store } = connect(answer, aTenant({ sevClientId: '7' }));
    await expect(connected).rejects.toThrow('sevdesk account 900100, but tenant acme is bound to 7');
    expect(store).not.toHaveBeenCalled();
  });
});
