import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { errorKnowledge } from '../../../../shared/domain/error-knowledge.ts';
import { OutcomeUnknown, RequestRejected } from '../../../../shared/domain/sevdesk-error.ts';
import { aContact } from '../../../support/builders.ts';
import { commandWorld } from '../../../support/command-world.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';

const NEXT = { 'GET Contact/Factory/getNextCustomerNumber': { objects: '1007' } };
const PAUSE_MS = 60_000;
const broken = new OutcomeUnknown('The connection to sevdesk broke before an answer (ECONNRESET)');
/** The contact that the command makes, as sevdesk lists it. */
const made = aContact({ id: '99', customerNumber: '1007', create: undefined });

function upsert(data: CommandData<'contact.upsert'>) {
  return { commandId: 'push-1', tenantId: 'acme', type: 'contact.upsert', version: 1, data };
}

const push = upsert({ externalId: 'shop-1', name: 'Bäckerei Morgenrot GmbH' });
const wholePush = upsert({
  ...push.data,
  email: 'post@example.com',
  phone: '+49 30 1',
  address: { street: 'Ring 1', country: 'DE' },
});

function world(replies: Replies) {
  const relay = commandWorld(replies);
  const linked = () => relay.ledger.linked({ tenantId: 'acme', resource: 'Contact', externalId: 'shop-1' });
  const written = () => relay.sevdesk.calls.filter(({ method = 'GET' }) => method !== 'GET').map(({ path }) => path);
  const entry = () => relay.ledger.entries.get('acme/push-1');
  return { ...relay, linked, written, entry };
}

describe('a customer', () => {
  it('is written as contact, address and communication ways, and linked to the name that the caller gave it', async () => {
    const relay = world({
      ...NEXT,
      'POST Contact': { objects: made },
      'GET ContactAddress': listOf(),
      'GET Category': listOf({ id: '47', name: 'Rechnungsanschrift' }),
      'POST ContactAddress': { objects: { id: '11' } },
      'GET CommunicationWay': listOf(),
      'POST CommunicationWay': [{ objects: { id: '12' } }, { objects: { id: '13' } }],
    });
    await relay.deliver(wholePush);
    expect(relay.written()).toEqual(['Contact', 'ContactAddress', 'CommunicationWay', 'CommunicationWay']);
    const result = {
      resource: 'Contact',
      recordId: '99',
      customerNumber: '1007',
      created: true,
      addressId: '11',
      emailId: '12',
      phoneId: '13',
    };
    expect(relay.events).toMatchObject([{ type: 'command.succeeded', data: { result } }]);
    expect(await relay.linked()).toBe('99');
  });

  it('is linked even if its address is refused, so that the next push updates it', async () => {
    const relay = world({
      ...NEXT,
      'POST Contact': { objects: made },
      'GET ContactAddress': listOf(),
      'GET Category': listOf(),
      'POST ContactAddress': new RequestRejected('street is too long', { status: 422 }),
      'GET Contact/99': listOf(made),
    });
    await relay.deliver(wholePush);
    const completed = [{ step: 'contact', resource: 'Contact', recordId: '99' }];
    expect(relay.events).toMatchObject([
      { type: 'command.failed', data: { reason: 'rejected_by_sevdesk', message: 'street is too long', completed } },
    ]);
    await relay.deliver({ ...push, commandId: 'push-2' });
    expect(relay.events[1]).toMatchObject({ type: 'command.succeeded', data: { result: { created: false } } });
    expect(relay.written()).toEqual(['Contact', 'ContactAddress']);
  });
});

describe('a new contact whose answer is lost', () => {
  it('is found by its number, and gets what else was pushed', async () => {
    const relay = world({
      ...NEXT,
      'POST Contact': broken,
      'GET Contact': listOf(made),
      'GET CommunicationWay': listOf(),
      'POST CommunicationWay': { objects: { id: '12' } },
    });
    const withEmail = upsert({ ...push.data, email: 'post@example.com' });
    expect(await relay.deliver(withEmail)).toEqual({ kind: 'hide', seconds: 60 });
    expect(relay.entry()).toMatchObject({ state: 'unknown', facts: { customerNumber: '1007' } });
    relay.state.nowMs += PAUSE_MS;
    await relay.deliver(withEmail);
    const result = { recordId: '99', emailId: '12' };
    expect(relay.events).toMatchObject([{ type: 'command.succeeded', data: { result } }]);
    expect(relay.written()).toEqual(['Contact', 'CommunicationWay']);
    expect(await relay.linked()).toBe('99');
  });

  it('is created with the same number when two looks found nothing', async () => {
    const relay = world({ ...NEXT, 'POST Contact': [broken, { objects: made }], 'GET Contact': listOf() });
    await relay.deliver(push);
    for (const _look of [1, 2]) {
      relay.state.nowMs += PAUSE_MS;
      await relay.deliver(push);
    }
    const numbers = relay.sevdesk.calls.flatMap(({ method, body }) => (method === 'POST' ? [body] : []));
    expect(numbers).toMatchObject([{ customerNumber: '1007' }, { customerNumber: '1007' }]);
    expect(relay.events).toMatchObject([{ type: 'command.succeeded' }]);
  });
});

describe('an e-mail address whose answer is lost', () => {
  it('is found among those of the contact, and not created again', async () => {
    const way = { id: '12', contact: { id: '815' }, type: 'EMAIL', value: 'post@example.com', main: '1' };
    const relay = world({
      'GET Contact/815': listOf(aContact()),
      'GET CommunicationWay': [listOf(), listOf(), listOf(way)],
      'POST CommunicationWay': broken,
    });
    const command = upsert({ id: '815', email: 'post@example.com' });
    await relay.deliver(command);
    for (const _look of [1, 2]) {
      relay.state.nowMs += PAUSE_MS;
      await relay.deliver(command);
    }
    expect(relay.events).toMatchObject([{ type: 'command.succeeded', data: { result: { emailId: '12' } } }]);
    expect(relay.written()).toEqual(['CommunicationWay']);
  });
});

describe('a 500 that is a known refusal', () => {
  it('ends the command at once, with what sevdesk said', async () => {
    const said = { status: 500, message: 'debitor/creditor number already exists' };
    const refusal = new RequestRejected(said.message, said, errorKnowledge(said));
    const relay = world({ ...NEXT, 'POST Contact': refusal });
    await relay.deliver(push);
    const data = { reason: 'rejected_by_sevdesk', message: expect.stringContaining(said.message) };
    expect(relay.events).toMatchObject([{ type: 'command.failed', data }]);
    expect(relay.written()).toEqual(['Contact']);
  });
});
