import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anInvoiceCommand, invoiceData } from '../support/builders.ts';
import { of, operatedRelay } from '../support/operated-relay.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

const TENANTS = ['acme', 'beta', 'corp', 'dorn', 'ernst'];
const WITHOUT_END = 1_000_000;
/** Five tenants are polled on a machine that others use, too. */
const TIMEOUT_MS = 150_000;
let relay: RunningRelay;
let operator: ReturnType<typeof operatedRelay>;

beforeAll(async () => {
  relay = await startRelay();
  operator = operatedRelay(relay);
  for (const tenantId of TENANTS) {
    const token = tokenOf(tenantId);
    await relay.sevdesk.createAccount({ token });
    await relay.sevdesk.createContact(token, { name: 'Kunde' });
    await relay.product.putSecret(tenantId, { token });
  }
  for (const tenantId of TENANTS) await relay.witness.see('baseline.completed', of(tenantId));
}, TIMEOUT_MS);
afterEach(() => relay.sevdesk.clearFaults());
afterAll(() => relay.stop());

const show = async (tenantId: string) => (await operator.tenant('show', tenantId)).out;
const refusals = async (token: string) =>
  (await relay.sevdesk.requests({ token })).filter(({ status }) => status === 401).length;
const disconnected = () => TENANTS.filter((tenantId) => operator.told(tenantId, 'tenant.disconnected') > 0);

describe("an outage of sevdesk's login", () => {
  it('disconnects nobody, and all that happened meanwhile is told and done', { timeout: TIMEOUT_MS }, async () => {
    await relay.sevdesk.clearRequests();
    await relay.sevdesk.addFault({ kind: 'unauthenticated', times: WITHOUT_END });
    for (const tenantId of TENANTS) {
      await expect.poll(() => refusals(tokenOf(tenantId)), { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
    }
    await expect.poll(() => show('acme'), { timeout: 20_000 }).toContain('its login seems to be out');
    const meanwhile = new Map<string, unknown>();
    for (const tenantId of TENANTS) {
      meanwhile.set(tenantId, (await relay.sevdesk.createContact(tokenOf(tenantId), { name: 'Inzwischen' })).id);
    }
    const contact = { id: String(meanwhile.get('acme')) };
    const data = invoiceData({ reference: 'in-the-dark', contact });
    await relay.product.send(anInvoiceCommand({ commandId: 'in-the-dark', data }));
    const before = await refusals(tokenOf('acme'));
    await expect.poll(() => refusals(tokenOf('acme')), { timeout: 60_000 }).toBeGreaterThanOrEqual(before + 2);
    await relay.sevdesk.clearFaults();
    for (const [tenantId, id] of meanwhile) await operator.seeCreated(tenantId, id);
    await operator.seeCommands('command.succeeded', 'acme', ['in-the-dark']);
    expect(disconnected()).toEqual([]);
    for (const tenantId of TENANTS) expect(operator.told(tenantId, 'tenant.connected')).toBe(1);
    expect(operator.told('acme', 'command.parked')).toBe(0);
    await expect.poll(() => show('acme'), { timeout: 20_000 }).not.toContain('refused since');
  });
});

describe('one resource that may not be read', () => {
  it('is off and named, the others go on, and what it lacks is told when it may', { timeout: TIMEOUT_MS }, async () => {
    const token = tokenOf('beta');
    const message = 'You have no permission to read orders';
    await relay.sevdesk.addFault({ kind: 'error', status: 403, message, path: '^/Order', token, times: WITHOUT_END });
    await expect.poll(() => show('beta'), { timeout: 60_000 }).toMatch(/Order is off since .*no permission/);
    const order = await relay.sevdesk.createRecord(token, 'Order', {});
    const contact = await relay.sevdesk.createContact(token, { name: 'Trotzdem' });
    await operator.seeCreated('beta', contact.id);
    await relay.sevdesk.clearRequests();
    const later = await relay.sevdesk.createContact(token, { name: 'Danach' });
    await operator.seeCreated('beta', later.id);
    const asked = (await relay.sevdesk.requests({ token })).map(({ path }) => path);
    expect(asked.filter((path) => path.startsWith('/Order'))).toEqual([]);
    await relay.sevdesk.clearFaults();
    expect(await operator.poll('beta', 'Order')).toMatchObject({ exitCode: 0 });
    await relay.witness.see('order.created', (event) => event.subject === `Order/${String(order.id)}`);
    // It is told before it is written.
    await expect.poll(() => show('beta'), { timeout: 20_000 }).not.toContain('is off');
    expect(disconnected()).toEqual([]);
  });
});

describe('commands that sevdesk refuses again and again', () => {
  it('fail one by one with their reason, with pauses, and hold up no other tenant', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const contact = await relay.sevdesk.createContact(tokenOf('dorn'), { name: 'Kunde' });
    const refusal = { kind: 'error', status: 422, message: 'Nope', code: 7100 } as const;
    await relay.sevdesk.addFault({ ...refusal, path: 'saveInvoice', token: tokenOf('dorn'), times: WITHOUT_END });
    const ids = Array.from({ length: 23 }, (_, index) => `d${index}`);
    await operator.send('dorn', String(contact.id), ids);
    await expect.poll(() => show('dorn'), { timeout: 60_000 }).toContain('sevdesk refused too many calls');
    const others = await relay.sevdesk.createContact(tokenOf('ernst'), { name: 'Anderswo' });
    await operator.send('ernst', String(others.id), ['e1']);
    await operator.seeCommands('command.succeeded', 'ernst', ['e1']);
    for (const id of ids) {
      const { data } = await relay.witness.see('command.failed', ({ correlationid }) => correlationid === id);
      expect(data).toMatchObject({ reason: 'rejected_by_sevdesk', attempts: 1, sevdesk: { code: '7100' } });
    }
    await relay.sevdesk.clearFaults();
    await operator.send('dorn', String(contact.id), ['d-good']);
    await operator.seeCommands('command.succeeded', 'dorn', ['d-good']);
  });
});

describe('one token that is revoked among five', () => {
  it('disconnects its tenant, once, and nobody else', { timeout: TIMEOUT_MS }, async () => {
    await relay.sevdesk.revokeToken(tokenOf('corp'));
    await relay.witness.see('tenant.disconnected', of('corp'));
    const { id } = await relay.sevdesk.createContact(tokenOf('acme'), { name: 'Weiter' });
    await operator.seeCreated('acme', id);
    expect(disconnected()).toEqual(['corp']);
    expect(operator.told('corp', 'tenant.disconnected')).toBe(1);
  });
});
