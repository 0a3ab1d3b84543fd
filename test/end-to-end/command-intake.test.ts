import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProductBus, type ProductBus } from '../support/product-bus.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

const acme = tokenOf('acme');
const FIELDS = ['dealId', 'tenantId', 'contactId', 'title', 'amount'];
const POSITIONS = '[{"name":<title>,"quantity":"1","price":<amount>,"taxRate":"19"}]';
const DATA = `{"reference":"deal-<dealId>","contact":{"id":<contactId>},"date":"2026-11-20","positions":${POSITIONS}}`;
const COMMAND = `{"commandId":"deal-<dealId>","tenantId":<tenantId>,"type":"invoice.create","version":1,"data":${DATA}}`;
/** The same command, and another body: SQS does not see that it is a repeat. */
const REORDERED = `{"tenantId":<tenantId>,"version":1,"data":${DATA},"type":"invoice.create","commandId":"deal-<dealId>"}`;

let relay: RunningRelay;
let bus: ProductBus;
let contactId: string;

beforeAll(async () => {
  relay = await startRelay();
  bus = await openProductBus(relay.account.url);
  await bus.addRule('deal.won', FIELDS, COMMAND);
  await bus.addRule('deal.closed', FIELDS, REORDERED);
  await bus.addRule('deal.told', ['dealId'], '"deal <dealId> is won"');
  await relay.sevdesk.createAccount({ token: acme });
  contactId = String((await relay.sevdesk.createContact(acme, { name: 'Kunde' })).id);
  await relay.product.putSecret('acme', { token: acme });
  await relay.witness.see('baseline.completed', ({ tenantid }) => tenantid === 'acme');
});
afterAll(async () => {
  bus?.close();
  await relay?.stop();
});

const TITLE = 'The "Website", {once} <more>\\';
const won = (dealId: string) => ({ dealId, tenantId: 'acme', contactId, title: TITLE, amount: '100.00' });
const succeeded = (commandId: string) =>
  relay.witness.see('command.succeeded', ({ correlationid }) => correlationid === commandId);
const invoices = async (reference: string) =>
  (await relay.sevdesk.records(acme, 'Invoice')).filter((one) => one.customerInternalNote === reference);

it('carries out what a rule made of an event of the product', async () => {
  await bus.tell('deal.won', won('1'));
  const { data } = await succeeded('deal-1');
  expect(await invoices('deal-1')).toMatchObject([{ id: data.result.recordId }]);
});

it('carries out once what comes twice: SQS drops the same body, and the ledger answers the same command', async () => {
  await bus.tell('deal.won', won('2'));
  await bus.tell('deal.won', won('2'));
  const first = await succeeded('deal-2');
  await bus.tell('deal.closed', won('2'));
  const again = await relay.witness.see(
    'command.succeeded',
    (event) => event.correlationid === 'deal-2' && event !== first,
  );
  expect(again.data.result).toEqual(first.data.result);
  expect(await invoices('deal-2')).toHaveLength(1);
});

const deal = { tenantId: 'acme', contactId: '4711', title: TITLE, amount: '1.00' };

it.each([
  ['without a tenant', 'deal.won', { ...deal, dealId: '3', tenantId: undefined }, 'deal-3', 'tenantId: '],
  ['of an unknown tenant', 'deal.won', { ...deal, dealId: '4', tenantId: 'nobody' }, 'deal-4', 'no tenant "nobody"'],
  ['with a field missing', 'deal.won', { ...deal, dealId: '5', amount: undefined }, 'deal-5', 'price: '],
  ['of which a value made another', 'deal.won', { ...deal, dealId: '7","tenantId":"beta' }, 'deal-7', 'a field twice'],
  ['that is text', 'deal.told', { dealId: '6' }, 'deal 6', ''],
])('answers a command %s, and puts it into the dead letters', async (_what, detailType, detail, part, problem) => {
  await bus.tell(detailType, detail);
  const { MessageAttributes } = await relay.witness.seeDeadLetter(({ Body = '' }) => Body.includes(part));
  const message = MessageAttributes?.message?.StringValue;
  expect(message).toContain(problem);
  const failed = await relay.witness.see('command.failed', ({ data }) => data.message === message);
  expect(failed.data).toMatchObject({ reason: MessageAttributes?.reason?.StringValue, attempts: 0 });
  expect(failed.data.commandId).toBe(['deal 6', 'deal-7'].includes(part) ? undefined : part);
});
