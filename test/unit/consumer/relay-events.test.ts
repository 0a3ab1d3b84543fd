import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { SevdeskRelayEvents } from '../../../infra/consumer/cdk.ts';
import { type EventMethods, eventMethodName } from '../../../infra/consumer/event-methods.ts';
import { compileEventPattern } from '../../../infra/local/services/event-pattern.ts';
import { EVENT_TYPES } from '../../../shared/contract/contract.ts';
import { synthesizedWith } from './synthesized-consumer.ts';
import { EXAMPLES, told } from './told-events.ts';

const inbox = (stack: Stack) => new Queue(stack, 'Inbox');

describe('SevdeskRelayEvents', () => {
  it('has a method for each event type, whose rule gets events of this type only', () => {
    const { rules } = synthesizedWith((stack) => {
      const events = SevdeskRelayEvents.fromStage(stack, 'prod');
      const target = new SqsQueue(inbox(stack));
      for (const type of EVENT_TYPES) {
        const method = events[eventMethodName(type)] as EventMethods['onTenantConnected'];
        method.call(events, type, target, { tenants: ['acme'] });
      }
    });
    const patterns = rules.map(({ EventPattern }) => compileEventPattern(JSON.stringify(EventPattern)));
    const matched = patterns.map((matches) => EXAMPLES.filter((event) => matches(told(event))).map(({ type }) => type));
    expect(matched).toEqual(EVENT_TYPES.map((type) => [type]));
  });

  it('names them after their types', () => {
    const names = ['invoice.paid', 'credit_note.partially_paid', 'contact_address.created'] as const;
    expect(names.map(eventMethodName)).toEqual([
      'onInvoicePaid',
      'onCreditNotePartiallyPaid',
      'onContactAddressCreated',
    ]);
  });

  it("puts its rules on the stage's bus, found by its name", () => {
    const { rules, all } = synthesizedWith((stack) => {
      SevdeskRelayEvents.fromStage(stack, 'anna').on('Any', { types: ['contact.*'] }, inbox(stack));
    });
    expect(rules.map(({ EventBusName }) => EventBusName)).toEqual(['sevdesk-relay-anna']);
    expect(all('AWS::Events::EventBus')).toEqual([]);
  });

  it('names a rule as it was told to, for "replay --to-rule", and takes no name that EventBridge refuses', () => {
    const { rules } = synthesizedWith((stack) => {
      const events = SevdeskRelayEvents.fromStage(stack, 'prod');
      events.onInvoicePaid('Paid', inbox(stack), { ruleName: 'billing.paid', tenants: ['acme'] });
      expect(() => events.on('Spaced', { types: ['tag.*'], ruleName: 'my rule' })).toThrow(
        'ruleName: 1 to 64 characters of A-Z, a-z, 0-9, ".", "_" and "-"',
      );
    });
    expect(rules).toMatchObject([{ Name: 'billing.paid', EventPattern: { detail: { tenantid: ['acme'] } } }]);
    expect(rules[0]?.EventPattern).toEqual({
      source: ['sevdesk-relay'],
      'detail-type': ['invoice.paid'],
      detail: { tenantid: ['acme'] },
    });
  });

  it('is the same when asked twice in a scope, and another one under another id', () => {
    const { rules } = synthesizedWith((stack) => {
      const [events, again] = [1, 2].map(() => SevdeskRelayEvents.fromStage(stack, 'prod'));
      const apart = SevdeskRelayEvents.fromStage(stack, 'prod', 'Apart');
      const dev = SevdeskRelayEvents.fromStage(stack, 'dev');
      expect(again).toBe(events);
      for (const one of [events, apart, dev]) one?.onInvoicePaid('Paid', inbox(one as unknown as Stack));
    });
    expect(rules).toHaveLength(3);
  });

  it('refuses a stage that is not allowed', () => {
    expect(() => SevdeskRelayEvents.fromStage(new Stack(), 'Prod')).toThrow('Stage "Prod" is not allowed');
  });

  it('takes tenants that CloudFormation fills in', () => {
    const { rules } = synthesizedWith((stack) => {
      const tenant = new CfnParameter(stack, 'Tenant').valueAsString;
      SevdeskRelayEvents.fromStage(stack, 'prod').on('Paid', { types: ['invoice.paid'], tenants: [tenant] });
    });
    expect(rules[0]?.EventPattern).toMatchObject({ detail: { tenantid: [{ Ref: 'Tenant' }] } });
  });

  it('gives the pattern alone, for rules of your own on its bus', () => {
    const { rules } = synthesizedWith((stack) => {
      const events = SevdeskRelayEvents.fromStage(stack, 'prod');
      const eventPattern = events.pattern({ types: ['invoice.*'], origin: 'external' });
      new Rule(stack, 'Own', { eventBus: events.bus, eventPattern });
    });
    expect(rules[0]).toMatchObject({
      EventBusName: 'sevdesk-relay-prod',
      EventPattern: {
        source: ['sevdesk-relay'],
        'detail-type': [{ prefix: 'invoice.' }],
        detail: { data: { origin: ['external'] } },
      },
    });
  });

  it('says when a pattern is longer than EventBridge takes', () => {
    const tenants = Array.from({ length: 100 }, (_, index) => `a-tenant-with-a-name-${index}`);
    const { warnings } = synthesizedWith((stack) => {
      SevdeskRelayEvents.fromStage(stack, 'prod').on('Many', { types: ['invoice.paid'], tenants });
      SevdeskRelayEvents.fromStage(stack, 'prod').on('Few', { types: ['invoice.paid'] });
    });
    expect(warnings).toEqual([expect.stringMatching(/has 2\d{3} characters, and EventBridge takes 2048/)]);
  });

  it('refuses what would match nothing before there is a rule', () => {
    const events = SevdeskRelayEvents.fromStage(new Stack(), 'prod');
    expect(() => events.on('Paid', { types: ['invoice.payed' as 'invoice.paid'] })).toThrow('is no event type');
    expect(events.node.tryFindChild('Paid')).toBeUndefined();
  });
});

describe('the targets of a rule', () => {
  const withTargets = () =>
    synthesizedWith((stack) => {
      const fn = LambdaFunction.fromFunctionAttributes(stack, 'Function', {
        functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:chase',
        sameEnvironment: true,
      });
      const events = SevdeskRelayEvents.fromStage(stack, 'prod');
      events.on('Both', { types: ['invoice.paid'] }, inbox(stack), fn);
      events.onInvoiceOverdue('Own', new SqsQueue(new Queue(stack, 'Other')));
    });

  it('are queues and functions with dead letters of the rule, which may send there', () => {
    const { rules, resources, all } = withTargets();
    const letters = rules[0]?.Targets.map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn['Fn::GetAtt'][0] ?? '');
    expect(new Set(letters).size).toBe(1);
    const [queue = ''] = letters ?? [];
    expect(resources[queue]?.Properties).toEqual({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    const policies = all<{ Queues: unknown[]; PolicyDocument: { Statement: { Effect: string }[] } }>(
      'AWS::SQS::QueuePolicy',
    );
    const policy = policies.find(({ Properties }) => JSON.stringify(Properties.Queues).includes(queue));
    const allowed = policy?.Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed?.length).toBeGreaterThan(0);
    for (const statement of allowed ?? []) {
      expect(statement).toMatchObject({
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': expect.anything() } },
      });
    }
  });

  it("are CDK's own as they are", () => {
    const { rules } = withTargets();
    expect(rules[1]?.Targets[0]?.DeadLetterConfig).toBeUndefined();
  });

  it('are no FIFO queues without a message group', () => {
    synthesizedWith((stack) => {
      const events = SevdeskRelayEvents.fromStage(stack, 'prod');
      const fifo = new Queue(stack, 'Fifo', { fifo: true });
      expect(() => events.onInvoicePaid('Paid', fifo)).toThrow('A FIFO queue needs a message group');
      events.onInvoicePaid('Grouped', new SqsQueue(fifo, { messageGroupId: 'all' }));
    });
  });
});

describe('the types', () => {
  /** Not run: the compiler checks it. */
  const uses = (events: SevdeskRelayEvents, target: Queue) => {
    events.onInvoicePaid('A', target, { summary: { gross: { above: 1000 }, currency: 'EUR' }, changed: ['payDate'] });
    events.onCommandFailed('B', target, { tenants: ['acme'] });
    events.on('C', { types: ['invoice.paid', 'voucher.paid'], summary: { gross: { above: 1 } } }, target);
    events.on('D', { types: ['invoice.*', 'order.sent'], origin: 'external' }, target);
    events.on('E', { types: ['tenant.*', 'baseline.completed'], tenants: ['acme'] }, target);
    // @ts-expect-error no such type
    events.on('F', { types: ['invoice.payed'] }, target);
    // @ts-expect-error no such kind
    events.on('G', { types: ['bill.*'] }, target);
    // @ts-expect-error events about the relay have no summary
    events.onCommandFailed('H', target, { summary: { gross: 1 } });
    // @ts-expect-error … and no origin, not even beside others that have one
    events.on('I', { types: ['invoice.paid', 'command.failed'], origin: 'self' }, target);
    // @ts-expect-error invoices have no such field in their summary
    events.onInvoicePaid('J', target, { summary: { grossTotal: 1 } });
    // @ts-expect-error invoices have no direction, which vouchers have
    events.on('K', { types: ['invoice.paid', 'voucher.paid'], summary: { direction: 'expense' } }, target);
    events.onInvoiceUpdated('N', target, { summary: { status: ['open', 'paid'], contactId: { not: '815' } } });
    // @ts-expect-error no such status
    events.onInvoiceUpdated('O', target, { summary: { status: ['open', 'payed'] } });
    // @ts-expect-error amounts are numbers
    events.onInvoicePaid('L', target, { summary: { gross: { prefix: '1' } } });
    // @ts-expect-error no such type, no such method
    events.onInvoicePayed('M', target);
  };

  it('offer what events have, and nothing else', () => {
    expect(uses).toBeDefined();
  });
});
