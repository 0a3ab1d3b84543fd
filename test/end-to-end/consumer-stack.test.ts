import { fileURLToPath } from 'node:url';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEvent, type RelayEvent, relayNames } from '../../shared/contract/contract.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';
import { type SynthesizedApp, synthesizedApp } from '../support/synthesized-app.ts';

const EXAMPLE = fileURLToPath(new URL('../../docs/examples/consumer/app.ts', import.meta.url));
const names = relayNames('local');
const PATIENT = { timeout: 50_000 };
const acme = tokenOf('acme');
let product: SynthesizedApp;
let relay: RunningRelay;
let events: EventBridgeClient;
let sqs: SQSClient;
let contactId: string;

beforeAll(async () => {
  product = await synthesizedApp(EXAMPLE, { 'relay-stage': 'local' });
  relay = await startRelay({ apps: [product.folder] });
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  const config = { endpoint: relay.account.url, region: 'eu-central-1', credentials };
  events = new EventBridgeClient(config);
  sqs = new SQSClient(config);
  await relay.sevdesk.createAccount({ token: acme });
  contactId = String((await relay.sevdesk.createContact(acme, { name: 'Bäckerei Morgenrot GmbH' })).id);
  await relay.product.putSecret('acme', { token: acme });
  await relay.witness.see('baseline.completed', ({ tenantid }) => tenantid === 'acme');
}, 120_000);
afterAll(async () => {
  events?.destroy();
  sqs?.destroy();
  await relay?.stop();
  await product?.remove();
});

async function sayWon(...dealIds: readonly string[]): Promise<void> {
  const deal = {
    tenantId: 'acme',
    sevdeskContactId: contactId,
    wonOn: '2026-11-20',
    title: 'Website',
    amount: '1200.00',
  };
  const Entries = dealIds.map((dealId) => ({
    EventBusName: 'billing',
    Source: 'crm',
    DetailType: 'deal.won',
    Detail: JSON.stringify({ ...deal, dealId }),
  }));
  expect((await events.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
}

const invoicesOf = async (reference: string) =>
  (await relay.sevdesk.records(acme, 'Invoice')).filter((row) => row.customerInternalNote === reference);
const on = (id: string) => (event: RelayEvent) => event.subject === `Invoice/${id}`;
const queueUrl = (name: string) => `${relay.account.url}/000000000000/${name}`;

/** Messages that wait or are worked on. */
async function messagesIn(name: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const request = { QueueUrl: queueUrl(name), AttributeNames: [...AttributeNames] };
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand(request));
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}

async function receiveEvent(name: string): Promise<RelayEvent> {
  const QueueUrl = queueUrl(name);
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  return parseEvent(message?.Body);
}

async function anInvoice(price: string, fields: object = {}): Promise<string> {
  const positions = [{ name: 'Consulting', quantity: '1', price, taxRate: '19' }];
  const contact = { id: contactId, objectName: 'Contact' };
  const { id } = await relay.sevdesk.createInvoice(acme, { contact, positions, ...fields });
  await relay.sevdesk.openInvoice(acme, String(id));
  return String(id);
}

describe('the example of a product beside the relay', () => {
  it('gets one draft invoice for a deal that was won, although it says so twice', async () => {
    await sayWon('D-7', 'D-7', 'D-8');
    for (const dealId of ['D-7', 'D-8']) {
      await relay.witness.see('command.succeeded', ({ data }) => data.commandId === `deal-${dealId}-invoice`);
    }
    // What was said again has passed both queues.
    await expect.poll(() => messagesIn(names.commandIntake), PATIENT).toBe(0);
    await expect.poll(() => messagesIn(names.commandQueue), PATIENT).toBe(0);
    const [invoice, ...others] = await invoicesOf('D-7');
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({ status: '100', timeToPay: '14', sumNet: '1200', contact: { id: contactId } });
    expect(await invoicesOf('D-8')).toHaveLength(1);
  });

  it('gets a message for a payment over 1,000, and none for a smaller one', async () => {
    const [small, large] = [await anInvoice('10.00'), await anInvoice('1000.00')];
    for (const id of [small, large]) {
      await relay.sevdesk.payInvoice(acme, id);
      await relay.witness.see('invoice.paid', on(id));
    }
    const event = await receiveEvent('billing-large-payments');
    expect(event).toMatchObject({ type: 'invoice.paid', tenantid: 'acme', subject: `Invoice/${large}` });
    expect(event.type === 'invoice.paid' && event.data.summary.gross).toBe(1190);
    expect(await messagesIn('billing-large-payments')).toBe(0);
  });

  it('hears of an overdue invoice in its function', async () => {
    const id = await anInvoice('50.00', { invoiceDate: '2026-01-05T00:00:00+01:00', timeToPay: '14' });
    const { data } = await relay.witness.see('invoice.overdue', on(id));
    const line = `acme: invoice ${data.summary.number} of 59.5 EUR was due on 2026-01-19`;
    await expect.poll(() => relay.logLines.some((one) => one.includes(line)), PATIENT).toBe(true);
  });
});
