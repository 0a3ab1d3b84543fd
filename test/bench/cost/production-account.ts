import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { App } from 'aws-cdk-lib';
import { openAssets } from '../../../infra/local/runtime/asset-folder.ts';
import { createResources } from '../../../infra/local/runtime/create-resources.ts';
import { emptyAccount } from '../../../infra/local/runtime/empty-account.ts';
import type { Template } from '../../../infra/local/runtime/template.ts';
import { startLocalEndpoint } from '../../../infra/local/services/local-endpoint.ts';
import { RelayStack } from '../../../infra/relay-stack.ts';
import type { Stage } from '../../../infra/stages.ts';
import { relayNames } from '../../../shared/contract/names.ts';
import { type MeasuredFunction, startMeasuredFunction } from './measured-function.ts';
import { startMeteringProxy } from './metering-proxy.ts';
import { tableLayouts } from './table-layouts.ts';

/**
 * The stack of a stage in a local account in which nothing runs by itself: functions are invoked one by one, and what they ask AWS
 * for is metered.
 */
export async function startProductionAccount(stage: Stage) {
  const assemblyDir = mkdtempSync(join(tmpdir(), 'sevdesk-relay-cost-'));
  const template = synthesize(stage, assemblyDir);
  const invokeFunction = () => Promise.reject(new Error('No rule of the stack starts a function in this account'));
  const endpoint = await startLocalEndpoint({ port: 0, invokeFunction });
  const proxy = await startMeteringProxy(endpoint, tableLayouts(template));
  const clients = awsClients(proxy.url);
  const account = emptyAccount(endpoint, { ...clients, endpointUrl: proxy.url, assetFolder: openAssets(assemblyDir) });
  await createResources(template, account);
  const started = new Map<string, MeasuredFunction>();
  const start = (name: string): MeasuredFunction => {
    const declared = account.functions.find((candidate) => candidate.name.endsWith(`-${name}`));
    if (!declared) throw new Error(`The stack has no function ${name}`);
    return startMeasuredFunction(declared);
  };
  return {
    template,
    clients,
    meter: proxy.meter,
    names: relayNames(stage.name),
    /** The function from `functions/<name>`, on a clock that is so far ahead; the same one each time, so that it is warm. */
    async functionAt(name: string, aheadMs: number): Promise<MeasuredFunction> {
      const running = started.get(name) ?? start(name);
      started.set(name, running);
      await running.setClock(aheadMs);
      return running;
    },
    async close() {
      await Promise.all([...started.values()].map((running) => running.close()));
      for (const client of Object.values(clients)) client.destroy();
      await proxy.close();
      await endpoint.close();
      rmSync(assemblyDir, { recursive: true, force: true });
    },
  };
}

function synthesize(stage: Stage, outdir: string): Template {
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  const { stack } = relayNames(stage.name);
  new RelayStack(app, stack, { stage });
  return app.synth().getStackByName(stack).template as Template;
}

function awsClients(endpoint: string) {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const config = { endpoint, region: 'eu-central-1', credentials };
  return {
    sqs: new SQSClient(config),
    dynamoDb: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secrets: new SecretsManagerClient(config),
  };
}
