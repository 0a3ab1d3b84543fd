import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RelayEvent } from '../contract/event.ts';

/**
 * Keeps the whole data of an event that the bus would refuse, and answers where: its `dataref`. The same event is kept in
 * the same place.
 * @throws Error when it is not kept; the event must not be published then.
 */
export type StoreRecord = (event: RelayEvent) => Promise<string>;

export interface RecordStoreOptions {
  readonly bucket: string;
  /** Of any client: region, credentials and their renewal are the same for all services. */
  readonly aws: Pick<EventBridgeClient['config'], 'credentials' | 'region' | 'sha256'>;
  /** Where S3 is, when it is not AWS's own. */
  readonly endpoint?: string | undefined;
}

const ATTEMPTS = 3;
const PAUSE_MS = 200;
const TIMEOUT_MS = 10_000;

/**
 * One signed PUT, since the client of S3 alone would add 141 KB to the bundle. What that client does otherwise is done here: `fetch`
 * takes a refusal for an answer; S3 is unavailable now and then (503 `SlowDown`) and closes connections that a frozen
 * function still holds; and the bucket stands in the path, so that there is one form of address for AWS and for 127.0.0.1.
 */
export function recordStore({ bucket, aws, endpoint = process.env.AWS_ENDPOINT_URL }: RecordStoreOptions): StoreRecord {
  const { credentials, region, sha256 } = aws;
  // S3 alone does not escape the path a second time, and wants the hash of the body in a header.
  const signer = new SignatureV4({
    service: 's3',
    credentials,
    region,
    sha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
  return async (event) => {
    // "-" is no tenant id: it stands for none.
    const path = `${bucket}/${event.tenantid ?? '-'}/${event.id}.json`;
    const url = new URL(`${endpoint ?? `https://s3.${await region()}.amazonaws.com`}/${path}`);
    await put(signer, url, JSON.stringify(event.data));
    return `s3://${path}`;
  };
}

async function put(signer: SignatureV4, url: URL, body: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await putOnce(signer, url, body).catch((error: Error) => ({ cause: error, again: true }));
    if (!refusal) return;
    if (attempt === ATTEMPTS || !refusal.again) {
      throw new Error(`S3 did not keep ${url.pathname}: ${refusal.cause.message}`, { cause: refusal.cause });
    }
    await sleep(PAUSE_MS * attempt);
  }
}

/** Answers why S3 refused, if it did. Signed each time: a signature is good for minutes only. */
async function putOnce(
  signer: SignatureV4,
  url: URL,
  body: string,
): Promise<{ cause: Error; again: boolean } | undefined> {
  const { protocol, host, hostname, pathname: path } = url;
  const headers = { host, 'content-type': 'application/json' };
  const signed = await signer.sign({ method: 'PUT', protocol, hostname, path, headers, body, query: {} });
  const answer = await fetch(url, {
    method: 'PUT',
    headers: signed.headers,
    body,
    // To another region or account: no retry mends it, and the signature would not be good there.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  if (answer.ok) return undefined;
  const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(text) ?? [];
  return { cause: new Error(`${answer.status} ${code}`.trim()), again: answer.status >= 500 };
}
