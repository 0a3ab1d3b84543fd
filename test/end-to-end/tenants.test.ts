import { SecretsManagerClient, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RelayEvent } from '../../shared/contract/event.ts';
import { relayNames } from '../../shared/contract/names.ts';
import { type LivingTenants, livingTenants } from '../support/living-tenants.ts';
import { of } from '../support/operated-relay.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

let relay: RunningRelay;
let tenants: LivingTenants;
let operator: LivingTenants['operator'];
beforeAll(async () => {
  relay = await startRelay();
  tenants = await livingTenants(relay);
  operator = tenants.operator;
});
afterEach(() => tenants.disconnectAll());
afterAll(() => relay.stop());

describe('rotating a token', () => {
  it('while polls and commands are under way loses and doubles nothing', async () => {
    const { token, contactId } = await tenants.aTenant('rotated');
    const fresh = tokenOf('rotated-fresh');
    const ids = ['r1', 'r2', 'r3', 'r4'];
    await operator.send('rotated', contactId, ids.slice(0, 2));
    const { id } = await relay.sevdesk.createContact(token, { name: 'Vorher' });
    await relay.sevdesk.replaceToken(token, fresh);
    expect(await operator.give('rotate', 'rotated', fresh)).toMatchObject({ exitCode: 0 });
    await operator.send('rotated', contactId, ids.slice(2));
    await operator.seeCommands('command.succeeded', 'rotated', ids);
    expect(await operator.made(fresh, ids)).toEqual(ids);
    await tenants.expectOnlyCreated('rotated', fresh, [id]);
    expect(operator.told('rotated', 'tenant.disconnected')).toBe(0);
  });

  it('with a wrong one changes nothing', async () => {
    const { token } = await tenants.aTenant('kept');
    const { exitCode, err } = await operator.give('rotate', 'kept', tokenOf('nobodys'));
    expect([exitCode, err]).toEqual([1, expect.stringContaining('does not accept this token (401)')]);
    await tenants.expectOnlyCreated('kept', token, []);
  });

  it('never gives one account to two tenants', async () => {
    const { token } = await tenants.aTenant('owner');
    const { exitCode, err } = await operator.give('connect', 'thief', token);
    expect([exitCode, err]).toEqual([1, expect.stringContaining('is that of tenant owner already')]);
    await relay.product.putSecret('thief', { token });
    const { data } = await relay.witness.see('tenant.suspended', of('thief'));
    expect(data).toMatchObject({ reason: 'account_taken' });
  });
});

describe('a token that was revoked', () => {
  it.each([
    ['by the tool', 'tool'],
    ['by hand, in its secret', 'hand'],
  ] as const)(
    'stops its tenant and every call; a new one %s goes on, in order, with nothing missing or doubled',
    async (_how, how) => {
      const tenantId = `revoked-${how}`;
      const { token, contactId } = await tenants.aTenant(tenantId);
      await relay.sevdesk.revokeToken(token);
      await relay.witness.see('tenant.disconnected', of(tenantId));
      // It is told before it is written: what is under way may call once more.
      await tenants.ticks(2);
      await relay.sevdesk.clearRequests();
      const ids = ['v1', 'v2', 'v3'].map((id) => `${how}-${id}`);
      await operator.send(tenantId, contactId, ids);
      await operator.seeCommands('command.parked', tenantId, ids);
      await tenants.ticks(2);
      expect(await operator.calls(token)).toBe(0);
      const fresh = tokenOf(`${how}-fresh`);
      await relay.sevdesk.replaceToken(token, fresh);
      const { id } = await relay.sevdesk.createContact(fresh, { name: 'Inzwischen' });
      if (how === 'tool') expect((await operator.give('connect', tenantId, fresh)).exitCode).toBe(0);
      else await updateSecret(tenantId, fresh);
      await operator.seeCommands('command.succeeded', tenantId, ids);
      expect(await operator.made(fresh, ids)).toEqual(ids);
      await tenants.expectOnlyCreated(tenantId, fresh, [id]);
      const told = [operator.told(tenantId, 'tenant.disconnected'), operator.told(tenantId, 'tenant.connected')];
      expect(told).toEqual([1, 2]);
    },
  );

  /** As somebody would in the console of AWS. */
  async function updateSecret(tenantId: string, token: string): Promise<void> {
    const credentials = { accessKeyId: 'hand', secretAccessKey: 'hand' };
    const secrets = new SecretsManagerClient({ endpoint: relay.account.url, region: 'eu-central-1', credentials });
    const SecretId = `${relayNames('local').secretPrefix}${tenantId}`;
    await secrets.send(new UpdateSecretCommand({ SecretId, SecretString: JSON.stringify({ token }) }));
    secrets.destroy();
  }
});

describe('a tenant that an operator stops', () => {
  it.each([
    ['pauses', 'pause', 'resume', 'tenant.suspended', 'tenant.resumed'],
    ['disconnects', 'disconnect', 'connect', 'tenant.disconnected', 'tenant.connected'],
  ] as const)('and %s: no call, commands wait, and it goes on where it stood', async (...row) => {
    const [, stop, start, stopped, started] = row;
    const tenantId = `to-${stop}`;
    const { token, contactId } = await tenants.aTenant(tenantId);
    expect((await operator.tenant(stop, tenantId)).exitCode).toBe(0);
    await relay.witness.see(stopped, of(tenantId));
    await tenants.ticks(2);
    await relay.sevdesk.clearRequests();
    const ids = ['o1', 'o2', 'o3'].map((id) => `${stop}-${id}`);
    await operator.send(tenantId, contactId, ids);
    await operator.seeCommands('command.parked', tenantId, ids);
    const { id } = await relay.sevdesk.createContact(token, { name: 'Inzwischen' });
    await tenants.ticks(2);
    expect(await operator.calls(token)).toBe(0);
    expect((await operator.tenant('show', tenantId)).out).toContain(`3: ${ids.join(', ')}`);
    const again = start === 'resume' ? operator.tenant('resume', tenantId) : operator.give('connect', tenantId, token);
    expect(await again).toMatchObject({ exitCode: 0 });
    await operator.seeCommands('command.succeeded', tenantId, ids);
    expect(await operator.made(token, ids)).toEqual(ids);
    await relay.witness.see(started, of(tenantId));
    await tenants.expectOnlyCreated(tenantId, token, [id]);
    expect(operator.told(tenantId, stopped)).toBe(1);
  });

  it('and disconnects keeps its links: a record of before is changed, not made again', async () => {
    const { token } = await tenants.aTenant('linked');
    const upsert = async (commandId: string, name: string) => {
      const data = { externalId: 'crm-17', name };
      await relay.product.send({ commandId, tenantId: 'linked', type: 'contact.upsert', version: 1, data });
      const isIt = (event: RelayEvent) => of('linked')(event) && event.correlationid === commandId;
      return (await relay.witness.see('command.succeeded', isIt)).data.result.recordId;
    };
    const recordId = await upsert('before', 'Vorher GmbH');
    expect((await operator.tenant('disconnect', 'linked')).exitCode).toBe(0);
    expect((await operator.give('connect', 'linked', token)).exitCode).toBe(0);
    expect(await upsert('after', 'Nachher GmbH')).toBe(recordId);
    const names = (await relay.sevdesk.records(token, 'Contact')).map(({ name }) => name);
    expect(names.filter((name) => /^(Vor|Nach)her GmbH$/.test(String(name)))).toEqual(['Nachher GmbH']);
  });

  it('and removes, with all that is known of it, is gone, and its account is free for another', async () => {
    const { token, contactId } = await tenants.aTenant('to-remove');
    expect((await operator.tenant('remove', 'to-remove', '--purge', '--yes')).exitCode).toBe(0);
    await relay.witness.see('tenant.removed', of('to-remove'));
    await relay.sevdesk.clearRequests();
    await operator.send('to-remove', contactId, ['too-late']);
    const { data } = await relay.witness.see('command.failed', (event) => event.data.commandId === 'too-late');
    expect(data.reason).toBe('tenant_unknown');
    await tenants.ticks(2);
    expect(await operator.calls(token)).toBe(0);
    expect((await operator.tenant('list')).out).not.toContain('to-remove');
    expect((await operator.give('connect', 'successor', token)).exitCode).toBe(0);
    await relay.witness.see('baseline.completed', of('successor'));
  });
});
