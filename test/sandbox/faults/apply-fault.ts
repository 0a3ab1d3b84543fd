import { type ApiAnswer, htmlPage } from '../http/api-answer.ts';
import { errorAnswer, UNAUTHENTICATED } from '../http/api-error.ts';
import { resourceOfPath } from '../http/route.ts';
import { deleteRecord } from '../resources/deletion.ts';
import { isFields } from '../wire-record.ts';
import type { World } from '../world.ts';
import type { Fault, FaultKind } from './fault.ts';

/** What becomes of a request: an answer, a destroyed connection, or silence. */
export type Outcome = ApiAnswer | 'dropped' | 'silent';

export interface FaultyExchange {
  readonly world: World;
  readonly token: string;
  readonly path: string;
  /** Lets the request take effect, and answers. */
  readonly serve: () => ApiAnswer;
}

type Effect<K extends FaultKind['kind']> = (
  fault: Extract<FaultKind, { kind: K }>,
  exchange: FaultyExchange,
) => Outcome | Promise<Outcome>;

const EFFECTS: { readonly [K in FaultKind['kind']]: Effect<K> } = {
  throttle: ({ retryAfterSeconds, html }) => throttled(retryAfterSeconds, html),
  unauthenticated: () => UNAUTHENTICATED,
  error: (fault) => errorAnswer(fault),
  html: ({ status, html }) => (html === undefined ? htmlPage(status, 'Error') : { status, html }),
  timeout: () => 'silent',
  'drop-before': () => 'dropped',
  'drop-after': (_, { serve }) => {
    serve();
    return 'dropped';
  },
  'late-effect': ({ delayMs }, { world, serve }) => {
    world.later(delayMs, serve);
    return 'dropped';
  },
  'error-after': ({ message = 'Internal Server Error' }, { serve }) => {
    serve();
    return errorAnswer({ status: 500, message });
  },
  slow: ({ delayMs }, { world, serve }) => new Promise((answer) => world.later(delayMs, () => answer(serve()))),
  'insert-between-pages': (_, exchange) => afterPage(exchange, insertRow),
  'remove-between-pages': (_, exchange) => afterPage(exchange, removeNewestRow),
  'wrong-total': (_, { serve }) => withOneTooMany(serve()),
};

/** Plays a fault. */
export function applyFault<K extends FaultKind['kind']>(
  fault: Fault & { readonly kind: K },
  exchange: FaultyExchange,
): Outcome | Promise<Outcome> {
  return EFFECTS[fault.kind](fault as unknown as Extract<FaultKind, { kind: K }>, exchange);
}

/** 429. The body is invented: none was ever recorded. */
export function throttled(retryAfterSeconds?: number, html?: string): ApiAnswer {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const body = html === undefined ? errorAnswer({ status: 429, message: 'Too Many Requests' }) : { status: 429, html };
  return { ...body, headers };
}

function afterPage(exchange: FaultyExchange, change: (exchange: FaultyExchange) => void): ApiAnswer {
  // A copy, since the answer holds the very records that change.
  const { json, ...answer } = exchange.serve();
  const page = structuredClone(json);
  change(exchange);
  return { ...answer, json: page };
}

function insertRow({ world, token, path }: FaultyExchange): void {
  const account = world.opens(token);
  const resource = resourceOfPath(path);
  if (account)
    resource?.make?.(account, { fields: resource.sample?.(account)(0, world.now()) ?? {}, atMs: world.now() });
}

function removeNewestRow({ world, token, path }: FaultyExchange): void {
  const account = world.opens(token);
  const resource = resourceOfPath(path);
  const newest = resource && account?.records(resource.model).at(-1);
  if (account && newest) deleteRecord(account, resource, newest.id);
}

function withOneTooMany({ json, ...answer }: ApiAnswer): ApiAnswer {
  const hasTotal = isFields(json) && json.total !== undefined;
  return { ...answer, json: hasTotal ? { ...json, total: String(Number(json.total) + 1) } : json };
}
