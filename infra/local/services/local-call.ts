import type { IncomingHttpHeaders } from 'node:http';

/** Signing names of the services served. */
export type ServiceName = 'dynamodb' | 'sqs' | 'events' | 'secretsmanager' | 's3' | 'lambda';

/** One request to the local account, body complete, caller read from its SigV4 credential (never verified). */
export interface LocalCall {
  readonly service: ServiceName;
  /** Operation name; S3 names none, so there it is method and path: `PUT /bucket/key`. */
  readonly action: string;
  readonly accessKeyId: string;
  /** Parsed JSON body; for Lambda what path and headers say; undefined for S3. */
  readonly input: unknown;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** True once the caller hung up before it got its answer. */
  readonly callerGone: () => boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One AWS service behind the endpoint. `actions` is what it knows; null when it sorts that out itself (S3). */
export interface LocalBackend {
  readonly actions: readonly string[] | null;
  readonly answer: (call: LocalCall) => Promise<HttpAnswer>;
}
