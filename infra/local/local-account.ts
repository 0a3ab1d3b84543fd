import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type AccessControlOptions, accessControl, requireReceiving } from './iam/access-control.ts';
import type { Statement } from './iam/policy-document.ts';
import { createApps, type RunningStack, readApps } from './runtime/app-stacks.ts';
import { openAssets } from './runtime/asset-folder.ts';
import { createResources } from './runtime/create-resources.ts';
import { emptyAccount } from './runtime/empty-account.ts';
import { startEventSourceMapping } from './runtime/event-source-mapping.ts';
import { createFunctionHost, type FunctionHost, type FunctionLog } from './runtime/function-host.ts';
import { pseudoParameters } from './runtime/pseudo-parameters.ts';
import type { AccountUnderConstruction } from './runtime/resource-type.ts';
import { requireDelivery } from './runtime/rule-delivery.ts';
import { startSchedules } from './runtime/schedules.ts';
import type { Template } from './runtime/template.ts';
import { type LocalEndpoint, type LocalEndpointOptions, startLocalEndpoint } from './services/local-endpoint.ts';

export interface LocalAccountOptions extends Pick<LocalEndpointOptions, 'port' | 'dataDir' | 'onRequest'> {
  readonly template: Template;
  /** The cloud assembly that holds the template's assets. */
  readonly assemblyDir: string;
  /** Cloud assemblies of products: their stacks run beside the template's. */
  readonly apps?: readonly string[];
  /** How often every schedule fires, whatever its rate. */
  readonly tickSeconds: number;
  readonly onLog?: FunctionLog;
  /** Sees every permission that a function needed, granted or not. */
  readonly onAccess?: AccessControlOptions['onAccess'];
}

export interface LocalAccount {
  /** For AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly port: number;
  /** The template's outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The stacks of products, in the order of their creation. */
  readonly apps: readonly RunningStack[];
  readonly invoke: FunctionHost['invoke'];
  /** What each function may do, by its name. */
  readonly grants: Readonly<Record<string, readonly Statement[]>>;
  /** Lets running invocations end, up to 2.5 s, then stops everything. */
  readonly close: () => Promise<void>;
}

const GRACE_MS = 2500;

/**
 * One AWS account on this machine, with what the templates declare in it, running. Functions may do what their roles allow.
 * @throws Error naming the resource, when a template holds what the account does not know, or lacks a permission that AWS wants at once.
 */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const { template, assemblyDir, apps = [], onLog = () => undefined, onAccess, ...endpointOptions } = options;
  const stacks = readApps(apps);
  const host = createFunctionHost(onLog);
  let authorize: LocalEndpointOptions['authorize'];
  const endpoint = await startLocalEndpoint({
    ...endpointOptions,
    authorize: (call) => authorize?.(call),
    invokeFunction: host.invoke,
  });
  const clients = awsClients(endpoint.url);
  const stopEndpoint = async (): Promise<void> => {
    for (const client of Object.values(clients)) client.destroy();
    await endpoint.close();
  };
  try {
    const account = emptyAccount(endpoint, {
      ...clients,
      endpointUrl: endpoint.url,
      assetFolder: openAssets(assemblyDir),
    });
    const outputs = await createResources(template, account);
    const running = await createApps(stacks, account);
    authorize = guard(account, endpoint, onAccess);
    const stopRunning = startRunning(account, { host, endpoint, tickSeconds: options.tickSeconds, onLog });
    const stop = async (): Promise<void> => {
      const stopped = stopRunning();
      await Promise.race([stopped, sleep(GRACE_MS, undefined, { ref: false })]);
      await host.close();
      await stopped;
      await stopEndpoint();
    };
    let stopping: Promise<void> | undefined;
    const close = (): Promise<void> => {
      stopping ??= stop();
      return stopping;
    };
    const { url, port } = endpoint;
    return { url, port, outputs, apps: running, invoke: host.invoke, grants: grantsOf(account), close };
  } catch (error) {
    await stopEndpoint();
    throw error;
  }
}

function awsClients(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const config = { endpoint, region: pseudoParameters['AWS::Region'], credentials };
  return {
    sqs: new SQSClient(config),
    dynamoDb: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    s3: new S3Client(config),
  };
}

/** Checks what AWS checks before anything runs; answers what each call of a function has to pass. */
function guard(
  { functions, permissions, eventSourceMappings, ruleDeliveries }: AccountUnderConstruction,
  { secretsManager, keys }: LocalEndpoint,
  onAccess: LocalAccountOptions['onAccess'],
): LocalEndpointOptions['authorize'] {
  const lookup: AccessControlOptions['lookup'] = {
    secret(secretId) {
      const { arn, kmsKeyId } = secretsManager.find(secretId) ?? {};
      return arn === undefined ? undefined : { arn, keyArn: kmsKeyId };
    },
    keyArn: (keyId) => keys.find(keyId)?.arn,
  };
  const control = { ...permissions, functions, lookup, ...(onAccess && { onAccess }) };
  for (const { functionName, queueArn } of eventSourceMappings) requireReceiving(control, functionName, queueArn);
  for (const delivery of ruleDeliveries) requireDelivery(permissions, delivery);
  return accessControl(control);
}

function grantsOf({ functions, permissions }: AccountUnderConstruction): LocalAccount['grants'] {
  const { roles } = permissions;
  return Object.fromEntries(
    functions.map(({ name, roleArn }) => [name, roles.find(({ arn }) => arn === roleArn)?.statements ?? []]),
  );
}

interface Runners {
  readonly host: FunctionHost;
  readonly endpoint: LocalEndpoint;
  readonly tickSeconds: number;
  readonly onLog: FunctionLog;
}

/** The answer stops what was started, and resolves when its invocations have ended. */
function startRunning(account: AccountUnderConstruction, runners: Runners): () => Promise<unknown> {
  const { host, endpoint, tickSeconds, onLog } = runners;
  for (const added of account.functions) host.add(added);
  const { sqs, endpointUrl } = account;
  const { invoke } = host;
  const isEnabled = (name: string) => endpoint.eventBridge.schedules().some(({ ruleName }) => ruleName === name);
  const stops = [
    ...account.eventSourceMappings.map((mapping) => startEventSourceMapping(mapping, { sqs, invoke, onLog })),
    startSchedules(account.scheduledTargets, { tickSeconds, endpointUrl, sqs, invoke, isEnabled, onLog }),
  ];
  return () => Promise.all(stops.map((stop) => stop()));
}
