import { once } from 'node:events';
import {
  DescribeReplayCommand,
  ListReplaysCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQueue, queueArn, receive } from '../local/local-account.ts';
import { anEvent, type ReplayedAccount, startReplayedAccount } from './replayed-account.ts';

const all = { source: ['sevdesk-relay'] };
const LINE = ['replay', '--to-rule', 'crm', '--from', '1h'];

let replayed: ReplayedAccount;
beforeEach(async () => {
  replayed = await startReplayedAccount();
});
afterEach(() => replayed.close());

/** Three rules, each with a function of its own. */
async function arrange(crmPattern: object = all): Promise<void> {
  await replayed.addRule('crm', crmPattern);
  await replayed.addRule('erp', all);
  await replayed.addRule('audit', all);
}

const events = (length: number) => Array.from({ length }, (_, n) => anEvent(n));
const idle = () => replayed.account.endpoint.eventBridge.idle();
const replays = async () => (await replayed.account.events.send(new ListReplaysCommand({}))).Replays ?? [];

it('delivers 5,000 events once more to one rule, the same, and none to any other; nothing is left', async () => {
  await arrange();
  const published = events(5000);
  await replayed.publish(published);
  await idle();
  const { run, written } = replayed.world();
  expect(await run(...LINE, '--name', 'again')).toBe(0);
  expect(written.out).toContain('Replayed to crm.');
  await idle();
  const ids = replayed.delivered('crm', 'again');
  expect(ids.toSorted()).toEqual(published.map(({ id }) => id));
  for (const rule of ['crm', 'erp', 'audit']) expect(replayed.delivered(rule)).toHaveLength(5000);
  for (const rule of ['erp', 'audit']) expect(replayed.delivered(rule, 'again')).toEqual([]);
  expect(await replayed.remains('crm')).toEqual({ rules: ['audit', 'crm', 'erp'], queues: [], policy: undefined });
}, 60_000);

it('replays of these tenants and types only what the rule takes', async () => {
  await arrange({ 'detail-type': [{ prefix: 'tenant.' }], detail: { tenantid: [{ 'anything-but': ['gamma'] }] } });
  const [acme, beta, gamma] = ['acme', 'beta', 'gamma'].map((tenantId, n) => anEvent(n, { tenantId }));
  const connected = { ...anEvent(3), type: 'tenant.connected' } as typeof acme;
  await replayed.publish([acme, beta, gamma, connected].filter((event) => event !== undefined));
  const { run, written } = replayed.world();
  const exitCode = await run(
    ...LINE,
    '--name',
    'some',
    '--tenant',
    'acme',
    'gamma',
    '--types',
    'tenant.resumed',
    'invoice.*',
  );
  await idle();
  expect([exitCode, replayed.delivered('crm', 'some')]).toEqual([0, [acme?.id]]);
  expect(written.err).toContain('Rule crm does not take gamma: the others are replayed.');
});

it('delivers to a queue as its rule does, and leaves the policy of the queue as it was', async () => {
  const { account } = replayed;
  const url = await createQueue(account, 'inbox');
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'own', Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }],
  };
  await account.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: JSON.stringify(policy) } }),
  );
  const rule = { EventBusName: 'sevdesk-relay-local', Name: 'crm' };
  await account.events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(all) }));
  const Targets = [
    { Id: 'q', Arn: queueArn('inbox'), InputPath: '$.detail.id', DeadLetterConfig: { Arn: queueArn('dead') } },
  ];
  await account.events.send(new PutTargetsCommand({ EventBusName: rule.EventBusName, Rule: 'crm', Targets }));
  const deadUrl = await createQueue(account, 'dead');
  await replayed.publish([anEvent(7)]);
  const live = await receive(account, url);
  expect(await replayed.world().run(...LINE)).toBe(0);
  const again = await receive(account, url);
  expect([live?.Body, again?.Body]).toEqual([`"${anEvent(7).id}"`, `"${anEvent(7).id}"`]);
  const policyOf = async (QueueUrl: string) =>
    (await account.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }))).Attributes
      ?.Policy;
  expect(JSON.parse((await policyOf(url)) ?? '')).toEqual(policy);
  expect(await policyOf(deadUrl)).toBeFalsy();
});

it('lets no live event through its rule while it runs', async () => {
  await arrange();
  await replayed.publish(events(60));
  await idle();
  replayed.gate.pass = async () => {
    replayed.gate.pass = async () => undefined;
    await replayed.publish([anEvent(1000)]);
  };
  await replayed.world().run(...LINE, '--name', 'busy');
  await idle();
  expect(replayed.delivered('crm', 'busy')).toHaveLength(60);
  expect(replayed.delivered('crm')).toHaveLength(61);
});

it('is cancelled by Ctrl-C, leaves nothing, and says where to go on', async () => {
  await arrange();
  await replayed.publish(events(500));
  await idle();
  const { run, written, stop } = replayed.world();
  replayed.gate.pass = async () => stop();
  expect(await run(...LINE)).toBe(1);
  expect(written.err).toMatch(/The replay was cancelled: .* To go on: --from 2026-/);
  expect((await replays()).map(({ State }) => State)).toEqual(['CANCELLED']);
  await idle();
  const { rules, policy } = await replayed.remains('crm');
  expect([rules, policy]).toEqual([['audit', 'crm', 'erp'], undefined]);
});

it('of a killed command is left alone while it runs, then removed by the next command', async () => {
  await arrange();
  await replayed.publish(events(200));
  await idle();
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  replayed.gate.pass = () => opened;
  const killed = replayed.spawnCli(...LINE, '--name', 'killed');
  await vi.waitFor(() => expect(replayed.delivered('crm', 'killed')).not.toEqual([]), { timeout: 20_000 });
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect((await replayed.remains('crm')).rules).toHaveLength(4);
  const later = async (ms: number) => {
    const world = replayed.world({ now: () => Date.now() + ms });
    world.stop();
    await world.run('tail');
    return world.written.err;
  };
  expect(await later(30 * 60_000)).not.toContain('left behind');
  expect(await later(61 * 60_000)).toContain('The replay killed, whose command was killed, still runs');
  open();
  const ended = async () =>
    (await replayed.account.events.send(new DescribeReplayCommand({ ReplayName: 'killed' }))).State;
  await vi.waitFor(async () => expect(await ended()).toBe('COMPLETED'), { timeout: 20_000 });
  expect(await later(61 * 60_000)).toContain('Removed what an earlier replay left behind');
  await idle();
  expect(await replayed.remains('crm')).toEqual({ rules: ['audit', 'crm', 'erp'], queues: [], policy: undefined });
  expect(replayed.delivered('crm', 'killed')).toHaveLength(200);
}, 60_000);
