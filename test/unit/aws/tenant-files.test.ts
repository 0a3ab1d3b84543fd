import { createServer, type Server } from 'node:http';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenLocally, stopListening } from '../../../infra/local/services/listen-locally.ts';
import { MOST_UPLOADED_BYTES, tenantFiles } from '../../../shared/aws/tenant-files.ts';
import { CommandRefused } from '../../../shared/domain/sevdesk-error.ts';
import { signatureOf } from '../../support/s3-signature.ts';

/** S3 as far as it decides about an answer: a wrong signature, which the local account would not notice, is refused. */
const { config: aws } = new EventBridgeClient({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});
let server: Server;
let endpoint: string;
let asked: string[];
let answer: { readonly status: number; readonly body?: string | Buffer };

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const isSigned = request.headers.authorization?.endsWith(`Signature=${signatureOf(request, 'b').signature}`);
    if (!isSigned) return void response.writeHead(403).end(refusal('SignatureDoesNotMatch'));
    request.resume();
    response.writeHead(answer.status).end(answer.body);
  });
  endpoint = `http://127.0.0.1:${await listenLocally(server)}`;
});
afterEach(() => stopListening(server));

const files = () => tenantFiles({ bucket: 'stage', aws, endpoint })('acme');
const refusal = (code: string) => `<Error><Code>${code}</Code></Error>`;

describe('an upload', () => {
  it.each([
    ['is not there', 404, 'NoSuchKey'],
    ['is not there, to somebody who may not list the bucket', 403, 'AccessDenied'],
  ])('that %s can come later', async (_name, status, code) => {
    answer = { status, body: refusal(code) };
    const failure = await files()
      .read('2026/receipt.pdf')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandRefused);
    expect(failure).toMatchObject({ reason: 'dependency_missing', retryable: true });
    expect(failure).toMatchObject({
      message: expect.stringContaining('no file s3://stage/uploads/acme/2026/receipt.pdf'),
    });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a bucket that is not there', 404, 'NoSuchBucket'],
    ['a signature that is refused', 403, 'SignatureDoesNotMatch'],
    ['an S3 that stays away', 503, 'SlowDown'],
  ])('is no matter of the command with %s', async (_name, status, code) => {
    answer = { status, body: refusal(code) };
    const failure = await files()
      .read('receipt.pdf')
      .catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(CommandRefused);
    expect(failure).toMatchObject({
      message: `S3 did not hand out /stage/uploads/acme/receipt.pdf: ${status} ${code}`,
    });
  });

  it('may have 20 MB, and a larger one is not read to its end', async () => {
    answer = { status: 200, body: Buffer.alloc(MOST_UPLOADED_BYTES) };
    expect(await files().read('large.pdf')).toHaveLength(20_000_000);
    answer = { status: 200, body: Buffer.alloc(MOST_UPLOADED_BYTES + 1) };
    await expect(files().read('larger.pdf')).rejects.toMatchObject({
      reason: 'invalid_command',
      message: 'The file s3://stage/uploads/acme/larger.pdf is too large: at most 20 MB are allowed.',
      retryable: false,
    });
  });
});

describe('a key', () => {
  it.each(['../other/receipt.pdf', 'a/../../other/receipt.pdf', '..', 'a/./b', '.'])(
    '%s would leave its tenant: nobody is asked for it',
    async (key) => {
      answer = { status: 200 };
      await expect(files().read(key)).rejects.toThrow('which no key may have');
      await expect(files().store({ name: key, contentType: 'text/plain', bytes: new Uint8Array() })).rejects.toThrow();
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['%2e%2e/other', '%252e%252e/other'],
    ['..%2Fother', '..%252Fother'],
    ['/other', '/other'],
    ['..\\other', '..%5Cother'],
    ['a?b#c', 'a%3Fb%23c'],
    ["Beleg (1)!*'.pdf", 'Beleg%20%281%29%21%2A%27.pdf'],
    ['https://other.invalid/x', 'https%3A//other.invalid/x'],
  ])('%s stays with its tenant', async (key, path) => {
    answer = { status: 200, body: '%PDF' };
    await files().read(key);
    expect(asked).toEqual([`GET /stage/uploads/acme/${path}`]);
  });
});
