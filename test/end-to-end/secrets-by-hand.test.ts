import {
  CreateSecretCommand,
  DeleteSecretCommand,
  type DeleteSecretCommandInput,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { relayNames } from '../../shared/contract/names.ts';
import { type LivingTenants, livingTenants } from '../support/living-tenants.ts';
import { of } from '../support/operated-relay.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

let relay: RunningRelay;
let tenants: LivingTenants;
let operator: LivingTenants['operator'];
let secrets: SecretsManagerClient;
beforeAll(async () => {
  relay = await startRelay();
  tenants = await livingTenants(relay);
  operator = tenants.operator;
  const credentials = { accessKeyId: 'hand', secretAccessKey: 'hand' };
  secrets = new SecretsManagerClient({ endpoint: relay.account.url, region: 'eu-central-1', credentials });
});
afterEach(() => tenants.disconnectAll());
afterAll(async () => {
  secrets.destroy();
  await relay.stop();
});

const nameOf = (tenantId: string) => `${relayNames('local').secretPrefix}${tenantId}`;
const secretOf = (token: string) => JSON.stringify({ token });

/** As the console of AWS, or Terraform, does. */
const hand = {
  create: (tenantId: string, token: string) =>
    secrets.send(new CreateSecretCommand({ Name: nameOf(tenantId), SecretString: secretOf(token) })),
  put: (tenantId: string, token: string) =>
    secrets.send(new PutSecretValueCommand({ SecretId: nameOf(tenantId), SecretString: secretOf(token) })),
  delete: (tenantId: string, how: Omit<DeleteSecretCommandInput, 'SecretId'>) =>
    secrets.send(new DeleteSecretCommand({ SecretId: nameOf(tenantId), ...how })),
};

describe('a secret that is changed by hand', () => {
  it('is taken up while polls and commands go on: nothing missing, nothing twice', async () => {
    const { token, contactId } = await tenants.aTenant('put');
    const fresh = tokenOf('put-fresh');
    const ids = ['p1', 'p2', 'p3', 'p4'];
    await operator.send('put', contactId, ids.slice(0, 2));
    const { id } = await relay.sevdesk.createContact(token, { name: 'Vorher' });
    await relay.sevdesk.replaceToken(token, fresh);
    await hand.put('put', fresh);
    await operator.send('put', contactId, ids.slice(2));
    await operator.seeCommands('command.succeeded', 'put', ids);
    expect(await operator.made(fresh, ids)).toEqual(ids);
    await tenants.expectOnlyCreated('put', fresh, [id]);
    expect(operator.told('put', 'tenant.disconnected')).toBe(0);
  });

  it('holding a wrong token stops its tenant, which goes on with the right one', async () => {
    const { token } = await tenants.aTenant('mistyped');
    await hand.put('mistyped', tokenOf('nobodys'));
    const { data } = await relay.witness.see('tenant.disconnected', of('mistyped'));
    expect(data).toMatchObject({ reason: 'token_rejected' });
    await hand.put('mistyped', token);
    await tenants.expectOnlyCreated('mistyped', token, []);
    expect(operator.told('mistyped', 'tenant.disconnected')).toBe(1);
  });
});

describe('a secret that is deleted by hand', () => {
  it.each([
    ['at once, and made again', 'deleted-hard', { ForceDeleteWithoutRecovery: true }, hand.create],
    [
      'as the console does, and given again to the tool while its name is blocked',
      'deleted-softly',
      { RecoveryWindowInDays: 30 },
      async (tenantId: string, token: string) =>
        expect(await operator.give('connect', tenantId, token)).toMatchObject({ exitCode: 0 }),
    ],
  ])(
    '%s: no call meanwhile, commands in their order, nothing missing, nothing twice',
    async (_what, tenantId, how, again) => {
      const { token, contactId } = await tenants.aTenant(tenantId);
      await hand.delete(tenantId, how);
      const { data } = await relay.witness.see('tenant.disconnected', of(tenantId));
      expect(data).toMatchObject({ reason: 'secret_missing' });
      await tenants.ticks(2);
      await relay.sevdesk.clearRequests();
      const ids = ['d1', 'd2', 'd3'].map((id) => `${tenantId}-${id}`);
      await operator.send(tenantId, contactId, ids);
      await operator.seeCommands('command.parked', tenantId, ids);
      const { id } = await relay.sevdesk.createContact(token, { name: 'Inzwischen' });
      await tenants.ticks(2);
      expect(await operator.calls(token)).toBe(0);
      await again(tenantId, token);
      await operator.seeCommands('command.succeeded', tenantId, ids);
      expect(await operator.made(token, ids)).toEqual(ids);
      await tenants.expectOnlyCreated(tenantId, token, [id]);
      expect([operator.told(tenantId, 'tenant.disconnected'), operator.told(tenantId, 'tenant.connected')]).toEqual([
        1, 2,
      ]);
    },
  );
});

describe('a secret whose name is no tenant', () => {
  it('is never used, and named in the log as far as it can be no token', async () => {
    const token = tokenOf('stray');
    await relay.sevdesk.createAccount({ token });
    const names = ['../clock', 'clock/x', '-clock', 'clock.', `${token}=`, 'c'.repeat(64)];
    for (const name of names) await hand.create(name, token);
    await tenants.ticks(3);
    expect(await operator.calls(token)).toBe(0);
    const told = relay.logLines.filter((line) => line.includes('names are no tenant ids')).at(-1);
    expect(told).toContain('"secrets":6');
    expect(told).toContain('"ccc… (64 characters)"');
    expect(relay.logLines.filter((line) => line.includes(token) || line.includes('c'.repeat(64)))).toEqual([]);
    for (const name of names) await hand.delete(name, { ForceDeleteWithoutRecovery: true });
  });
});
