import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

const invokeFunction = vi.fn<(functionArn: string, payload: unknown) => Promise<void>>(async () => undefined);
const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:worker';
let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount({ invokeFunction });
});
afterAll(() => account.endpoint.close());

it('runs a scheduled rule when told to', async () => {
  const { eventBridge } = account.endpoint;
  await account.events.send(new PutRuleCommand({ Name: 'tick', ScheduleExpression: 'rate(5 minutes)' }));
  await account.events.send(new PutTargetsCommand({ Rule: 'tick', Targets: [{ Id: 'f', Arn: functionArn }] }));
  expect(eventBridge.schedules()).toEqual([{ ruleName: 'tick', scheduleExpression: 'rate(5 minutes)' }]);
  eventBridge.runSchedule('tick', new Date('2026-01-02T03:05:00Z'));
  await eventBridge.idle();
  expect(invokeFunction).toHaveBeenCalledWith(
    functionArn,
    expect.objectContaining({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '2026-01-02T03:05:00Z',
      resources: ['arn:aws:events:eu-central-1:000000000000:rule/tick'],
    }),
  );
});
