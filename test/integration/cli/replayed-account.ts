import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  ListRulesCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { runCli } from '../../../infra/cli/run-cli.ts';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { relayNames } from '../../../shared/contract/names.ts';
import { relayEvent } from '../../../shared/domain/relay-event.ts';
import { cliWorld, type WorldOptions } from '../../unit/cli/cli-world.ts';
import { startLocalAccount } from '../local/local-account.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'infra', 'cli', 'main.ts');
const { bus } = relayNames('local');
const arn = (rest: string) => `arn:aws:events:eu-central-1:000000000000:${rest}`;

export interface Delivered {
  readonly 'replay-name'?: string;
  readonly detail: RelayEvent;
}

/** The bus of the stage with its archive, and functions in place of the products. */
export async function startReplayedAccount() {
  const delivered = new Map<string, Delivered[]>();
  /** What a delivery to a function waits for. */
  const gate = { pass: async () => undefined as unknown };
  const account = await startLocalAccount({
    invokeFunction: async (functionArn, event) => {
      const name = functionArn.split(':').at(-1) ?? '';
      delivered.set(name, [...(delivered.get(name) ?? []), event as Delivered]);
      await gate.pass();
    },
  });
  const { events, endpoint, sqs } = account;
  await events.send(new CreateEventBusCommand({ Name: bus }));
  const archive = { ArchiveName: bus, EventSourceArn: arn(`event-bus/${bus}`) };
  await events.send(new CreateArchiveCommand({ ...archive, RetentionDays: 7 }));
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  const lambda = new LambdaClient({ endpoint: endpoint.url, region: 'eu-central-1', credentials });
  const env = { AWS_ENDPOINT_URL: endpoint.url };
  return {
    account,
    gate,
    publish: publishTo(events, bus),
    async addRule(name: string, pattern: object, functionName = name) {
      const rule = { Name: name, EventBusName: bus, EventPattern: JSON.stringify(pattern) };
      await events.send(new PutRuleCommand(rule));
      const Targets = [{ Id: 'f', Arn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}` }];
      await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets }));
    },
    delivered: (name: string, replayName?: string) =>
      (delivered.get(name) ?? []).filter((event) => event['replay-name'] === replayName).map(({ detail }) => detail.id),
    /** A command line whose pauses are short. */
    world(options: WorldOptions = {}) {
      const world = cliWorld({ now: Date.now, env, ...options });
      const context = { ...world.context, pause: () => new Promise((resolve) => setImmediate(resolve)) };
      return { ...world, run: (...args: string[]) => runCli(['--stage', 'local', ...args], context) };
    },
    /** A command line in a process of its own. */
    spawnCli: (...args: string[]) =>
      spawn(process.execPath, [MAIN, '--stage', 'local', ...args], { env: { ...process.env, ...env } }),
    /** Names of rules and queues, and the policy of a function. */
    async remains(functionName: string) {
      const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: bus }));
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
      const policy = await lambda.send(new GetPolicyCommand({ FunctionName: functionName })).catch(() => undefined);
      return { rules: Rules.map(({ Name }) => Name), queues: QueueUrls, policy: policy?.Policy };
    },
    async close() {
      lambda.destroy();
      await endpoint.close();
    },
  };
}

export type ReplayedAccount = Awaited<ReturnType<typeof startReplayedAccount>>;

/** The n-th event: with an id, tenant and type of its own making. */
export function anEvent(n: number, { tenantId = 'acme', type = 'tenant.resumed' as const } = {}): RelayEvent {
  return relayEvent({
    id: `evt_${String(n).padStart(32, '0')}`,
    type,
    data: { message: `${n}` },
    stage: 'local',
    tenantId,
    subject: `Tenant/${tenantId}`,
    time: '2026-11-20T09:14:03+01:00',
    recordedAtMs: Date.now(),
  });
}
