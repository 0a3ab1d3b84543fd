import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyFault, type Outcome, throttled } from '../faults/apply-fault.ts';
import type { Fields } from '../wire-record.ts';
import type { World } from '../world.ts';
import { type ApiAnswer, htmlPage } from './api-answer.ts';
import { ApiError, errorAnswer, UNAUTHENTICATED } from './api-error.ts';
import { send } from './exchange.ts';
import { readBody } from './read-body.ts';
import { route } from './route.ts';

interface ApiRequest {
  readonly origin: string;
  readonly token: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: () => Fields;
}

/** Answers one request below `/api/v1`: offline, faults, token, rate limit, then what sevdesk would do. */
export async function serveApi(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = await readRequest(request);
  const at = world.now();
  const fault = world.isOffline ? undefined : world.faults.take(asked);
  const serve = () => answer(world, asked);
  const normal = () => (world.isOffline ? htmlPage(503, '503 Service Unavailable') : serve());
  const outcome = fault ? await applyFault(fault, { world, ...asked, serve }) : normal();
  const name = world.isOffline ? 'offline' : fault?.kind;
  world.log.add({ at, ...logged(world, asked), status: statusOf(outcome), ...(name && { fault: name }) });
  if (outcome === 'dropped') response.destroy();
  else if (outcome !== 'silent') send(response, outcome, world.now());
}

async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  return {
    origin: `http://${request.headers.host}`,
    // The raw token: "Bearer x" is just another unknown token (measured: sevdesk knows no Bearer).
    token: request.headers.authorization ?? '',
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/api\/v1/, '').replace(/\/$/, ''),
    query: url.searchParams,
    body: await readBody(request),
  };
}

function answer(world: World, { token, body, ...asked }: ApiRequest): ApiAnswer {
  const account = world.opens(token);
  if (!account) return UNAUTHENTICATED;
  if (!world.rateLimit.accepts(account)) return throttled();
  try {
    return route({ ...asked, account, body: body() });
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error.refusal);
    throw error;
  }
}

function logged(world: World, { token, method, path, query }: ApiRequest) {
  const account = world.known(token)?.identity.name ?? null;
  return { method, path, query: Object.fromEntries(query), token: token.slice(-4), account };
}

function statusOf(outcome: Outcome): number | null {
  return typeof outcome === 'string' ? null : outcome.status;
}
