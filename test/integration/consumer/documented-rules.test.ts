import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, it } from 'vitest';
import type { Template } from '../../../infra/local/runtime/template.ts';
import { parseCommand, parseEvent, type RelayEvent, relayNames } from '../../../shared/contract/contract.ts';
import { documentedTemplates } from '../../support/documented-rules.ts';
import { EXAMPLES } from '../../unit/consumer/told-events.ts';
import { receive, type SmallAccount, startSmallAccount } from '../runtime/small-account.ts';

const names = relayNames('prod');
const templates = documentedTemplates();
let running: SmallAccount | undefined;
afterEach(() => running?.stop());

/** The bus and the intake of the relay, which its own stack makes, and then what the document shows. */
async function start({ Parameters, Resources }: Template): Promise<SmallAccount> {
  const intake = { 'Fn::GetAtt': ['RelayIntake', 'Arn'] };
  const Statement = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Principal: { Service: 'events.amazonaws.com' },
    Resource: intake,
  };
  const relay: Template['Resources'] = {
    RelayBus: { Type: 'AWS::Events::EventBus', Properties: { Name: names.bus } },
    RelayIntake: { Type: 'AWS::SQS::Queue', Properties: { QueueName: names.commandIntake } },
    RelayIntakePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'RelayIntake' }], PolicyDocument: { Statement } },
    },
  };
  const template = { ...(Parameters && { Parameters }), Resources: { ...relay, ...Resources } };
  running = await startSmallAccount({ template, functions: {} });
  return running;
}

async function put({ config }: SmallAccount, entry: object): Promise<void> {
  const events = new EventBridgeClient(config);
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  events.destroy();
  expect(FailedEntryCount).toBe(0);
}

const urlOf = ({ account }: SmallAccount, queue: string) => `${account.url}/000000000000/${queue}`;

it('the template for large payments works as it is shown', async () => {
  const account = await start(templates.largePayments);
  const paid = EXAMPLES.find(({ type }) => type === 'invoice.paid') as RelayEvent<'invoice.paid'>;
  const data = { ...paid.data, summary: { ...paid.data.summary, gross: 1190 } };
  const entry = { EventBusName: names.bus, Source: 'sevdesk-relay', DetailType: paid.type };
  await put(account, { ...entry, Detail: JSON.stringify(paid) });
  await put(account, { ...entry, Detail: JSON.stringify({ ...paid, data }) });
  const message = await receive(account, urlOf(account, 'billing-large-payments'));
  expect(parseEvent(message?.Body).data).toEqual(data);
});

it('the template for deals works as it is shown', async () => {
  const account = await start(templates.dealWon);
  const deal = {
    dealId: 'D-7',
    tenantId: 'acme',
    sevdeskContactId: '815',
    wonOn: '2026-11-20',
    title: 'The "Website"',
  };
  const Detail = JSON.stringify({ ...deal, amount: '1200.00' });
  await put(account, { EventBusName: 'billing', Source: 'crm', DetailType: 'deal.won', Detail });
  const message = await receive(account, urlOf(account, names.commandIntake));
  expect(parseCommand(message?.Body)).toMatchObject({
    commandId: 'deal-D-7-invoice',
    tenantId: 'acme',
    data: { positions: [{ name: 'The "Website"', price: '1200.00' }] },
  });
});
