import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { answerConnect, tokensIn } from '../../../functions/connect-tenant/connect-tenant.ts';
import type { StoredToken } from '../../../shared/aws/token-store.ts';
import { connectTenantRequest } from '../../../shared/contract/connect-tenant.ts';
import {
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
} from '../../../shared/domain/sevdesk-error.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aContact, aTenant } from '../../support/builders.ts';
import { fakeSevdesk, listOf, type Replies } from '../../support/fake-sevdesk.ts';
import { inMemoryClaims, inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';
import { ALLOWED_TENANT_IDS, ODD_TENANT_IDS } from '../../support/odd-tenant-ids.ts';
import { silentLog } from '../../support/silent-log.ts';

const TOKEN = 'f00dfeedf00dfeedf00dfeedf00dfeed';
const request = { tenantId: 'acme', token: TOKEN };
const works: Replies = {
  'GET Tools/bookkeepingSystemVersion': { objects: { version: '2.0' } },
  ...Object.fromEntries(
    [
      'ContactAddress',
      'CommunicationWay',
      'AccountingContact',
      'Invoice',
      'CreditNote',
      'Order',
      'Voucher',
      'Part',
      'CheckAccount',
      'CheckAccountTransaction',
      'Tag',
    ].map((path) => [`GET ${path}`, listOf()]),
  ),
  'GET Contact': listOf(aContact()),
};

function everywhere(error: Error): Replies {
  return Object.fromEntries(Object.keys(works).map((call) => [call, error]));
}

function aWorld(replies: Replies = works, ...known: Tenant[]) {
  const tenants = inMemoryTenants(...known);
  const accounts = inMemoryClaims();
  const secret = { stored: { kind: 'missing' } as StoredToken };
  const counted: string[] = [];
  const log = silentLog();
  const dependencies = {
    stage: 'test',
    tenants,
    accounts,
    ledger: inMemoryLedger(),
    tokens: {
      read: async () => secret.stored,
      store: async (_tenantId: string, token: string) => {
        secret.stored = { kind: 'token', token, version: 'v1' };
        return 'v1';
      },
    },
    connect: () => fakeSevdesk(replies),
    publish: async () => undefined,
    resend: async () => undefined,
    resources: ['Contact'] as const,
    now: () => 5000,
    log,
    count: (name: string) => void counted.push(name),
  };
  return { tenants, accounts, secret, counted, log, ask: (asked: unknown) => answerConnect(dependencies, asked) };
}

describe('a request to connect a tenant', () => {
  it('is answered with what the token opens, and whose it is', async () => {
    const { ask, counted, secret } = aWorld();
    const answer = await ask(request);
    expect(answer).toEqual({
      ok: true,
      tenantId: 'acme',
      state: 'baseline',
      sevClientId: '900100',
      bookkeepingVersion: '2.0',
      secretVersion: 'v1',
      notice: expect.stringContaining('belongs to a sevdesk user and dies with that user'),
    });
    expect(await ask(request)).toEqual(answer);
    expect(counted).toEqual(['tenantsConnected']);
    expect(secret.stored).toMatchObject({ token: TOKEN });
  });

  it('names what the user of its token may not read', async () => {
    const vouchers = { 'GET Voucher': new RequestRejected('Forbidden', { status: 403 }) };
    expect(await aWorld({ ...works, ...vouchers }).ask(request)).toMatchObject({ ok: true, denied: ['Voucher'] });
  });

  it.each(['active', 'paused'] as const)('is answered with the state of its tenant: %s', async (state) => {
    const known = aTenant({ state, sevClientId: '900100' });
    expect(await aWorld(works, known).ask({ ...request, rotate: true })).toMatchObject({ ok: true, state });
  });

  it.each([
    ['token_rejected', false, { 'GET Contact': new TokenRejected({ status: 401 }) }, aTenant()],
    ['access_denied', false, everywhere(new RequestRejected('Forbidden', { status: 403 })), aTenant()],
    ['sevdesk_throttled', true, { 'GET Contact': new SevdeskThrottled({ status: 429 }) }, aTenant()],
    ['sevdesk_unavailable', true, { 'GET Contact': new SevdeskUnavailable('timeout') }, aTenant()],
    ['other_account', false, {}, aTenant({ sevClientId: '7' })],
    ['account_taken', false, {}, aTenant({ tenantId: 'first', sevClientId: '900100' })],
    ['tenant_removed', false, {}, aTenant({ state: 'removed' })],
  ] as const)('that is refused (%s) stores nothing and says so', async (reason, retryable, replies, known) => {
    const { ask, secret, accounts, tenants, counted } = aWorld({ ...works, ...replies }, known);
    accounts.claims.set('900100', { holder: 'first', claimedAt: 0 });
    const answer = await ask(request);
    expect(answer).toMatchObject({ ok: false, tenantId: 'acme', reason, retryable });
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
    expect([secret.stored.kind, counted]).toEqual(['missing', []]);
    expect(tenants.stored.get(known.tenantId)).toEqual(known);
  });

  it('to rotate needs a tenant that is there', async () => {
    const answer = await aWorld().ask({ ...request, rotate: true });
    expect(answer).toMatchObject({
      ok: false,
      reason: 'tenant_unknown',
      message: expect.stringContaining('connect it'),
    });
  });

  it('throws what is a mistake of ours', async () => {
    const oops = { ...works, 'GET Contact': new TypeError('oops') };
    await expect(aWorld(oops).ask(request)).rejects.toThrow('oops');
  });
});

describe('a request that is not allowed', () => {
  it.each([
    ['nothing', undefined, 'request: '],
    ['the token alone', TOKEN, 'request: must be an object'],
    ['a list', [TOKEN], 'request: must be an object'],
    ['no tenant', { token: TOKEN }, 'tenantId: is required'],
    ['no token', { tenantId: 'acme' }, 'token: is required'],
    ['a token that is no text', { ...request, token: 12_345_678 }, 'token: must be text'],
    ['a token with blanks', { ...request, token: ` ${TOKEN}` }, 'token: 8 to 256 ASCII characters without blanks'],
    ['a token that is too short', { ...request, token: 'short' }, 'token: 8 to 256'],
    ['a token beyond ASCII', { ...request, token: 'gehe\u00fcmes-token' }, 'token: 8 to 256'],
    ['rotate as text', { ...request, rotate: 'true' }, 'rotate: must be true or false'],
    ['a field more', { ...request, sevdeskUrl: 'x' }, 'request: only tenantId, token and rotate are fields'],
    ['the token as a field', { ...request, [TOKEN]: 1 }, 'request: only tenantId, token and rotate are fields'],
    ['the body of an HTTP request', { body: JSON.stringify(request) }, 'tenantId: is required'],
    ['the token in place of the tenant', { tenantId: TOKEN, token: TOKEN }, 'tenantId: must not be a token'],
    [
      'the token as part of the tenant',
      { tenantId: `acme-${TOKEN.toUpperCase()}`, token: TOKEN },
      'tenantId: must not be a token',
    ],
    ['the tenant in place of the token', { tenantId: TOKEN, token: 'my-company' }, 'tenantId: must not be a token'],
    ['the token inside the tenant', { tenantId: `${TOKEN}!`, token: 'x' }, 'tenantId: 1 to 63 characters'],
  ])('is told what is: %s', async (_what, asked, message) => {
    const { ask, log, secret } = aWorld();
    const answer = await ask(asked);
    expect(answer).toMatchObject({ ok: false, reason: 'invalid_request', retryable: false });
    expect(answer).toHaveProperty('message', expect.stringContaining(message));
    expect(answer).not.toHaveProperty('tenantId');
    expect(JSON.stringify(answer) + log.lines.join()).not.toContain(TOKEN);
    expect(secret.stored.kind).toBe('missing');
  });

  it.each(ODD_TENANT_IDS)('names what is no tenant: %s', async (_what, tenantId) => {
    const answer = await aWorld().ask({ ...request, tenantId });
    expect(answer).toMatchObject({ reason: 'invalid_request', message: expect.stringMatching(/^tenantId: 1 to 63/) });
  });

  it.each(ALLOWED_TENANT_IDS)('is not one of tenant %s', (tenantId) => {
    expect(v.is(connectTenantRequest, { ...request, tenantId })).toBe(true);
  });
});

describe('what is kept out of logs before anything else', () => {
  it.each([
    ['the token', request, [TOKEN]],
    ['with blanks around it', { token: ` ${TOKEN}\n` }, [TOKEN]],
    ['the whole request, if it is a text', TOKEN, [TOKEN]],
    ['nothing that would hide parts of words', { token: 'at' }, []],
    ['nothing that is no text', { token: { at: TOKEN } }, []],
    ['nothing', null, []],
  ])('is %s', (_what, asked, expected) => {
    expect(tokensIn(asked)).toEqual(expected);
  });
});
