import type { Log } from '../domain/log.ts';
import { OutcomeUnknown, RequestRejected, SevdeskUnavailable } from '../domain/sevdesk-error.ts';
import { tokenForms } from '../domain/token-forms.ts';
import { type Answer, readAnswer } from './answer.ts';
import { type Exchange, exchange, type Incoming } from './exchange.ts';
import { type RequestBody, requestBody, type UploadedFile } from './request-body.ts';

/** sevdesk asks integrations to name themselves (documentation, "Headers"). */
const USER_AGENT = 'sevdesk-relay/0.1 (+https://github.com/sevdesk-relay/sevdesk-relay)';

/** How long a call may take. A write is not started when the invocation has less than this and 5 s left. */
export const CALL_TIMEOUT_MS = 20_000;

/** Errors of the network that mean the call never left: nothing can have taken effect. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

export interface SevdeskClientOptions {
  readonly baseUrl: string;
  readonly token: string;
  /** Refuse everything but GET. */
  readonly readOnly?: boolean;
  /** Called before every call; takes one request from the tenant's budget, or throws. */
  readonly spend: () => Promise<void>;
  readonly log: Log;
  readonly exchange?: Exchange;
  readonly timeoutMs?: number;
}

export interface SevdeskCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base address, without a leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as a form with the field `file`, instead of `body`. */
  readonly file?: UploadedFile;
  /** Hash of an answer that is known: one with the same bytes comes back unread. */
  readonly knownAnswer?: string;
}

export interface SevdeskAnswer extends Answer {
  /** Hash of the answer's bytes. */
  readonly hash?: string | undefined;
  /** The bytes are those of the known answer: `objects` and `total` were not read. */
  readonly unchanged?: boolean;
  /** sevdesk's clock when it answered (the `Date` header), in Unix seconds. */
  readonly dateSeconds: number | undefined;
  readonly receivedAtMs: number;
}

/**
 * One tenant's way to sevdesk. The token stays inside: it leaves in the Authorization header only, and where sevdesk sends it back, even in
 * a record, there is a mark in its place.
 */
export interface SevdeskClient {
  /** @throws one of the errors of `sevdesk-error.ts`, one class for each way to react. */
  call(call: SevdeskCall): Promise<SevdeskAnswer>;
}

export function sevdeskClient(options: SevdeskClientOptions): SevdeskClient {
  const { hide } = tokenForms(options.token);
  return {
    async call(call) {
      const writes = (call.method ?? 'GET') !== 'GET';
      if (writes && options.readOnly)
        throw new RequestRejected('This relay runs read-only: nothing is written to sevdesk.');
      await options.spend();
      const incoming = await send(options, call, writes);
      warnOfDeprecation(options.log, call, hide(header(incoming, 'deprecation') ?? ''));
      const { status, hash } = incoming;
      const arrival = { dateSeconds: dateSeconds(incoming), receivedAtMs: Date.now(), hash };
      if (hash === call.knownAnswer && status === 200) return { ...UNREAD, ...arrival };
      const body = hide(textOf(incoming));
      const raw = { status, retryAfter: header(incoming, 'retry-after') ?? null, body };
      return { ...readAnswer(raw, { writes }), ...arrival };
    },
  };
}

async function send(options: SevdeskClientOptions, call: SevdeskCall, writes: boolean): Promise<Incoming> {
  const body = await requestBody(call);
  try {
    return await (options.exchange ?? exchange)({
      url: address(options.baseUrl, call),
      method: call.method ?? 'GET',
      headers: headers(options.token, body),
      body: body?.content,
      timeoutMs: options.timeoutMs ?? CALL_TIMEOUT_MS,
    });
  } catch (error) {
    throw brokenConnection(error, writes);
  }
}

/** Nothing where the body can't be unpacked: an answer that is not sevdesk's JSON. */
function textOf(incoming: Incoming): string {
  try {
    return incoming.bytes.toString('utf8');
  } catch {
    return '';
  }
}

const UNREAD = { objects: undefined, total: undefined, unchanged: true };

function header({ headers }: Incoming, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function dateSeconds(incoming: Incoming): number | undefined {
  const date = Date.parse(header(incoming, 'date') ?? '');
  return Number.isNaN(date) ? undefined : Math.floor(date / 1000);
}

function address(baseUrl: string, { path, query = {} }: SevdeskCall): string {
  const search = new URLSearchParams(query).toString();
  return `${baseUrl.replace(/\/+$/, '')}/${path}${search && `?${search}`}`;
}

function headers(token: string, body: RequestBody | undefined): Record<string, string> {
  return {
    // The raw token: sevdesk knows no "Bearer".
    authorization: token,
    accept: 'application/json',
    'user-agent': USER_AGENT,
    ...(body && { 'content-type': body.contentType }),
  };
}

/** Errors of the network are not passed on, since they may quote the request. Only the system's error code is. */
function brokenConnection(error: unknown, writes: boolean): Error {
  const code = errorCode(error);
  if (!writes || NEVER_SENT.includes(code)) return new SevdeskUnavailable(`sevdesk could not be reached (${code})`);
  return new OutcomeUnknown(`The connection to sevdesk broke before an answer (${code})`);
}

function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'timeout';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

/** sevdesk announces the end of an endpoint in a header (documentation, "Versioning"). */
function warnOfDeprecation(log: Log, { path }: SevdeskCall, deprecation: string): void {
  if (deprecation)
    log.warn('sevdesk announces the end of an endpoint', { path: path.replace(/\d+/g, '{id}'), deprecation });
}
