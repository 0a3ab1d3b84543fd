import { checkValue } from '../../shared/contract/check-value.ts';
import {
  type ConnectTenantAnswer,
  connectTenantRequest,
  type TenantConnected,
} from '../../shared/contract/connect-tenant.ts';
import type { ResourceName } from '../../shared/contract/event.ts';
import type { Log } from '../../shared/domain/log.ts';
import { type ConnectDependencies, ConnectRefused, connectTenant } from '../../shared/operations/connect-tenant.ts';

export interface AnswerDependencies extends ConnectDependencies {
  readonly log: Log;
}

const NOTICE =
  'The token belongs to a sevdesk user and dies with that user: use a user that stays. sevdesk does not tell when it is renewed or its user is deleted; tenant.disconnected does.';

/** Shorter than any token: in a log line it would hide parts of other words. */
const LEAST_HIDDEN = 8;

/** What a request holds that may be a token, whether the request is allowed or not. */
export function tokensIn(request: unknown): readonly string[] {
  const token = typeof request === 'object' && request !== null && 'token' in request ? request.token : request;
  const text = typeof token === 'string' ? token.trim() : '';
  return text.length >= LEAST_HIDDEN ? [text] : [];
}

/**
 * Answers a product that has asked its customer for a token. A refusal is an answer, since the customer has to be told; what is thrown
 * is no fault of the request, and can be tried again: the same token twice connects once.
 */
export async function answerConnect(dependencies: AnswerDependencies, request: unknown): Promise<ConnectTenantAnswer> {
  const checked = checkValue(connectTenantRequest, request, { path: [], whole: 'request' });
  if ('problems' in checked) {
    return { ok: false, reason: 'invalid_request', message: checked.problems.join('; '), retryable: false };
  }
  const { tenantId, token, rotate: rotates = false } = checked.value;
  try {
    return await connected(dependencies, { tenantId, token, rotates });
  } catch (refused) {
    if (!(refused instanceof ConnectRefused)) throw refused;
    const { reason, message, retryable } = refused;
    // One that is not allowed may be the token.
    const who = reason === 'invalid_request' ? {} : { tenantId };
    dependencies.log.warn('A token was not taken up', { ...who, reason, problem: message });
    return { ok: false, ...who, reason, message, retryable };
  }
}

async function connected(
  dependencies: AnswerDependencies,
  wish: Parameters<typeof connectTenant>[1],
): Promise<TenantConnected> {
  const { tenantId } = wish;
  const { tenant, denied, ...tested } = await connectTenant(dependencies, wish);
  const { sevClientId, bookkeepingVersion, secretVersion } = tested;
  const state = tenant.state as TenantConnected['state'];
  dependencies.log.info('A token was tested and taken up', { tenantId, state });
  const lacks = Object.keys(denied) as ResourceName[];
  return {
    ok: true,
    tenantId,
    state,
    sevClientId,
    bookkeepingVersion,
    ...(lacks.length > 0 && { denied: lacks }),
    secretVersion,
    notice: NOTICE,
  };
}
