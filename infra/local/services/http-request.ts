import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from './aws-error.ts';
import { lambdaCall } from './lambda-invoke.ts';
import type { LocalCall, ServiceName } from './local-call.ts';

const maxRequestBytes = 10 * 1024 * 1024;
const loopbackHost = /^(?:127\.0\.0\.1|localhost|[\w.-]+\.localhost)(?::\d+)?$/;
const credential = /([^\s/=]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/;

const targets: readonly { readonly prefix: string; readonly service: ServiceName }[] = [
  { prefix: 'DynamoDB_20120810.', service: 'dynamodb' },
  { prefix: 'AmazonSQS.', service: 'sqs' },
  { prefix: 'AWSEvents.', service: 'events' },
  { prefix: 'secretsmanager.', service: 'secretsmanager' },
];

/**
 * Reads a request whole and finds out whose it is.
 * @throws AwsError for more than 10 MB, for a service not served, and for web pages: they can reach
 *   127.0.0.1 too, by CORS or by a name that resolves to it, and the secrets are here
 */
export async function readCall(request: IncomingMessage, response: ServerResponse): Promise<LocalCall> {
  if (request.headers.origin !== undefined || !loopbackHost.test(request.headers.host ?? '')) {
    throw new AwsError(
      'AccessDeniedException',
      'The local account answers AWS clients on 127.0.0.1, not web pages',
      403,
    );
  }
  const body = await readBody(request);
  return {
    ...identify(request, body),
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers,
    body,
    callerGone: () => response.destroyed,
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // The rest is read and dropped: leaving the loop would cut the connection before the answer.
    if (bytes <= maxRequestBytes) chunks.push(chunk);
  }
  if (bytes > maxRequestBytes) {
    throw new AwsError('RequestEntityTooLargeException', 'The local account takes requests up to 10 MB', 413);
  }
  return Buffer.concat(chunks);
}

function identify(
  request: IncomingMessage,
  body: Buffer,
): Pick<LocalCall, 'service' | 'action' | 'accessKeyId' | 'input'> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const url = new URL(request.url ?? '/', 'http://local');
  const signature = request.headers.authorization ?? url.searchParams.get('X-Amz-Credential') ?? '';
  const [, accessKeyId = '', scope = ''] = credential.exec(signature) ?? [];
  const known = targets.find(({ prefix }) => target.startsWith(prefix));
  if (known) {
    return { service: known.service, action: target.slice(known.prefix.length), accessKeyId, input: parseJson(body) };
  }
  if (scope === 's3')
    return { service: 's3', action: `${request.method} ${url.pathname}`, accessKeyId, input: undefined };
  if (scope === 'lambda') return { ...lambdaCall(request.method ?? '', url, request.headers), accessKeyId };
  const asked = target || scope || 'a request without x-amz-target or SigV4 credential';
  throw new AwsError(
    'UnknownOperationException',
    `The local account does not serve ${asked}. It serves ${targets.map(({ prefix }) => `${prefix}*`).join(', ')}, S3 and Lambda`,
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON');
  }
}
