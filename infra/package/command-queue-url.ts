import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { relayNames } from '../../shared/contract/names.ts';

/** A stage has no command queue in the account and region that the client speaks to. */
export class StageNotFound extends Error {
  override readonly name = 'StageNotFound';
}

const known = new WeakMap<SQSClient, Map<string, Promise<string>>>();

/**
 * The URL of a stage's command queue, asked for once per client and stage.
 * @throws StageNotFound
 */
export function commandQueueUrl(client: SQSClient, stage: string): Promise<string> {
  const urls = known.get(client) ?? new Map<string, Promise<string>>();
  known.set(client, urls);
  const url = urls.get(stage) ?? askForUrl(client, stage);
  urls.set(stage, url);
  // Not remembered: the stage may be deployed in a minute.
  url.catch(() => urls.delete(stage));
  return url;
}

async function askForUrl(client: SQSClient, stage: string): Promise<string> {
  const { commandQueue } = relayNames(stage);
  try {
    const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: commandQueue }));
    return QueueUrl;
  } catch (error) {
    // By name: bundlers may load the SDK, and with it the class, twice.
    if ((error as Error).name !== 'QueueDoesNotExist') throw error;
    const region = await client.config.region();
    throw new StageNotFound(
      `There is no queue "${commandQueue}" in this account and region (${region}): is stage "${stage}" deployed there?${hint(stage)}`,
      { cause: error },
    );
  }
}

function hint(stage: string): string {
  return stage === 'local' ? ' For "npm start", set AWS_ENDPOINT_URL=http://127.0.0.1:4566.' : '';
}
