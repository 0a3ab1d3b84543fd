import { Agent, createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type ForwardedRequest, forwardRequest } from '../../../infra/local/services/forward-request.ts';
import { listenLocally, stopListening } from '../../../infra/local/services/listen-locally.ts';
import { AwsMeter } from './aws-meter.ts';
import type { TableLayout } from './metered-tables.ts';

export interface MeteringProxy {
  /** For AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly meter: AwsMeter;
  readonly close: () => Promise<void>;
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  secretsmanager: 'secretsmanager',
};

/** Stands between functions and the local account on `target`, and meters what passes. */
export async function startMeteringProxy(
  target: { readonly port: number },
  layouts: Readonly<Record<string, TableLayout>>,
): Promise<MeteringProxy> {
  const agent = new Agent({ keepAlive: true });
  const forward = (sent: ForwardedRequest) => forwardRequest({ port: target.port, agent }, sent);
  const meter = new AwsMeter(layouts);
  const server = createServer(async (request, response) => {
    const sent = await readRequest(request);
    const answer = await forward(sent);
    const exchange = { input: json(sent.body), output: json(answer.body), done: answer.status === 200 };
    await meter.record({ ...operationOf(request), exchange }, async (TableName, Key) => {
      const body = Buffer.from(JSON.stringify({ TableName, Key, ConsistentRead: true }));
      const headers = { ...sent.headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' };
      return json((await forward({ ...sent, headers, body })).body).Item;
    });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    meter,
    async close() {
      await stopListening(server);
      agent.destroy();
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<ForwardedRequest> {
  const { method = 'GET', url = '/', headers } = request;
  return { method, url, headers, body: await buffer(request) };
}

function operationOf({ headers, method, url }: IncomingMessage) {
  const [target = '', action = ''] = String(headers['x-amz-target'] ?? '').split('.');
  const service = SERVICES[target];
  return service ? { service, action } : { service: 's3', action: `${method} ${url?.split('/')[1]}` };
}

/** S3 answers in XML, of which nothing is metered. */
function json(body: Buffer) {
  return body.at(0) === '{'.charCodeAt(0) ? JSON.parse(body.toString()) : {};
}
