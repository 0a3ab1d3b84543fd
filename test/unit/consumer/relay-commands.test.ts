import { Aws, Stack } from 'aws-cdk-lib';
import { EventField, Rule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { type CommandTemplate, SevdeskRelayCommands } from '../../../infra/consumer/cdk.ts';
import { compileInputTransformer } from '../../../infra/local/services/input-transformer.ts';
import { InvalidCommand, parseCommand } from '../../../shared/contract/contract.ts';
import { synthesizedWith } from './synthesized-consumer.ts';

const field = (path: string) => EventField.fromPath(`$.detail.${path}`);

const INVOICE: CommandTemplate = {
  type: 'invoice.create',
  commandId: `deal-${field('dealId')}-invoice`,
  tenantId: field('tenantId'),
  data: {
    reference: field('dealId'),
    contact: { id: field('contactId') },
    date: field('wonOn'),
    timeToPayDays: 14,
    positions: [{ name: field('title'), quantity: '1', price: field('amount'), taxRate: '19' }],
  },
};

const POSITION = { name: 'x', quantity: '1', price: '1', taxRate: '19' };

/** Only `data` of an invoice. */
const invoice = (data: object): CommandTemplate =>
  ({ ...INVOICE, data: { ...(INVOICE.data as object), ...data } }) as never;

const WON = {
  dealId: 'D-7',
  tenantId: 'acme',
  contactId: '815',
  wonOn: '2026-11-20',
  title: 'The "Website", {as} <agreed>\\',
  amount: '1200.00',
  days: 30,
  positions: [
    { name: 'Design', quantity: '1', price: '900.00', taxRate: '19' },
    { name: 'Texts', quantity: '3', price: '100.00', taxRate: '19' },
  ],
};

function withRule(command: CommandTemplate) {
  return synthesizedWith((stack) => {
    const eventPattern = { source: ['crm'], detailType: ['deal.won'] };
    const targets = [SevdeskRelayCommands.fromStage(stack, 'prod').target(command)];
    new Rule(stack, 'DealWon', { eventPattern, targets });
  });
}

/** The message that EventBridge makes of the event. */
function messageOf(command: CommandTemplate, detail: object = WON): unknown {
  return JSON.parse(textOf(command, detail));
}

function textOf(command: CommandTemplate, detail: object): string {
  const transformer = withRule(command).rules[0]?.Targets[0]?.InputTransformer ?? { InputTemplate: '' };
  const transform = compileInputTransformer(transformer, (reason) => {
    throw new Error(reason);
  });
  return transform({ event: { detail }, ruleArn: '', ruleName: '' });
}

describe('a rule that aims at the commands of a stage', () => {
  it('makes a command of the event: tokens in the commandId, whole ones, and what has none', () => {
    const message = messageOf(INVOICE);
    expect(message).toEqual({
      version: 1,
      type: 'invoice.create',
      commandId: 'deal-D-7-invoice',
      tenantId: 'acme',
      data: {
        reference: 'D-7',
        contact: { id: '815' },
        date: '2026-11-20',
        timeToPayDays: 14,
        positions: [{ name: WON.title, quantity: '1', price: '1200.00', taxRate: '19' }],
      },
    });
    expect(parseCommand(message)).toEqual(message);
  });

  it('takes numbers and lists over as they are in the event', () => {
    const message = messageOf(invoice({ timeToPayDays: field('days'), positions: field('positions') }));
    expect(message).toMatchObject({ data: { timeToPayDays: 30, positions: WON.positions } });
    expect(parseCommand(message)).toEqual(message);
  });

  it('takes all of the data from the event', () => {
    const { data } = messageOf(INVOICE) as { data: object };
    expect(messageOf({ ...INVOICE, data: field('invoice') }, { ...WON, invoice: data })).toMatchObject({ data });
  });

  it.each([
    ['ends the text', 'D-7"'],
    ['gives another commandId', 'D-7","commandId":"'],
    ['gives a tenant of its own', 'D-7","tenantId":"beta","commandId":"x'],
    ['gives data of its own', 'D-7","data":{},"commandId":"x'],
    ['brings a field', 'D-7","priority":"'],
    ['ends the command', 'D-7"}{"commandId":"'],
  ])('makes no command of an id that %s, which AWS does not escape', (_what, dealId) => {
    expect(() => parseCommand(textOf(INVOICE, { ...WON, dealId }))).toThrow();
  });

  it('sends to the intake, with dead letters of its own', () => {
    const { rules, resources } = withRule(INVOICE);
    const [target] = rules[0]?.Targets ?? [];
    expect(JSON.stringify(target?.Arn)).toMatch(/sqs.*:sevdesk-relay-prod-command-intake/);
    const letters = target?.DeadLetterConfig?.Arn['Fn::GetAtt'][0] ?? '';
    expect(resources[letters]?.Type).toBe('AWS::SQS::Queue');
  });

  it('has the dead letters that it was given', () => {
    const { rules } = synthesizedWith((stack) => {
      const deadLetterQueue = new Queue(stack, 'Letters');
      const target = SevdeskRelayCommands.fromStage(stack, 'prod').target(INVOICE, { deadLetterQueue });
      new Rule(stack, 'DealWon', { eventPattern: { source: ['crm'] }, targets: [target] });
    });
    expect(rules[0]?.Targets[0]?.DeadLetterConfig?.Arn['Fn::GetAtt'][0]).toMatch(/^Letters/);
  });
});

describe('a command in a rule', () => {
  const refused: readonly (readonly [string, CommandTemplate, RegExp])[] = [
    ['has an unknown type', { ...INVOICE, type: 'invoice.make' as 'invoice.create' }, /type: /],
    ['lacks a field', invoice({ contact: undefined }), /data\.contact: /],
    ['has a field that the contract does not know', invoice({ color: 'red' }), /color/],
    [
      'has a float as an amount',
      invoice({ positions: [{ name: 'x', quantity: '1', price: 1.5, taxRate: '19' }] }),
      /data\.positions\.0\.price: /,
    ],
    ['has a text of another form beside a token', invoice({ date: '20.11.2026' }), /data\.date: /],
    [
      'has a commandId of another form around its token',
      { ...INVOICE, commandId: `deal ${field('dealId')}` },
      /commandId: .*characters/,
    ],
    ['has one commandId for all events', { ...INVOICE, commandId: 'deal-invoice' }, /commandId: needs an EventField/],
    [
      'has one commandId for all events, from CloudFormation',
      { ...INVOICE, commandId: `deal-${Aws.REGION}` },
      /commandId: needs an EventField/,
    ],
    [
      'has a token within a text of its data',
      invoice({ reference: `deal-${field('dealId')}` }),
      /data\.reference: an EventField must be the whole text/,
    ],
    [
      'has two tokens in a text of its data',
      invoice({ reference: `${field('region')}${field('dealId')}` }),
      /data\.reference: an EventField must be the whole text/,
    ],
    [
      'is larger than a template may be',
      invoice({ headText: 'x'.repeat(8000) }),
      /command: 8\d{3} characters; .* 8192/,
    ],
    [
      'has more fields of the event than a template may have',
      invoice({ positions: Array.from({ length: 101 }, (_, at) => ({ ...POSITION, name: field(`n${at}`) })) }),
      /command: 10\d EventFields; EventBridge takes 100/,
    ],
    ['has a tenant id that is none', { ...INVOICE, tenantId: 'a b' }, /tenantId: /],
    [
      'has what EventBridge takes for a variable',
      invoice({ headText: '<b>Thanks</b>' }),
      /data\.headText: EventBridge would take <b> /,
    ],
  ];
  it.each(refused)('is refused at synthesis when it %s', (_what, command, problem) => {
    const commands = SevdeskRelayCommands.fromStage(new Stack(), 'prod');
    expect(() => commands.target(command)).toThrow(problem);
    expect(() => commands.target(command)).toThrow(InvalidCommand);
  });

  it('is told with all of its problems', () => {
    const commands = SevdeskRelayCommands.fromStage(new Stack(), 'prod');
    const wrong = { ...invoice({ date: 'soon' }), tenantId: 'a b', commandId: 'x' };
    expect(() => commands.target(wrong)).toThrow(/commandId: .*tenantId: .*data\.date: /);
  });

  it('may have a token of CloudFormation within a text', () => {
    const headText = `From ${Aws.REGION}`;
    expect(JSON.stringify(withRule(invoice({ headText })).rules[0]?.Targets[0]?.InputTransformer)).toContain('"From ');
  });

  it('may have a fixed tenant, for a product with one', () => {
    expect(messageOf({ ...INVOICE, tenantId: 'acme' })).toMatchObject({ tenantId: 'acme' });
  });
});

describe('code that sends commands', () => {
  it('may send to the command queue and find it, and nothing else', () => {
    const { all } = synthesizedWith((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      SevdeskRelayCommands.fromStage(stack, 'prod').grantSend(role);
    });
    const [policy, ...others] = all<{ PolicyDocument: { Statement: { Resource: unknown }[] } }>('AWS::IAM::Policy');
    expect(others).toEqual([]);
    const { Statement } = policy?.Properties.PolicyDocument ?? { Statement: [] };
    expect(Statement).toEqual([
      { Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Effect: 'Allow', Resource: expect.anything() },
    ]);
    expect(JSON.stringify(Statement[0]?.Resource)).toMatch(/:sqs:.*:sevdesk-relay-prod-commands\.fifo"/);
  });
});

describe('SevdeskRelayCommands', () => {
  it('is the same when asked twice in a scope, and refuses a stage that is not allowed', () => {
    const stack = new Stack();
    expect(SevdeskRelayCommands.fromStage(stack, 'prod')).toBe(SevdeskRelayCommands.fromStage(stack, 'prod'));
    expect(SevdeskRelayCommands.fromStage(stack, 'prod', 'Apart')).not.toBe(
      SevdeskRelayCommands.fromStage(stack, 'prod'),
    );
    expect(() => SevdeskRelayCommands.fromStage(stack, 'Prod')).toThrow('Stage "Prod" is not allowed');
  });
});
