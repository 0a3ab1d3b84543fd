import {
  CancelReplayCommand,
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  StartReplayCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../infra/cli/run-cli.ts';
import { compileEventPattern } from '../../../infra/local/services/event-pattern.ts';
import { cliWorld } from './cli-world.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');
const BUS = 'sevdesk-relay-dev';
const EVENTS = 'arn:aws:events:eu-central-1:1';
const QUEUE = 'arn:aws:sqs:eu-central-1:1:crm';
const BURIED = 'arn:aws:sqs:eu-central-1:1:crm-dead';
const FUNCTION = 'arn:aws:lambda:eu-central-1:1:function:crm:live';

const sqs = mockClient(SQSClient);
const events = mockClient(EventBridgeClient);
const lambda = mockClient(LambdaClient);

const target: Target = { Id: 'q', Arn: QUEUE, InputPath: '$.detail', DeadLetterConfig: { Arn: BURIED } };
const own = { Sid: 'own', Effect: 'Allow', Action: 'sqs:SendMessage' };
/** Of each queue, by its address. */
let policies: Record<string, string | undefined>;
/** Everything that was sent, in its order. */
let calls: string[];

function isNamed(name: string): Error {
  return Object.assign(new Error(`no: ${name}`), { name });
}

beforeEach(() => {
  policies = { crm: JSON.stringify({ Version: '2012-10-17', Id: 'i', Statement: [own] }) };
  calls = [];
  sqs.reset().onAnyCommand().rejects(new Error('not faked'));
  events.reset().onAnyCommand().rejects(new Error('not faked'));
  lambda.reset().onAnyCommand().rejects(new Error('not faked'));
  events.on(DescribeArchiveCommand).resolves({
    ArchiveArn: `${EVENTS}:archive/${BUS}`,
    EventSourceArn: `${EVENTS}:event-bus/${BUS}`,
    RetentionDays: 7,
    CreationTime: new Date('2026-01-01T00:00:00Z'),
  });
  aRule({ pattern: { source: ['sevdesk-relay'] }, targets: [target] });
  events.on(TestEventPatternCommand).callsFake(({ EventPattern, Event }) => ({
    Result: compileEventPattern(EventPattern)(JSON.parse(Event)),
  }));
  events.on(ListRulesCommand).resolves({ Rules: [] });
  events.on(PutRuleCommand).callsFake(noted('PutRule', ({ Name }) => ({ RuleArn: `${EVENTS}:rule/${BUS}/${Name}` })));
  events.on(PutTargetsCommand).callsFake(noted('PutTargets', () => ({ FailedEntryCount: 0 })));
  events.on(StartReplayCommand).callsFake(noted('StartReplay', () => ({ State: 'STARTING' })));
  events.on(CancelReplayCommand).callsFake(noted('CancelReplay', () => ({})));
  replayIs(['STARTING'], ['RUNNING', '2026-11-20T07:00:00Z'], ['COMPLETED', '2026-11-20T07:30:00Z']);
  events.on(RemoveTargetsCommand).callsFake(noted('RemoveTargets', () => ({})));
  events.on(DeleteRuleCommand).callsFake(noted('DeleteRule', () => ({})));
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }) => ({ QueueUrl: QueueName }));
  sqs
    .on(GetQueueAttributesCommand)
    .callsFake(({ QueueUrl }) => ({ Attributes: policies[QueueUrl] ? { Policy: policies[QueueUrl] } : {} }));
  sqs.on(SetQueueAttributesCommand).callsFake(
    noted('SetPolicy', ({ QueueUrl, Attributes }) => {
      policies[QueueUrl] = Attributes.Policy;
      return {};
    }),
  );
  lambda.on(AddPermissionCommand).callsFake(noted('AddPermission', () => ({})));
  lambda.on(RemovePermissionCommand).callsFake(noted('RemovePermission', () => ({})));
});

// biome-ignore lint/suspicious/noExplicitAny: the fakes of one mock have many inputs
function noted(name: string, answer: (input: any) => object) {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return (input: any) => {
    calls.push(name);
    return answer(input);
  };
}

function aRule(rule: { readonly pattern?: object; readonly targets?: readonly Target[]; readonly managed?: boolean }) {
  const EventPattern = rule.pattern && JSON.stringify(rule.pattern);
  events.on(DescribeRuleCommand).callsFake(({ Name }) => ({
    Name,
    Arn: `${EVENTS}:rule/${BUS}/${Name}`,
    ...(EventPattern !== undefined && { EventPattern }),
    ...(rule.managed && { ManagedBy: 'prod.vhs.events.aws.internal' }),
  }));
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [...(rule.targets ?? [])] });
}

/** The states that are seen one after the other, with how far it came. */
function replayIs(...seen: readonly (readonly [string, string?])[]): void {
  let look = 0;
  events.on(DescribeReplayCommand).callsFake(() => {
    const [State, reached] = seen[Math.min(look, seen.length - 1)] ?? [];
    look += 1;
    return { State, StateReason: 'for a reason', ...(reached && { EventLastReplayedTime: new Date(reached) }) };
  });
}

/** Another writes to a policy at the same moment, and knows nothing of what was just written: once, or always. */
function othersWrite(when: (policy: string) => boolean, text: string, times = 1): void {
  let left = times;
  sqs.on(SetQueueAttributesCommand).callsFake(({ QueueUrl, Attributes }) => {
    const isOverwritten = when(Attributes.Policy) && left > 0;
    if (isOverwritten) left -= 1;
    policies[QueueUrl] = isOverwritten ? text : Attributes.Policy;
    return {};
  });
}

async function replay(...options: string[]) {
  const world = cliWorld({ now: () => NOW });
  const line = ['--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h', ...options];
  return { exitCode: await world.run(...line), ...world.written };
}

const laidRule = () => events.commandCalls(PutRuleCommand)[0]?.args[0].input;
const laidPattern = () => JSON.parse(laidRule()?.EventPattern ?? '{}');

describe('replay', () => {
  it('lays a rule for its own events only, lets it in, replays to it alone, and takes everything back', async () => {
    const before = { ...policies };
    const { exitCode, out, err } = await replay('--name', 'again');
    expect({ exitCode, err }).toMatchObject({ exitCode: 0, err: expect.stringContaining('The replay again begins') });
    expect(out).toContain('Replayed to crm. The temporary rule is removed.');
    expect(calls).toEqual([
      ...['PutRule', 'PutTargets', 'SetPolicy', 'SetPolicy', 'StartReplay'],
      ...['SetPolicy', 'SetPolicy', 'RemoveTargets', 'DeleteRule'],
    ]);
    expect(laidPattern()).toEqual({ source: ['sevdesk-relay'], 'replay-name': ['again'] });
    const name = laidRule()?.Name ?? '';
    expect(name).toMatch(/^sevdesk-relay-dev-replay-[0-9a-f]{8}$/);
    expect(events.commandCalls(PutTargetsCommand)[0]?.args[0].input).toMatchObject({ Rule: name, Targets: [target] });
    expect(events.commandCalls(StartReplayCommand)[0]?.args[0].input).toMatchObject({
      ReplayName: 'again',
      EventSourceArn: `${EVENTS}:archive/${BUS}`,
      EventStartTime: new Date(NOW - 2 * 3_600_000),
      EventEndTime: new Date(NOW),
      Destination: { Arn: `${EVENTS}:event-bus/${BUS}`, FilterArns: [`${EVENTS}:rule/${BUS}/${name}`] },
    });
    expect(policies).toEqual({ ...before, 'crm-dead': '' });
  });

  it('adds to the policy of each queue one statement for this rule, beside those that are there', async () => {
    await replay();
    const [given] = sqs.commandCalls(SetQueueAttributesCommand).map(({ args }) => args[0].input);
    expect(JSON.parse(given?.Attributes?.Policy ?? '')).toEqual({
      Version: '2012-10-17',
      Id: 'i',
      Statement: [
        own,
        {
          Sid: expect.stringMatching(/^SevdeskRelayReplay[0-9a-f]{8}$/),
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: QUEUE,
          Condition: { ArnEquals: { 'aws:SourceArn': `${EVENTS}:rule/${BUS}/${laidRule()?.Name}` } },
        },
      ],
    });
  });

  it.each([
    ['without a version, which would give its "${" another meaning', JSON.stringify({ Statement: [own] })],
    ['of an older version', JSON.stringify({ Version: '2008-10-17', Statement: [own, { ...own, Sid: undefined }] })],
  ])('leaves a policy %s', async (_what, policy) => {
    policies = { crm: policy };
    await replay();
    expect(policies.crm).toBe(policy);
  });

  it('writes its statement again where another replay wrote at the same moment', async () => {
    const another = { ...own, Sid: 'SevdeskRelayReplay0000abcd' };
    policies = { crm: JSON.stringify({ Statement: [own] }) };
    const theirs = JSON.stringify({ Statement: [own, another] });
    othersWrite((policy) => policy.includes('SevdeskRelayReplay'), theirs);
    let whileItRan: string | undefined;
    events.on(StartReplayCommand).callsFake(() => {
      whileItRan = policies.crm;
      return {};
    });
    expect((await replay()).exitCode).toBe(0);
    expect(JSON.parse(whileItRan ?? '').Statement).toMatchObject([own, another, { Resource: QUEUE }]);
    expect(policies.crm).toBe(theirs);
  });

  it('takes its statement out again where another wrote it back at the same moment', async () => {
    policies = { crm: JSON.stringify({ Statement: [own] }) };
    let given = '';
    sqs.on(SetQueueAttributesCommand).callsFake(({ QueueUrl, Attributes: { Policy } }) => {
      const isTaken = given !== '' && QueueUrl === 'crm' && !Policy.includes('SevdeskRelayReplay');
      policies[QueueUrl] = isTaken ? given : Policy;
      if (QueueUrl === 'crm') given = isTaken || !Policy.includes('SevdeskRelayReplay') ? '' : Policy;
      return {};
    });
    await replay();
    expect(policies.crm).toBe(JSON.stringify({ Statement: [own] }));
  });

  it('replays nothing where a queue does not let it in any more, and says so', async () => {
    othersWrite(() => true, JSON.stringify({ Statement: [own] }), 3);
    const { exitCode, err } = await replay();
    expect([exitCode, calls.includes('StartReplay')]).toEqual([1, false]);
    expect(err).toContain(`is gone from the policy of ${QUEUE}: somebody wrote that meanwhile`);
  });

  it('fails when a deployment took its statement away while it ran', async () => {
    events.on(StartReplayCommand).callsFake(() => {
      policies.crm = JSON.stringify({ Statement: [own] });
      return {};
    });
    expect(await replay()).toMatchObject({ exitCode: 1, err: expect.stringContaining('Replay them again.') });
  });

  it('puts off the expiry of its rule for as long as it lingers', async () => {
    const world = cliWorld({ now: () => nowMs });
    let nowMs = NOW;
    const pause = async (ms: number) => {
      nowMs += ms;
    };
    const line = ['--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h', '--linger', '3h'];
    expect(await runCli(line, { ...world.context, pause })).toBe(0);
    const until = events
      .commandCalls(PutRuleCommand)
      .map(({ args }) => Date.parse(/until (\S+):/.exec(args[0].input.Description ?? '')?.[1] ?? ''));
    expect(Math.max(...until)).toBeGreaterThan(nowMs);
    expect(until.every((ms, index) => index === 0 || ms - (until[index - 1] ?? 0) < 3_600_000)).toBe(true);
  });

  it('cancels what it can not watch any more, since its rule goes', async () => {
    events.on(DescribeReplayCommand).rejects(new Error('no network'));
    expect(await replay()).toMatchObject({ exitCode: 1, err: expect.stringContaining('no network') });
    expect(calls.indexOf('CancelReplay')).toBeGreaterThan(calls.indexOf('StartReplay'));
    expect(calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
  });

  it.each([`${BUS}|crm`, `${EVENTS}:rule/${BUS}/crm`])('finds the rule by %s', async (asked) => {
    expect((await replay('--to-rule', asked)).exitCode).toBe(0);
    expect(events.commandCalls(DescribeRuleCommand)[0]?.args[0].input).toEqual({ Name: 'crm', EventBusName: BUS });
  });

  it('finds a rule whose name begins with that of the bus, as CDK makes it for a stack named so', async () => {
    expect((await replay('--to-rule', `${BUS}-crm-Events4F1D-x8Kq`)).exitCode).toBe(0);
  });

  it('lets the rule start a function, and takes exactly that permission back', async () => {
    aRule({ pattern: {}, targets: [{ Id: 'f', Arn: FUNCTION }] });
    expect(await replay()).toMatchObject({ exitCode: 0, err: expect.stringContaining('begins') });
    const added = lambda.commandCalls(AddPermissionCommand)[0]?.args[0].input;
    expect(added).toMatchObject({
      FunctionName: FUNCTION,
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: `${EVENTS}:rule/${BUS}/${laidRule()?.Name}`,
    });
    const removed = lambda.commandCalls(RemovePermissionCommand)[0]?.args[0].input;
    expect(removed).toEqual({ FunctionName: FUNCTION, StatementId: added?.StatementId });
  });

  it('changes no policy for a target with a role', async () => {
    aRule({ pattern: {}, targets: [{ Id: 's', Arn: `${EVENTS}:stateMachine:x`, RoleArn: 'arn:aws:iam::1:role/r' }] });
    expect((await replay()).exitCode).toBe(0);
    expect(calls).toEqual(['PutRule', 'PutTargets', 'StartReplay', 'RemoveTargets', 'DeleteRule']);
  });

  it('narrows the pattern to tenants and types, and says what of them the rule does not take', async () => {
    aRule({ pattern: { 'detail-type': [{ prefix: 'invoice.' }] }, targets: [target] });
    const { exitCode, err } = await replay('--tenant', 'acme', 'beta', '--types', 'invoice.paid', 'contact.*');
    expect([exitCode, laidPattern()]).toEqual([
      0,
      {
        'detail-type': ['invoice.paid'],
        detail: { tenantid: ['acme', 'beta'] },
        'replay-name': [expect.stringContaining('sevdesk-relay-dev-replay-')],
      },
    ]);
    expect(err).toContain('Rule crm does not take contact.created, contact.updated');
  });

  it('shows with --dry-run what would be done, and does nothing', async () => {
    const { exitCode, out } = await replay('--dry-run', '--types', 'invoice.paid');
    expect([exitCode, calls]).toEqual([0, []]);
    expect(out).toMatch(/Events of +2026-11-20 07:15:00 until 2026-11-20 09:15:00 \(2 h\)/);
    expect(out).toMatch(
      /a statement SevdeskRelayReplay\w+ in the policy of the queue arn:aws:sqs:eu-central-1:1:crm-dead/,
    );
    expect(out).toContain('"detail-type":["invoice.paid"]');
  });

  it('says what the archive may lack', async () => {
    const { err } = await replay('--from', '30d', '--dry-run');
    expect(err).toContain('The archive has nothing of before 2026-11-13 09:15:00 (it keeps events for 7 days).');
    expect(err).toContain('Events of the last ten minutes may be missing');
    expect((await replay('--to', '10min', '--dry-run')).err).not.toContain('ten minutes');
  });

  it('goes on in words when it was cancelled, after everything was taken back', async () => {
    const world = cliWorld({ now: () => NOW });
    replayIs(['RUNNING', '2026-11-20T07:00:30Z'], ['CANCELLED', '2026-11-20T07:05:30Z']);
    events.on(StartReplayCommand).callsFake(() => {
      world.stop();
      return {};
    });
    const exitCode = await world.run('--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h');
    expect(exitCode).toBe(1);
    expect(world.written.err).toContain(
      'The replay was cancelled: events until 2026-11-20 08:05:30 were replayed. To go on: --from 2026-11-20T07:04:00.000Z',
    );
    expect(calls).toContain('CancelReplay');
    expect(calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
  });

  it('replays nothing when it is stopped before', async () => {
    const world = cliWorld({ now: () => NOW });
    world.stop();
    expect(await world.run('--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h')).toBe(1);
    expect(world.written.err).toContain('Nothing was replayed');
    expect(calls).not.toContain('StartReplay');
    expect(calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
  });

  it('tells why EventBridge failed', async () => {
    replayIs(['FAILED']);
    expect(await replay()).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('The replay failed (for a reason): no event was replayed.'),
    });
  });

  it.each([
    ['LimitExceededException', 'AWS carries out ten replays at a time'],
    ['ResourceAlreadyExistsException', 'take another --name'],
    ['ValidationException', 'no: ValidationException'],
  ])('explains %s of the start, and takes everything back', async (name, words) => {
    events.on(StartReplayCommand).rejects(isNamed(name));
    expect(await replay()).toMatchObject({ exitCode: 1, err: expect.stringContaining(words) });
    expect(calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
    expect(policies['crm-dead']).toBe('');
  });

  it('says what it could not take back, and keeps the rule by which it is found again', async () => {
    sqs.on(SetQueueAttributesCommand).callsFake(({ QueueUrl, Attributes }) => {
      if (QueueUrl === 'crm' && policies.crm?.includes('SevdeskRelayReplay')) throw new Error('denied');
      policies[QueueUrl] = Attributes.Policy;
      return {};
    });
    const { exitCode, err } = await replay();
    expect(exitCode).toBe(1);
    expect(err).toMatch(/The rule "sevdesk-relay-dev-replay-\w+" and the statement "SevdeskRelayReplay\w+" .* denied/);
    expect(calls).toEqual(['PutRule', 'PutTargets', 'StartReplay']);
    expect([policies.crm, policies['crm-dead']].map((text) => text?.includes('SevdeskRelayReplay'))).toEqual([
      true,
      false,
    ]);
  });

  it('takes back what it gave when it could not give all', async () => {
    events.on(PutTargetsCommand).resolves({ FailedEntries: [{ TargetId: 'q', ErrorMessage: 'not this' }] });
    expect(await replay()).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('refused the target q: not this'),
    });
    expect(calls).toEqual(['PutRule', 'RemoveTargets', 'DeleteRule']);
  });
});

describe('what is not replayed', () => {
  const refused = async (...options: string[]) => {
    const answer = await replay(...options);
    expect(calls).toEqual([]);
    return answer;
  };

  it('goes to a rule that is not there: those that are, are named', async () => {
    events.on(DescribeRuleCommand).rejects(isNamed('ResourceNotFoundException'));
    const mine = [{ Name: 'crm-events' }, { Name: 'erp-events' }];
    const notMine = [{ Name: 'Events-Archive-x', ManagedBy: 'prod.vhs' }, { Name: `${BUS}-tail-0000abcd` }];
    events.on(ListRulesCommand).resolves({ Rules: [...mine, ...notMine] });
    const { exitCode, err } = await refused();
    expect(exitCode).toBe(1);
    expect(err).toContain(`The bus ${BUS} has no rule crm. Rules there: crm-events, erp-events.\n`);
  });

  it.each([
    ['is managed by AWS', { pattern: {}, targets: [target], managed: true }, "not a product's"],
    ['has a schedule', { targets: [target] }, 'has a schedule and no pattern'],
    ['has no targets', { pattern: {} }, 'has no targets'],
    ['refuses replayed events', { pattern: { 'replay-name': [{ exists: false }] }, targets: [target] }, 'no replayed'],
    [
      'delivers to a topic',
      { pattern: {}, targets: [{ Id: 't', Arn: 'arn:aws:sns:eu-central-1:1:t' }] },
      'that is done for queues and functions only',
    ],
    [
      'delivers to another account',
      { pattern: {}, targets: [{ Id: 't', Arn: 'arn:aws:sqs:eu-central-1:2:q' }] },
      'in another account or region',
    ],
  ])('goes to a rule that %s', async (_what, rule, words) => {
    aRule(rule);
    expect(await refused()).toMatchObject({ exitCode: 1, err: expect.stringContaining(words) });
  });

  it('goes to the rule of another tail or replay', async () => {
    expect((await refused('--to-rule', `${BUS}-replay-0000abcd`)).err).toContain("not a product's");
  });

  it('is of types that the rule does not take: those that it takes are named', async () => {
    aRule({ pattern: { 'detail-type': [{ prefix: 'tag.' }] }, targets: [target] });
    const { exitCode, err } = await refused('--types', 'invoice.paid');
    expect([exitCode, err]).toEqual([
      1,
      expect.stringContaining(
        'Rule crm does not take invoice.paid. It takes tag.created, tag.updated, tag.deleted, tag.snapshot.',
      ),
    ]);
  });

  it('is of tenants that the rule does not take', async () => {
    aRule({ pattern: { detail: { tenantid: ['acme'] } }, targets: [target] });
    const { err } = await refused('--tenant', 'beta');
    expect(err).toContain('Rule crm does not take beta. Its pattern has "tenantid": ["acme"].');
  });

  it('is in no archive', async () => {
    events.on(DescribeArchiveCommand).rejects(isNamed('ResourceNotFoundException'));
    expect((await refused()).err).toContain(`There is no archive ${BUS}. Is the stage deployed`);
  });

  it.each([
    [['--from', '2026-11-21'], '--from is not in the past'],
    [['--from', '0h'], '--from takes 2026-'],
    [['--to-rule', 'sevdesk-relay-prod|crm'], `--to-rule takes a rule of the bus ${BUS}`],
    [['--to-rule', `${EVENTS}:rule/crm`], `--to-rule takes a rule of the bus ${BUS}`],
    [['--from', '1h', '--to', '2h'], '--from must be before --to'],
    [['--types', 'invoice.eaten'], 'Types are invoice.created, invoice.updated, invoice.deleted'],
    [['--types', 'bill.*'], "or 'invoice.*' for all about invoices"],
    [['--name', 'a b'], 'It must be 1 to 64 characters'],
  ])('%j', async (options, words) => {
    expect(await refused(...options)).toMatchObject({ exitCode: 2, err: expect.stringContaining(words) });
  });
});
