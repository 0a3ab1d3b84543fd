import { CALL_TIMEOUT_MS } from '../../../shared/sevdesk/client.ts';
import type { Exchange, Incoming, Outgoing } from '../../../shared/sevdesk/exchange.ts';
import type { Account } from '../../sandbox/account.ts';
import type { ApiAnswer } from '../../sandbox/http/api-answer.ts';
import type { Caller } from './caller.ts';
import type { SevdeskRequest } from './sevdesk-accounts.ts';
import { type Trouble, troubleOf } from './sevdesk-trouble.ts';

/** Base address of the simulated sevdesk. */
export const SEVDESK_URL = 'http://sevdesk/';

const UNAUTHENTICATED: ApiAnswer = { status: 401, json: { status: 401, message: 'Authentication required' } };

/** The connection of one caller to sevdesk: what it sends arrives, or does not, and so does the answer. */
export function exchangeOf(caller: Caller): Exchange {
  const { world, invocation, tenantId } = caller;
  return (outgoing) => {
    const request = readRequest(outgoing);
    const { method, path, token, body } = request;
    const name = `${method} ${path}`;
    world.oracle.strangers.check({ name, text: `${outgoing.url} ${body}`, tenantId });
    world.oracle.strangers.checkToken(name, tenantId, world.sevdesk.tenantOf(token));
    const trouble = troubleOf(caller, request);
    world.note(`  ${invocation.name} ${name} ${trouble ? `! ${trouble.name}` : ''}`);
    return invocation.call({
      name,
      longestMs: world.history.setting.callMs,
      answerMs: trouble?.takesWholeTimeout ? outgoing.timeoutMs : 0,
      effect: () => (trouble ? brokenOff(caller, request, trouble) : incoming(serve(caller, request))),
    });
  };
}

function readRequest({ url, method, headers, body = '' }: Outgoing): SevdeskRequest {
  if (typeof body !== 'string') throw new Error('The simulation has no files');
  const { pathname, searchParams } = new URL(url);
  return {
    method,
    path: pathname.slice(1),
    query: searchParams,
    token: headers.authorization ?? '',
    body: String(body),
  };
}

function serve(caller: Caller, request: SevdeskRequest, account?: Account): ApiAnswer {
  const { sevdesk, oracle } = caller.world;
  const opened = account ?? sevdesk.opens(request.token);
  if (!opened) return UNAUTHENTICATED;
  const answer = sevdesk.serve(opened, request);
  if (request.method !== 'GET') {
    if (isRefusal(answer)) oracle.refused(caller.tenantId, caller.commandId);
    else oracle.wrote(opened, request);
  }
  return answer;
}

/** sevdesk also refuses inside of 200 (measured). */
function isRefusal({ status, json }: ApiAnswer): boolean {
  return status >= 400 || (typeof json === 'object' && json !== null && 'error' in json);
}

/** @throws what a broken connection throws */
function brokenOff(caller: Caller, request: SevdeskRequest, trouble: Trouble): Incoming {
  const { invocation, world } = caller;
  const account = world.sevdesk.opens(request.token);
  if (account && trouble.effectAfterMs === 0) serve(caller, request, account);
  if (account && trouble.effectAfterMs) takeEffectLate(caller, request, { account, trouble });
  if (trouble.blames) world.oracle.blamed(caller.tenantId, caller.commandId);
  if (trouble.kills) invocation.die(`crash during ${request.path}`);
  if (trouble.answer) return incoming(trouble.answer);
  throw trouble.error ?? new Error('Nobody is told');
}

/** So long after the connection broke: when its time was over, or when the one who made it died. */
function takeEffectLate(
  caller: Caller,
  request: SevdeskRequest,
  { account, trouble }: { readonly account: Account; readonly trouble: Trouble },
): void {
  const { world, invocation } = caller;
  const { time, late } = world;
  const breaksAt = time.nowMs + (trouble.takesWholeTimeout ? CALL_TIMEOUT_MS : 0);
  late.pending += 1;
  time.at(breaksAt, () => {
    const brokeAt = Math.min(breaksAt, invocation.endedAtMs ?? breaksAt);
    time.at(brokeAt + (trouble.effectAfterMs ?? 0), () => {
      late.pending -= 1;
      world.note(`  ${request.path} of ${invocation.name} takes effect late`);
      serve(caller, request, account);
    });
  });
}

/** What is answered says when, so it must not depend on anything but the seed. */
function incoming({ status, headers = {}, json, html }: ApiAnswer): Incoming {
  const text = html ?? JSON.stringify(json);
  const bytes = Buffer.from(text.replace(/"exceptionUUID":"[^"]*"/, '"exceptionUUID":"an-exception"'));
  return { status, headers, bytes, hash: '' };
}
