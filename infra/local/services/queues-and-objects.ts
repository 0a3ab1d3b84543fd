import { Agent, type IncomingHttpHeaders } from 'node:http';
import { buildApp } from 'fauxqs';
import { openStores } from './fauxqs-stores.ts';
import { forwardRequest } from './forward-request.ts';
import type { HttpAnswer, LocalBackend, LocalCall } from './local-call.ts';
import { type SqsCaller, withLocalQueueUrls } from './queue-urls.ts';
import { giveBackUnseen } from './unseen-messages.ts';

const sqsActions = [
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'CreateQueue',
  'DeleteMessage',
  'DeleteMessageBatch',
  'DeleteQueue',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListQueueTags',
  'ListQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
  'SendMessageBatch',
  'SetQueueAttributes',
  'TagQueue',
  'UntagQueue',
] as const;

export interface QueuesAndObjects {
  readonly sqs: LocalBackend;
  readonly s3: LocalBackend;
  /** A call of our own, past the endpoint and its hook. */
  readonly callSqs: SqsCaller;
  readonly close: () => Promise<void>;
}

/**
 * SQS and S3 by fauxqs, in memory or kept below `directory` (SQLite).
 * It lacks StartMessageMoveTask, ListDeadLetterSourceQueues, retention, and MessageGroupId on standard queues.
 */
export async function startQueuesAndObjects(options: {
  readonly region: string;
  readonly directory: string | undefined;
  readonly endpointUrl: string;
}): Promise<QueuesAndObjects> {
  const kept = options.directory === undefined ? undefined : await openStores(options.directory);
  const app = buildApp({ logger: false, defaultRegion: options.region, ...(kept && { stores: kept.stores }) });
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  const agent = new Agent({ keepAlive: true });
  const forward = (call: Pick<LocalCall, 'method' | 'url' | 'headers' | 'body'>): Promise<HttpAnswer> =>
    forwardRequest({ port, agent }, call);
  const callSqs: SqsCaller = (action, input) =>
    forward({
      method: 'POST',
      url: '/',
      headers: sqsHeaders(action, options.region),
      body: Buffer.from(JSON.stringify(input)),
    });
  return {
    sqs: {
      actions: sqsActions,
      answer: async (call) => {
        const answer = await forward(call);
        if (call.action === 'ReceiveMessage' && call.callerGone()) await giveBackUnseen(call, answer, callSqs);
        return withLocalQueueUrls(answer, call.action, options.endpointUrl);
      },
    },
    s3: { actions: null, answer: forward },
    callSqs,
    close: async () => {
      agent.destroy();
      await app.close();
      kept?.close();
    },
  };
}

function sqsHeaders(action: string, region: string): IncomingHttpHeaders {
  return {
    host: '127.0.0.1',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AmazonSQS.${action}`,
    authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/sqs/aws4_request`,
  };
}
