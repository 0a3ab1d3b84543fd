import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelayEvent } from '../../shared/contract/event.ts';
import { parseEvent } from '../../shared/contract/parse-event.ts';
import { anInvoiceCommand, invoiceData } from '../support/builders.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

const SAVE = '/Invoice/Factory/saveInvoice';
const acme = tokenOf('acme');
let relay: RunningRelay;
let contactId: string;

beforeAll(async () => {
  relay = await startRelay();
  await connect('acme');
  const contact = await relay.sevdesk.createContact(acme, { name: 'Bäckerei Morgenrot GmbH' });
  contactId = String(contact.id);
});
afterAll(() => relay.stop());

/** Connects a tenant by its secret alone and waits for its baseline. */
async function connect(tenantId: string) {
  const token = tokenOf(tenantId);
  await relay.sevdesk.createAccount({ token });
  await relay.sevdesk.seedContacts(token, 3);
  await relay.sevdesk.seedInvoices(token, 5);
  await relay.product.putSecret(tenantId, { token });
  await relay.witness.see('baseline.completed', (event) => event.tenantid === tenantId);
  return token;
}

const command = (commandId: string, data = {}) =>
  anInvoiceCommand({ commandId, data: invoiceData({ reference: commandId, contact: { id: contactId }, ...data }) });
const answered = <T extends 'command.succeeded' | 'command.failed'>(type: T, commandId: string) =>
  relay.witness.see(type, (event) => (event.data as { commandId?: string }).commandId === commandId);
const saved = async (reference: string) =>
  (await relay.sevdesk.records(acme, 'Invoice')).filter((row) => row.customerInternalNote === reference);
const on = (id: unknown) => (event: RelayEvent) => event.subject === `Invoice/${String(id)}`;

async function anOpenInvoice() {
  const positions = [{ name: 'Consulting', quantity: '1', price: '39.20', taxRate: '19' }];
  const contact = { id: contactId, objectName: 'Contact' };
  const { id } = await relay.sevdesk.createInvoice(acme, { contact, positions });
  await relay.sevdesk.openInvoice(acme, String(id));
  await relay.witness.see('invoice.created', on(id));
  return String(id);
}

describe('a change in sevdesk', () => {
  it('arrives as updated, and as paid when it was paid', async () => {
    const id = await anOpenInvoice();
    await relay.sevdesk.payInvoice(acme, id);
    const paid = await relay.witness.see('invoice.paid', on(id));
    const updated = await relay.witness.see(
      'invoice.updated',
      (event) => on(id)(event) && event.sequence === paid.sequence,
    );
    expect(paid.data).toMatchObject({
      changed: expect.arrayContaining(['paidAmount', 'status']),
      summary: { status: 'paid', gross: 46.65 },
    });
    expect(updated.data.record).toMatchObject({ positions: [{ name: 'Consulting' }] });
  });

  it('of a cancelled original makes no invoice.paid', async () => {
    const id = await anOpenInvoice();
    await relay.sevdesk.cancelInvoice(acme, id);
    await relay.witness.see('invoice.updated', (event) => on(id)(event) && event.data.summary.status === 'cancelled');
    expect(relay.witness.count((event) => event.type === 'invoice.paid' && on(id)(event))).toBe(0);
  });
});

describe('a command', () => {
  it('makes exactly one draft, with its positions, and is answered with its id', async () => {
    await relay.product.send(command('plain'));
    const { data } = await answered('command.succeeded', 'plain');
    const [invoice, ...others] = await saved('plain');
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({ id: data.result.recordId, status: '100', sumNet: '200' });
    const own = await relay.witness.see('invoice.created', on(invoice?.id));
    expect(own).toMatchObject({
      correlationid: 'plain',
      data: { origin: 'self', record: { positions: [{ name: 'Consulting' }] } },
    });
  });

  it.each([
    ['429 three times first', [{ kind: 'throttle', times: 3, retryAfterSeconds: 1 }]],
    ['the connection breaks after it took effect', [{ kind: 'drop-after' }]],
    ['500 after it took effect', [{ kind: 'error-after' }]],
    ['the connection breaks before it took effect', [{ kind: 'drop-before' }]],
    ['a page of a proxy', [{ kind: 'html', status: 502 }]],
  ] as const)('makes exactly one invoice when sevdesk answers %s', async (name, faults) => {
    for (const fault of faults) await relay.sevdesk.addFault({ token: acme, path: SAVE, ...fault });
    const commandId = name.replaceAll(/[^a-z0-9]/g, '-');
    await relay.product.send(command(commandId));
    const { data } = await answered('command.succeeded', commandId);
    expect((await saved(commandId)).map(({ id }) => id)).toEqual([data.result.recordId]);
  });

  it('makes exactly one invoice when the list shows it only 5 s later', async () => {
    await relay.sevdesk.setListLagMs(acme, 5000);
    await relay.sevdesk.addFault({ token: acme, path: SAVE, kind: 'drop-after' });
    await relay.product.send(command('late-list'));
    await answered('command.succeeded', 'late-list');
    await relay.sevdesk.setListLagMs(acme, 0);
    expect(await saved('late-list')).toHaveLength(1);
  });

  it('ends as a conflict when its id was used for something else', async () => {
    await relay.product.send(command('used-twice'));
    await answered('command.succeeded', 'used-twice');
    await relay.product.send(command('used-twice', { date: '2026-11-21' }));
    expect((await answered('command.failed', 'used-twice')).data.reason).toBe('conflicting_command');
    expect(await saved('used-twice')).toHaveLength(1);
  });

  it('that sevdesk refuses ends in the dead letters with what sevdesk said', async () => {
    await relay.product.send(command('no-contact', { contact: { id: '1' } }));
    const { data } = await answered('command.failed', 'no-contact');
    expect(data).toMatchObject({ reason: 'dependency_missing', attempts: 1, sevdesk: { status: 404, code: '151' } });
    const letter = await relay.witness.seeDeadLetter(({ Body }) => Body?.includes('no-contact') ?? false);
    expect(letter.MessageAttributes).toMatchObject({
      reason: { StringValue: 'dependency_missing' },
      sevdeskCode: { StringValue: '151' },
    });
  });
});

describe('a message that is no command', () => {
  const good = anInvoiceCommand({ commandId: 'bad' });
  const position = { name: 'x', quantity: '1', price: '1', taxRate: '19' };
  it.each([
    ['not JSON', 'NOT-JSON please', 'acme', /not JSON/],
    ['without a tenant', { ...good, tenantId: undefined, commandId: 'no-tenant' }, 'acme', /tenantId/],
    ['in a group that is not its tenant', { ...good, commandId: 'other-group' }, 'beta', /MessageGroupId/],
    ['of an unknown type', { ...good, commandId: 'bad-type', type: 'invoice.explode' }, 'acme', /type/],
    ['with an umlaut in its commandId', { ...good, commandId: 'ümlaut-id' }, 'acme', /commandId/],
    ['of 1 MiB', `{"commandId":"one-mebibyte","x":"${'x'.repeat(1_048_576 - 40)}"}`, 'acme', /bytes; allowed/],
    [
      'with a float as price',
      { ...good, commandId: 'a-float', data: invoiceData({ positions: [{ ...position, price: 1.5 as never }] }) },
      'acme',
      /price/,
    ],
    [
      'with a rate that its rule does not allow',
      { ...good, commandId: 'bad-rate', data: invoiceData({ positions: [{ ...position, taxRate: '8' }] }) },
      'acme',
      /taxRate/,
    ],
  ])(
    '%s ends in the dead letters with its reason, and nothing is sent to sevdesk',
    async (_name, body, group, problem) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const writes = async () => (await relay.sevdesk.requests()).filter(({ method }) => method !== 'GET').length;
      const before = await writes();
      await relay.product.send(text, group);
      const letter = await relay.witness.seeDeadLetter(
        ({ Body, MessageAttributes }) => Body === text || (text.length > 1e6 && MessageAttributes?.body !== undefined),
      );
      expect(letter.MessageAttributes?.reason?.StringValue).toBe('invalid_command');
      expect(letter.MessageAttributes?.message?.StringValue).toMatch(problem);
      await relay.witness.see(
        'command.failed',
        (event) => event.tenantid === group && problem.test(event.data.message),
      );
      expect(await writes()).toBe(before);
    },
  );
});

describe('tenants', () => {
  it('with a secret in another shape are disconnected with the reason; others go on', async () => {
    await relay.product.putSecret('misshapen', { apiKey: tokenOf('misshapen') });
    const { data } = await relay.witness.see('tenant.disconnected', (event) => event.tenantid === 'misshapen');
    expect(data).toMatchObject({ reason: 'invalid_secret', message: expect.stringContaining('{"token":') });
    await anOpenInvoice();
  });

  it('are suspended when their token opens another account, and tell nothing of it', async () => {
    await connect('moved');
    const stranger = tokenOf('stranger');
    await relay.sevdesk.createAccount({ token: stranger });
    await relay.sevdesk.seedInvoices(stranger, 5);
    await relay.product.putSecret('moved', { token: stranger });
    await relay.witness.see('tenant.suspended', (event) => event.tenantid === 'moved');
    expect(relay.witness.count((event) => event.tenantid === 'moved' && event.subject.startsWith('Invoice/'))).toBe(0);
  });

  it('get their parked commands carried out, in order, when a new token is put into the secret', async () => {
    const token = await connect('revoked');
    const contact = await relay.sevdesk.createContact(token, { name: 'Kunde' });
    await relay.sevdesk.revokeToken(token);
    await relay.witness.see('tenant.disconnected', (event) => event.tenantid === 'revoked');
    const parked = ['p1', 'p2', 'p3'];
    for (const commandId of parked) {
      const data = invoiceData({ reference: commandId, contact: { id: String(contact.id) } });
      await relay.product.send(anInvoiceCommand({ commandId, tenantId: 'revoked', data }));
    }
    for (const id of parked) await relay.witness.see('command.parked', (event) => event.data.commandId === id);
    const fresh = tokenOf('revoked-again');
    await relay.sevdesk.replaceToken(token, fresh);
    await relay.product.putSecret('revoked', { token: fresh });
    for (const id of parked) await answered('command.succeeded', id);
    const made = (await relay.sevdesk.records(fresh, 'Invoice')).map((row) => row.customerInternalNote);
    expect(made.filter((note) => parked.includes(String(note)))).toEqual(parked);
  });
});

describe('an outage of sevdesk', () => {
  it('loses nothing, makes no dead letter, and everything goes on after', async () => {
    const letters = () => relay.witness.letters();
    const before = letters();
    await relay.sevdesk.takeOffline();
    await relay.product.send(command('during-outage'));
    await expect
      .poll(async () => (await relay.sevdesk.requests({ token: acme })).filter(({ path }) => path === SAVE).length)
      .toBeGreaterThan(0);
    await relay.sevdesk.bringBack();
    const id = await anOpenInvoice();
    await answered('command.succeeded', 'during-outage');
    expect(await saved('during-outage')).toHaveLength(1);
    expect(id).toBeDefined();
    expect(letters()).toBe(before);
  });
});

describe('everything that was told', () => {
  it('keeps the contract, counts from one without gaps, and shows no token', () => {
    const events = relay.witness.all();
    for (const event of events) {
      expect(parseEvent(event)).toBe(event);
    }
    const bySubject = Map.groupBy(
      events.filter(({ sequence }) => sequence),
      ({ source, subject }) => `${source} ${subject}`,
    );
    for (const told of bySubject.values()) {
      const sequences = [...new Set(told.map(({ sequence }) => Number(sequence)))].sort((a, b) => a - b);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    }
    expect(JSON.stringify([events, relay.logLines])).not.toContain(acme);
  });
});
