import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { AwsError } from './aws-error.ts';
import { startDynamoDb } from './dynamodb.ts';
import { errorAnswer } from './error-answer.ts';
import { type EventBridge, openEventBridge } from './event-bridge.ts';
import { FunctionNotFound } from './function-not-found.ts';
import { readCall } from './http-request.ts';
import { type Keys, openKeys } from './keys.ts';
import { type InvokeFunction, isForLambda, lambdaBackend } from './lambda-invoke.ts';
import { listenLocally, stopListening } from './listen-locally.ts';
import type { HttpAnswer, LocalBackend, LocalCall, ServiceName } from './local-call.ts';
import { startQueuesAndObjects } from './queues-and-objects.ts';
import { openSecretsManager, type SecretsManager } from './secrets-manager.ts';
import { createMessageSender } from './sqs-delivery.ts';

export interface LocalEndpointOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly region?: string;
  /** Where state survives a restart, secrets in plain text (files 0600, folder 0700); in memory when absent. */
  readonly dataDir?: string;
  /** Runs a Lambda function that is the target of a rule, or invoked; rejecting means that the delivery failed, or that it threw. */
  readonly invokeFunction: InvokeFunction;
  /** Sees each operation before it runs; throw an AwsError (`AccessDeniedException`) to refuse it. */
  readonly onRequest?: (call: Pick<LocalCall, 'service' | 'action' | 'accessKeyId' | 'input'>) => void;
  /** Throws an AwsError for a call that its caller may not make, whether or not the account knows it. */
  readonly authorize?: (call: LocalCall) => void;
}

export interface LocalEndpoint {
  /** For AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly port: number;
  readonly eventBridge: EventBridge;
  readonly secretsManager: SecretsManager;
  readonly keys: Keys;
  /** Ends open requests, waits for running deliveries, then stops all services. */
  readonly close: () => Promise<void>;
}

/** DynamoDB, SQS, S3, EventBridge, Secrets Manager and Lambda's Invoke for unmodified AWS SDK clients, on 127.0.0.1 only. */
export async function startLocalEndpoint(options: LocalEndpointOptions): Promise<LocalEndpoint> {
  const server = createServer();
  // First, so that a second start on the same port and dataDir fails before it opens the data.
  const port = await listenLocally(server, options.port);
  const url = `http://127.0.0.1:${port}`;
  const opening = openServices(options, url);
  server.on('request', (request, response) => {
    opening.then(({ backends }) => serve({ request, response }, backends, options)).catch(() => response.destroy());
  });
  const services = await opening.catch(async (error: unknown) => {
    await stopListening(server);
    throw error;
  });
  return {
    url,
    port,
    eventBridge: services.eventBridge,
    secretsManager: services.secretsManager,
    keys: services.keys,
    close: async () => {
      await stopListening(server);
      await services.close();
    },
  };
}

/** EventBridge only starts a function: what it throws is Lambda's affair, and never comes to the dead letters of a rule. */
async function start(invoke: InvokeFunction, functionArn: string, payload: unknown): Promise<void> {
  try {
    await invoke(functionArn, payload);
  } catch (error) {
    if (error instanceof FunctionNotFound) throw error;
  }
}

interface Services extends Pick<LocalEndpoint, 'eventBridge' | 'secretsManager' | 'keys' | 'close'> {
  readonly backends: Readonly<Record<ServiceName, LocalBackend>>;
}

async function openServices(options: LocalEndpointOptions, endpointUrl: string): Promise<Services> {
  const { region = 'eu-central-1', dataDir, invokeFunction } = options;
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const inDataDir = (name: string): string | undefined => dataDir && join(dataDir, name);
  const dynamodb = await startDynamoDb(inDataDir('dynamodb'));
  const fauxqs = await startQueuesAndObjects({ region, directory: inDataDir('fauxqs'), endpointUrl });
  const eventBridge = openEventBridge({
    region,
    statePath: inDataDir('event-bridge.json'),
    destinations: {
      sendMessage: createMessageSender(fauxqs.callSqs),
      invokeFunction: (functionArn, payload) => start(invokeFunction, functionArn, payload),
    },
  });
  const keys = openKeys();
  const secretsManager = openSecretsManager({ region, keys, statePath: inDataDir('secrets-manager.json') });
  const { sqs, s3 } = fauxqs;
  return {
    backends: {
      dynamodb,
      sqs,
      s3,
      events: eventBridge.backend,
      secretsmanager: secretsManager.backend,
      lambda: lambdaBackend(invokeFunction),
    },
    eventBridge,
    secretsManager,
    keys,
    close: async () => {
      await eventBridge.close();
      await fauxqs.close();
      await dynamodb.close();
    },
  };
}

type Hooks = Pick<LocalEndpointOptions, 'onRequest' | 'authorize'>;

async function serve(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  backends: Services['backends'],
  hooks: Hooks,
): Promise<void> {
  const answer = await answerRequest({ request, response }, backends, hooks).catch((error: unknown) =>
    errorAnswer(error, request.headers['x-amz-target'] === undefined && !isForLambda(request.url ?? '')),
  );
  if (response.destroyed) return;
  response.writeHead(answer.status, { 'x-amzn-requestid': randomUUID(), ...answer.headers });
  response.end(answer.body);
}

async function answerRequest(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  backends: Services['backends'],
  { onRequest, authorize }: Hooks,
): Promise<HttpAnswer> {
  const call = await readCall(request, response);
  authorize?.(call);
  const backend = backends[call.service];
  if (backend.actions && !backend.actions.includes(call.action)) throw unknownAction(call, backend.actions);
  const { service, action, accessKeyId, input } = call;
  onRequest?.({ service, action, accessKeyId, input });
  return backend.answer(call);
}

function unknownAction({ service, action }: LocalCall, known: readonly string[]): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `The local account does not know ${service} ${action}. It knows ${known.join(', ')}`,
  );
}
