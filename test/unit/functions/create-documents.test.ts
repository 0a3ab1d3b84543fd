import { describe, expect, it } from 'vitest';
import type { Command, CommandData, CommandType } from '../../../shared/contract/command.ts';
import { OutcomeUnknown, SevdeskThrottled } from '../../../shared/domain/sevdesk-error.ts';
import { aContact, anInvoice } from '../../support/builders.ts';
import { commandWorld } from '../../support/command-world.ts';
import { listOf } from '../../support/fake-sevdesk.ts';

/** Under the id that the world knows. */
function aCommand<T extends CommandType>(type: T, data: CommandData<T>): Command {
  return { commandId: 'order-1042-invoice', tenantId: 'acme', type, version: 1, data } as Command;
}

describe('an invoice from an order', () => {
  const command = aCommand('invoice.create', { reference: 'order-1042', fromOrder: { order: { id: '31' } } });
  const CREATE = 'POST Invoice/Factory/createInvoiceFromOrder';
  const made = anInvoice({
    id: '99',
    invoiceNumber: null,
    origin: { id: '31', objectName: 'Order' },
    create: undefined,
  });
  const order = { id: '31', contact: { id: '815', objectName: 'Contact' }, taxRule: { id: '1' }, currency: 'EUR' };
  const replies = { 'GET Order/31': listOf(order), 'GET Invoice': listOf() };

  it('is answered and linked under its reference like any other', async () => {
    const world = commandWorld({ ...replies, [CREATE]: { objects: made } });
    expect(await world.deliver(command)).toEqual({ kind: 'done' });
    expect(world.events).toMatchObject([
      { type: 'command.succeeded', data: { result: { resource: 'Invoice', recordId: '99', gross: 46.65 } } },
    ]);
    expect([...world.ledger.links]).toEqual([[expect.stringContaining('order-1042'), '99']]);
  });

  it('is adopted after a lost answer, by its origin', async () => {
    const lists = [listOf(), listOf(made)];
    const world = commandWorld({
      ...replies,
      'GET Invoice': lists,
      [CREATE]: new OutcomeUnknown('The connection broke'),
    });
    expect(await world.deliver(command)).toEqual({ kind: 'hide', seconds: 60 });
    world.state.nowMs += 60_000;
    expect(await world.deliver(command)).toEqual({ kind: 'done' });
    expect(world.events).toMatchObject([{ type: 'command.succeeded', data: { result: { recordId: '99' } } }]);
    expect(world.writes()).toBe(1);
    expect([...world.ledger.links.values()]).toEqual(['99']);
  });
});

describe('an order', () => {
  const positions = [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }];
  const command = aCommand('order.create', { contact: { id: '815' }, date: '2026-11-20', positions });
  const SAVE = 'POST Order/Factory/saveOrder';
  const sequence = (nextSequence: string) => listOf({ id: '1', format: 'AN-%NUMBER', nextSequence });
  const replies = {
    'GET Contact/815': listOf(aContact()),
    'GET SevSequence/Factory/getByType': [sequence('1000'), sequence('1001')],
    'GET Order': listOf(),
  };
  const saved = {
    objects: { order: { id: '99', orderNumber: 'AN-1000', sumNet: '200', sumTax: '38', sumGross: '238' } },
  };

  it('keeps its number when it is tried again', async () => {
    const world = commandWorld({ ...replies, [SAVE]: [new SevdeskThrottled({ status: 429 }), saved] });
    expect(await world.deliver(command)).toMatchObject({ kind: 'hide' });
    world.state.nowMs += 60_000;
    expect(await world.deliver(command)).toEqual({ kind: 'done' });
    const numbers = world.sevdesk.calls.flatMap(
      ({ body }) => (body as { order?: { orderNumber: string } })?.order ?? [],
    );
    expect(numbers.map(({ orderNumber }) => orderNumber)).toEqual(['AN-1000', 'AN-1000']);
  });

  it('is made once, though its first call takes effect only after the looks', async () => {
    const late = { ...saved.objects.order, orderType: 'AN', customerInternalNote: 'order-1042-invoice' };
    const lists = [listOf(), listOf(), listOf(), listOf(), listOf({ ...late, contact: { id: '815' } })];
    const world = commandWorld({
      ...replies,
      'GET Order': lists,
      'GET Contact/815': [listOf(aContact()), new SevdeskThrottled({ status: 429 }, 600), listOf(aContact())],
      [SAVE]: new OutcomeUnknown('The connection broke'),
    });
    for (const pauseMs of [0, 60_000, 60_000, 600_000]) {
      world.state.nowMs += pauseMs;
      await world.deliver(command);
    }
    expect(world.events).toMatchObject([{ type: 'command.succeeded', data: { result: { number: 'AN-1000' } } }]);
    expect(world.writes()).toBe(1);
  });

  it('is not made for a contact that no command has made yet', async () => {
    const world = commandWorld(replies);
    await world.deliver({ ...command, data: { ...command.data, contact: { externalId: 'customer-7' } } });
    const message =
      'No command has made the Contact "customer-7" yet: send the command that does it, then redrive this one, or send it under a new commandId.';
    expect(world.letters).toMatchObject([{ failure: { reason: 'dependency_missing', message, retryable: true } }]);
    expect(world.writes()).toBe(0);
  });
});
