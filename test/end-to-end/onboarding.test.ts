import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectTenantAnswer } from '../../shared/contract/connect-tenant.ts';
import { type LivingTenants, livingTenants } from '../support/living-tenants.ts';
import { of } from '../support/operated-relay.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

let relay: RunningRelay;
let tenants: LivingTenants;
let lambda: LambdaClient;
const answers: string[] = [];
const tokens: string[] = [];
beforeAll(async () => {
  relay = await startRelay();
  tenants = await livingTenants(relay);
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  lambda = new LambdaClient({ endpoint: relay.account.url, region: 'eu-central-1', credentials });
});
afterEach(() => tenants.disconnectAll());
afterAll(async () => {
  lambda.destroy();
  await relay.stop();
});

/** As a product would, from its own onboarding. */
async function ask(tenantId: string, token: string, more: object = {}): Promise<ConnectTenantAnswer> {
  tokens.push(token);
  const FunctionName = relay.account.outputs.ConnectTenantFunctionArn;
  const request = JSON.stringify({ tenantId, token, ...more });
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: request }));
  const answer = Payload?.transformToString() ?? '';
  expect([FunctionError, answer]).toEqual([undefined, expect.stringMatching(/^\{/)]);
  answers.push(answer);
  return JSON.parse(answer);
}

describe('a product that connects its tenants by invoking a function', () => {
  it('hands over a token once, however often it asks', async () => {
    const { token } = await tenants.anAccount('onboarded');
    const answer = await ask('onboarded', token);
    expect(answer).toMatchObject({ ok: true, tenantId: 'onboarded', state: 'baseline', bookkeepingVersion: '2.0' });
    expect(answer).toHaveProperty('notice', expect.stringContaining('dies with that user'));
    await relay.witness.see('baseline.completed', of('onboarded'));
    expect(await ask('onboarded', token)).toEqual({ ...answer, state: 'active' });
    await tenants.expectOnlyCreated('onboarded', token, []);
    expect(tenants.operator.told('onboarded', 'tenant.connected')).toBe(1);
  });

  it('is told why a wrong token is refused, and the old one stays in use', async () => {
    const { token } = await tenants.aTenant('steady');
    const refused = await ask('steady', tokenOf('nobodys'), { rotate: true });
    expect(refused).toMatchObject({ ok: false, reason: 'token_rejected', retryable: false });
    const stolen = await tenants.anAccount('stranger');
    expect(await ask('steady', stolen.token, { rotate: true })).toMatchObject({ ok: false, reason: 'other_account' });
    await tenants.expectOnlyCreated('steady', token, []);
    expect(tenants.operator.told('steady', 'tenant.disconnected')).toBe(0);
  });

  it('is refused a second tenant of one account, with the name of the first', async () => {
    const { token } = await tenants.aTenant('first');
    const answer = await ask('second', token);
    expect(answer).toMatchObject({
      ok: false,
      reason: 'account_taken',
      message: expect.stringContaining('tenant first'),
    });
    expect((await tenants.operator.tenant('list')).out).not.toContain('second');
  });

  it('brings back a tenant whose token died: commands in their order, nothing missing, nothing twice', async () => {
    const { token, contactId } = await tenants.aTenant('revived');
    await relay.sevdesk.revokeToken(token);
    await relay.witness.see('tenant.disconnected', of('revived'));
    const ids = ['l1', 'l2', 'l3'];
    await tenants.operator.send('revived', contactId, ids);
    await tenants.operator.seeCommands('command.parked', 'revived', ids);
    const fresh = tokenOf('revived-fresh');
    await relay.sevdesk.replaceToken(token, fresh);
    const { id } = await relay.sevdesk.createContact(fresh, { name: 'Inzwischen' });
    expect(await ask('revived', fresh, { rotate: true })).toMatchObject({ ok: true, state: 'active' });
    await tenants.operator.seeCommands('command.succeeded', 'revived', ids);
    expect(await tenants.operator.made(fresh, ids)).toEqual(ids);
    await tenants.expectOnlyCreated('revived', fresh, [id]);
    const told = (['tenant.disconnected', 'tenant.connected'] as const).map((type) =>
      tenants.operator.told('revived', type),
    );
    expect(told).toEqual([1, 2]);
  });

  it('is told what is allowed when its request is not', async () => {
    const token = tokenOf('misplaced');
    await relay.sevdesk.createAccount({ token });
    expect(await ask('../beta', token)).toMatchObject({ ok: false, reason: 'invalid_request' });
    expect(await ask(token, token)).toMatchObject({ ok: false, reason: 'invalid_request' });
    expect(await ask('acme', token, { [token]: token })).toMatchObject({ ok: false, reason: 'invalid_request' });
    expect(await relay.sevdesk.requests({ token })).toEqual([]);
  });

  it('finds no token in answers, events or logs, in any form', () => {
    expect(tokens.length).toBeGreaterThan(8);
    const shown = [...answers, ...relay.logLines, JSON.stringify(relay.witness.all())].join('\n');
    expect(shown).toContain('A token was tested and taken up');
    expect(shown).toContain('A token was not taken up');
    for (const token of tokens) {
      const forms = [token, Buffer.from(token).toString('base64'), Buffer.from(token).toString('hex')];
      for (const form of forms) expect(shown).not.toContain(form);
    }
  });
});
