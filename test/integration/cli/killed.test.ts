import {
  ListReplaysCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQueue, queueArn } from '../local/local-account.ts';
import { startDyingLine } from './dying-line.ts';
import { anEvent, type ReplayedAccount, startReplayedAccount } from './replayed-account.ts';

/** At this call of a replay, all targets let its rule in. */
const EVERYTHING_GIVEN = 16;
const HOUR_MS = 3_600_000;
const EventBusName = 'sevdesk-relay-local';
const COMMANDS = {
  tail: ['tail'],
  // Of nobody's events: only what is laid and removed matters here.
  replay: ['replay', '--to-rule', 'crm', '--from', '1h', '--tenant', 'nobody'],
};

let replayed: ReplayedAccount;
let line: Awaited<ReturnType<typeof startDyingLine>>;
let queueUrls: readonly string[];
beforeEach(async () => {
  // A call that is not answered is not tried again: the command is dead.
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  replayed = await startReplayedAccount();
  line = await startDyingLine(replayed.account.endpoint.url);
  const { account } = replayed;
  queueUrls = [await createQueue(account, 'inbox'), await createQueue(account, 'dead')];
  const own = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queueArn('inbox') };
  const Policy = JSON.stringify({ Version: '2008-10-17', Statement: [own, { ...own, Sid: 'mine' }] });
  await account.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrls[0], Attributes: { Policy } }));
  await replayed.addRule('crm', { source: ['sevdesk-relay'] });
  const Targets = [{ Id: 'q', Arn: queueArn('inbox'), DeadLetterConfig: { Arn: queueArn('dead') } }];
  await account.events.send(new PutTargetsCommand({ EventBusName, Rule: 'crm', Targets }));
  await replayed.publish([anEvent(1)]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await line.close();
  await replayed.close();
});

/** All that tail and replay could leave behind. */
async function everything() {
  const { events, sqs } = replayed.account;
  const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName }));
  const rules = Rules.map(async ({ Name = '' }) => ({
    Name,
    targets: (await events.send(new ListTargetsByRuleCommand({ EventBusName, Rule: Name }))).Targets,
  }));
  const policies = queueUrls.map(
    async (QueueUrl) =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }))).Attributes?.Policy ||
      undefined,
  );
  const { queues, policy } = await replayed.remains('crm');
  return { rules: await Promise.all(rules), policies: await Promise.all(policies), queues, policy };
}

const replaysEnded = async () => {
  const { Replays = [] } = await replayed.account.events.send(new ListReplaysCommand({}));
  expect(Replays.filter(({ State }) => State !== 'COMPLETED' && State !== 'CANCELLED')).toEqual([]);
};

/** A command that only cleans up, so many hours later. */
async function clean(hours: number, env?: Readonly<Record<string, string>>): Promise<void> {
  const world = replayed.world({ now: () => Date.now() + hours * (HOUR_MS + 1), ...(env && { env }) });
  world.stop();
  await world.run('tail');
}

const lineEnv = () => ({ AWS_ENDPOINT_URL: line.url });

it.each([
  ['tail', 'unsent'],
  ['tail', 'unanswered'],
  ['replay', 'unsent'],
  ['replay', 'unanswered'],
] as const)(
  '%s that dies at any of its calls (%s) leaves nothing but what the next command removes',
  async (name, how) => {
    const before = await everything();
    let call = 1;
    for (; ; call += 1) {
      const world = replayed.world({ env: lineEnv() });
      if (name === 'tail') world.stop();
      const died = await line.dieAt(call, how, () => world.run(...COMMANDS[name]));
      const live = anEvent(1000 + call);
      await replayed.publish([live]);
      await vi.waitFor(replaysEnded);
      await replayed.account.endpoint.eventBridge.idle();
      expect(replayed.delivered('crm').filter((id) => id === live.id)).toHaveLength(1);
      await clean(1);
      expect(await everything(), `after ${call} calls`).toEqual(before);
      if (!died) break;
    }
    expect(call).toBeGreaterThan(name === 'tail' ? 6 : 20);
  },
  60_000,
);

it('of cleaning up, which dies at any of its calls, too, the next command does the rest', async () => {
  const before = await everything();
  for (let call = 1; ; call += 1) {
    const world = replayed.world({ env: lineEnv() });
    await line.dieAt(EVERYTHING_GIVEN, 'unanswered', () => world.run(...COMMANDS.replay));
    await vi.waitFor(replaysEnded);
    const { policies } = await everything();
    for (const policy of policies) expect(policy).toContain('SevdeskRelayReplay');
    const died = await line.dieAt(call, 'unanswered', () => clean(1, lineEnv()));
    // What that one laid itself, it may have left as well.
    await clean(2);
    expect(await everything(), `after ${call} calls`).toEqual(before);
    if (!died) break;
  }
}, 60_000);
