import type { HttpAnswer } from './local-call.ts';

export type SqsCaller = (action: string, input: object) => Promise<HttpAnswer>;

const actionsAnsweringUrls = ['CreateQueue', 'GetQueueUrl', 'ListQueues'];

/**
 * Points the queue URLs in an answer at our endpoint. fauxqs' own `sqs.<region>.localhost` does not resolve
 * everywhere, a kept URL carries the port of an earlier run, and SDK clients call the host in QueueUrl.
 */
export function withLocalQueueUrls(answer: HttpAnswer, action: string, endpointUrl: string): HttpAnswer {
  if (answer.status !== 200 || !actionsAnsweringUrls.includes(action)) return answer;
  const output = JSON.parse(answer.body.toString()) as { QueueUrl?: string; QueueUrls?: string[] };
  const local = (queueUrl: string): string => endpointUrl + new URL(queueUrl).pathname;
  const rewritten = {
    ...output,
    ...(output.QueueUrl && { QueueUrl: local(output.QueueUrl) }),
    ...(output.QueueUrls && { QueueUrls: output.QueueUrls.map(local) }),
  };
  return { ...answer, body: Buffer.from(JSON.stringify(rewritten)) };
}

/** A URL from which fauxqs reads region and name, so that the queue is the one the ARN means. */
export function queueUrlOfArn(queueArn: string): string {
  const [, , , region, accountId, name] = queueArn.split(':');
  return `http://sqs.${region}.localhost/${accountId}/${name}`;
}
