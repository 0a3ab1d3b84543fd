import { type ApiAnswer, htmlPage } from '../../sandbox/http/api-answer.ts';
import { errorAnswer } from '../../sandbox/http/api-error.ts';
import type { Caller } from './caller.ts';
import { FAILS_OVER } from './record-name.ts';
import type { SevdeskRequest } from './sevdesk-accounts.ts';
import type { Outage, WriteEnd } from './writer-history.ts';

/** How a call ends that does not just get its answer. */
export interface Trouble {
  readonly name: string;
  readonly answer?: ApiAnswer;
  readonly error?: Error;
  readonly takesWholeTimeout?: true;
  /** The caller dies of it. */
  readonly kills?: true;
  /** sevdesk says that the command is to blame. */
  readonly blames?: true;
  /** It takes effect all the same, at once (0) or later. */
  readonly effectAfterMs?: number | undefined;
}

const failed = errorAnswer({ status: 500, message: 'Something went wrong' });

const ENDS: Readonly<Record<WriteEnd | Outage, Omit<Trouble, 'name'>>> = {
  unreachable: { error: systemError('ECONNREFUSED') },
  reset: { error: systemError('ECONNRESET') },
  timeout: { error: timeout(), takesWholeTimeout: true },
  mute: { error: systemError('ECONNRESET'), effectAfterMs: 0 },
  death: { kills: true },
  garbled: { answer: htmlPage(200, 'Bad moon') },
  'error-500': { answer: failed, blames: true },
  'page-502': { answer: htmlPage(502, '502 Bad Gateway') },
  'page-503': { answer: htmlPage(503, '503 Service Unavailable') },
  locked: { answer: errorAnswer({ status: 403, message: 'The account is locked' }) },
};

/** What goes wrong with a call, if anything does. */
export function troubleOf(caller: Caller, request: SevdeskRequest): Trouble | undefined {
  const lasting = lastingTrouble(caller, request);
  if (lasting || request.method === 'GET') return lasting;
  const broken = caller.world.faults.count('break-write');
  if (broken) return { name: broken.how, ...ENDS[broken.how], effectAfterMs: broken.effectAfterMs };
  return request.body.includes(FAILS_OVER) ? { name: 'its content', ...ENDS['error-500'] } : undefined;
}

function lastingTrouble(
  { world, tenantId, commandId }: Caller,
  { method, token }: SevdeskRequest,
): Trouble | undefined {
  const { faults, time, sevdesk, oracle } = world;
  const owner = sevdesk.tenantOf(token);
  const concerns = (step: { readonly tenant?: number | undefined }) => world.concerns(step, owner);
  const outage = faults.active('outage', time.nowMs).find(concerns);
  if (outage) return { name: outage.how, ...ENDS[outage.how] };
  if (faults.active('refuse-tokens', time.nowMs).some(concerns)) {
    return { name: '401', answer: { status: 401, json: { status: 401, message: 'Authentication required' } } };
  }
  const throttle = faults.active('throttle', time.nowMs).find(concerns);
  if (throttle) return { name: '429', answer: throttled(throttle.retryAfterSeconds) };
  if (method === 'GET' || !faults.active('refuse-writes', time.nowMs).some(concerns)) return undefined;
  oracle.refused(tenantId, commandId);
  return { name: 'refused', answer: errorAnswer({ status: 422, message: 'Not today', code: 7100 }) };
}

function throttled(retryAfterSeconds: number | undefined): ApiAnswer {
  const answer = errorAnswer({ status: 429, message: 'Too many requests' });
  return retryAfterSeconds === undefined
    ? answer
    : { ...answer, headers: { 'retry-after': String(retryAfterSeconds) } };
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function timeout(): Error {
  return Object.assign(new Error('The time is over'), { name: 'TimeoutError' });
}
