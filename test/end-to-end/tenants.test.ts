import { SecretsManagerClient, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { relayNames } from '../../shared/contract/names.ts';
import { of, operatedRelay } from '../support/operated-relay.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

let relay: RunningRelay;
let operator: ReturnType<typeof operatedRelay>;
/** Few are polled at the same time, or each waits for the others. */
const open: string[] = [];
beforeAll(async () => {
  relay = await startRelay();
  operator = operatedRelay(relay);
  await aTenant('clock');
  open.length = 0;
});
afterEach(async () => {
  for (const tenantId of open.splice(0)) await operator.tenant('disconnect', tenantId);
});
afterAll(() => relay.stop());

/** A tenant with a baseline, and the id of a contact of it. */
async function aTenant(tenantId: string) {
  const token = tokenOf(tenantId);
  await relay.sevdesk.createAccount({ token });
  await relay.sevdesk.seedContacts(token, 3);
  const contact = await relay.sevdesk.createContact(token, { name: 'Kunde' });
  expect(await operator.give('connect', tenantId, token)).toMatchObject({ exitCode: 0 });
  open.push(tenantId);
  await relay.witness.see('baseline.completed', of(tenantId));
  return { token, contactId: String(contact.id) };
}

/** Until another tenant was polled that often, each time at a tick of its own. */
async function ticks(times: number): Promise<void> {
  const token = tokenOf('clock');
  const polls = async () =>
    (await relay.sevdesk.requests({ token })).filter(({ path }) => path.endsWith('/Contact')).length;
  const before = await polls();
  await expect.poll(polls, { timeout: 20_000, interval: 200 }).toBeGreaterThanOrEqual(before + times);
}

/** One baseline; all of these contacts and nothing else told as new, each once. */
async function expectOnlyCreated(tenantId: string, token: string, contactIds: readonly unknown[]): Promise<void> {
  const { id } = await relay.sevdesk.createContact(token, { name: 'Zuletzt' });
  const expected = [...contactIds, id].map((one) => `Contact/${String(one)}`);
  for (const contactId of [...contactIds, id]) await operator.seeCreated(tenantId, contactId);
  expect([operator.told(tenantId, 'baseline.started'), operator.told(tenantId, 'baseline.completed')]).toEqual([1, 1]);
  const subjects = operator.created(tenantId).map((line) => line.split(' ')[0] ?? '');
  expect(new Set(subjects).size).toBe(subjects.length);
  expect(subjects.filter((subject) => subject.startsWith('Contact/')).sort()).toEqual(expected.sort());
}

describe('rotating a token', () => {
  it('while polls and commands are under way loses and doubles nothing', async () => {
    const { token, contactId } = await aTenant('rotated');
    const fresh = tokenOf('rotated-fresh');
    const ids = ['r1', 'r2', 'r3', 'r4'];
    await operator.send('rotated', contactId, ids.slice(0, 2));
    const { id } = await relay.sevdesk.createContact(token, { name: 'Vorher' });
    await relay.sevdesk.replaceToken(token, fresh);
    expect(await operator.give('rotate', 'rotated', fresh)).toMatchObject({ exitCode: 0 });
    await operator.send('rotated', contactId, ids.slice(2));
    await operator.seeCommands('command.succeeded', 'rotated', ids);
    expect(await operator.made(fresh, ids)).toEqual(ids);
    await expectOnlyCreated('rotated', fresh, [id]);
    expect(operator.told('rotated', 'tenant.disconnected')).toBe(0);
  });

  it('with a wrong one changes nothing', async () => {
    const { token } = await aTenant('kept');
    const { exitCode, err } = await operator.give('rotate', 'kept', tokenOf('nobodys'));
    expect([exitCode, err]).toEqual([1, expect.stringContaining('does not accept this token (401)')]);
    await expectOnlyCreated('kept', token, []);
  });

  it('never gives one account to two tenants', async () => {
    const { token } = await aTenant('owner');
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
      const { token, contactId } = await aTenant(tenantId);
      await relay.sevdesk.revokeToken(token);
      await relay.witness.see('tenant.disconnected', of(tenantId));
      // It is told before it is written: what is under way may call once more.
      await ticks(2);
      await relay.sevdesk.clearRequests();
      const ids = ['v1', 'v2', 'v3'].map((id) => `${how}-${id}`);
      await operator.send(tenantId, contactId, ids);
      await operator.seeCommands('command.parked', tenantId, ids);
      await ticks(2);
      expect(await operator.calls(token)).toBe(0);
      const fresh = tokenOf(`${how}-fresh`);
      await relay.sevdesk.replaceToken(token, fresh);
      const { id } = await relay.sevdesk.createContact(fresh, { name: 'Inzwischen' });
      if (how === 'tool') expect((await operator.give('connect', tenantId, fresh)).exitCode).toBe(0);
      else await updateSecret(tenantId, fresh);
      await operator.seeCommands('command.succeeded', tenantId, ids);
      expect(await operator.made(fresh, ids)).toEqual(ids);
      await expectOnlyCreated(tenantId, fresh, [id]);
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
    const { token, contactId } = await aTenant(tenantId);
    expect((await operator.tenant(stop, tenantId)).exitCode).toBe(0);
    await relay.witness.see(stopped, of(tenantId));
    await ticks(2);
    await relay.sevdesk.clearRequests();
    const ids = ['o1', 'o2', 'o3'].map((id) => `${stop}-${id}`);
    await operator.send(tenantId, contactId, ids);
    await operator.seeCommands('command.parked', tenantId, ids);
    const { id } = await relay.sevdesk.createContact(token, { name: 'Inzwischen' });
    await ticks(2);
    expect(await operator.calls(token)).toBe(0);
    expect((await operator.tenant('show', tenantId)).out).toContain(`3: ${ids.join(', ')}`);
    const again = start === 'resume' ? operator.tenant('resume', tenantId) : operator.give('connect', tenantId, token);
    expect(await again).toMatchObject({ exitCode: 0 });
    await operator.seeCommands('command.succeeded', tenantId, ids);
    expect(await operator.made(token, ids)).toEqual(ids);
    await relay.witness.see(started, of(tenantId));
    await expectOnlyCreated(tenantId, token, [id]);
    expect(operator.told(tenantId, stopped)).toBe(1);
  });

  it('and removes, with all that is known of it, is gone, and its account is free for another', async () => {
    const { token, contactId } = await aTenant('to-remove');
    expect((await operator.tenant('remove', 'to-remove', '--purge', '--yes')).exitCode).toBe(0);
    await relay.witness.see('tenant.removed', of('to-remove'));
    await relay.sevdesk.clearRequests();
    await operator.send('to-remove', contactId, ['too-late']);
    const { data } = await relay.witness.see('command.failed', (event) => event.data.commandId === 'too-late');
    expect(data.reason).toBe('tenant_unknown');
    await ticks(2);
    expect(await operator.calls(token)).toBe(0);
    expect((await operator.tenant('list')).out).not.toContain('to-remove');
    expect((await operator.give('connect', 'successor', token)).exitCode).toBe(0);
    await relay.witness.see('baseline.completed', of('successor'));
  });
});
