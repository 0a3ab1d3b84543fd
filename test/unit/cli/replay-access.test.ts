import { StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  account,
  aRule,
  BUS,
  EVENTS,
  events,
  FUNCTION,
  fakeAccount,
  laidRule,
  lambda,
  othersWrite,
  own,
  QUEUE,
  replay,
  sqs,
} from './replay-world.ts';

beforeEach(fakeAccount);

describe('what a replay lets its rule do', () => {
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
    account.policies = { crm: policy };
    await replay();
    expect(account.policies.crm).toBe(policy);
  });

  it('writes its statement again where another replay wrote at the same moment', async () => {
    const another = { ...own, Sid: 'SevdeskRelayReplay0000abcd' };
    account.policies = { crm: JSON.stringify({ Statement: [own] }) };
    const theirs = JSON.stringify({ Statement: [own, another] });
    othersWrite((policy) => policy.includes('SevdeskRelayReplay'), theirs);
    let whileItRan: string | undefined;
    events.on(StartReplayCommand).callsFake(() => {
      whileItRan = account.policies.crm;
      return {};
    });
    expect((await replay()).exitCode).toBe(0);
    expect(JSON.parse(whileItRan ?? '').Statement).toMatchObject([own, another, { Resource: QUEUE }]);
    expect(account.policies.crm).toBe(theirs);
  });

  it('takes its statement out again where another wrote it back at the same moment', async () => {
    account.policies = { crm: JSON.stringify({ Statement: [own] }) };
    let given = '';
    sqs.on(SetQueueAttributesCommand).callsFake(({ QueueUrl, Attributes: { Policy } }) => {
      const isTaken = given !== '' && QueueUrl === 'crm' && !Policy.includes('SevdeskRelayReplay');
      account.policies[QueueUrl] = isTaken ? given : Policy;
      if (QueueUrl === 'crm') given = isTaken || !Policy.includes('SevdeskRelayReplay') ? '' : Policy;
      return {};
    });
    await replay();
    expect(account.policies.crm).toBe(JSON.stringify({ Statement: [own] }));
  });

  it('replays nothing where a queue does not let it in any more, and says so', async () => {
    othersWrite(() => true, JSON.stringify({ Statement: [own] }), 3);
    const { exitCode, err } = await replay();
    expect([exitCode, account.calls.includes('StartReplay')]).toEqual([1, false]);
    expect(err).toContain(`is gone from the policy of ${QUEUE}: somebody wrote that meanwhile`);
  });

  it('fails when a deployment took its statement away while it ran', async () => {
    events.on(StartReplayCommand).callsFake(() => {
      account.policies.crm = JSON.stringify({ Statement: [own] });
      return {};
    });
    expect(await replay()).toMatchObject({ exitCode: 1, err: expect.stringContaining('Replay them again.') });
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
    expect(account.calls).toEqual(['PutRule', 'PutTargets', 'StartReplay', 'RemoveTargets', 'DeleteRule']);
  });

  it('says what it could not take back, and keeps the rule by which it is found again', async () => {
    sqs.on(SetQueueAttributesCommand).callsFake(({ QueueUrl, Attributes }) => {
      if (QueueUrl === 'crm' && account.policies.crm?.includes('SevdeskRelayReplay')) throw new Error('denied');
      account.policies[QueueUrl] = Attributes.Policy;
      return {};
    });
    const { exitCode, err } = await replay();
    expect(exitCode).toBe(1);
    expect(err).toMatch(/The rule "sevdesk-relay-dev-replay-\w+" and the statement "SevdeskRelayReplay\w+" .* denied/);
    expect(account.calls).toEqual(['PutRule', 'PutTargets', 'StartReplay']);
    expect(
      [account.policies.crm, account.policies['crm-dead']].map((text) => text?.includes('SevdeskRelayReplay')),
    ).toEqual([true, false]);
  });
});
