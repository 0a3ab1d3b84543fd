import { AwsError } from './aws-error.ts';
import type { HttpAnswer } from './local-call.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** An error as AWS clients read it: XML for S3, else JSON. What is no AwsError is a fault of ours, 500. */
export function errorAnswer(error: unknown, asXml: boolean): HttpAnswer {
  const { code, message, status } =
    error instanceof AwsError ? error : { code: 'InternalFailure', message: String(error), status: 500 };
  const xmlMessage = message.replace(/[&<>]/g, (character) => entities[character] ?? character);
  const body = asXml
    ? `<Error><Code>${code}</Code><Message>${xmlMessage}</Message></Error>`
    : JSON.stringify({ __type: code, message });
  const contentType = asXml ? 'application/xml' : 'application/x-amz-json-1.1';
  return { status, headers: { 'content-type': contentType, 'x-amzn-errortype': code }, body: Buffer.from(body) };
}
