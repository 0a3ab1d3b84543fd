import type { LoginVerdict } from './login-outage.ts';
import { isConnected, stopTenant, type Tenant } from './tenant.ts';

/** Rechecks from one question to the next while a refusal is held: slow, but well within the window in which refusals are compared. */
const ASKED_AFTER: Readonly<
  Record<Exclude<LoginVerdict, 'revoked'>, { readonly least: number; readonly most: number }>
> = { unsure: { least: 1, most: 2 }, out: { least: 4, most: 6 } };

const REVOKED =
  'sevdesk refused the token twice. It was regenerated, or the sevdesk user it belongs to was deleted: put a new token into the secret.';

export interface RefusalFacts {
  /** Of the secret whose token was refused. */
  readonly version: string;
  readonly nowMs: number;
  readonly recheckMs: number;
  /** What the refusal means, if it is not the first one. */
  readonly login: LoginVerdict;
  /** A random number in [0, 1). */
  readonly random: number;
}

/**
 * What a 401 means: the first one asks for a second opinion after a pause (a rotation may be in flight), the second one
 * of the same version, at least that pause later, disconnects, unless sevdesk's login seems to be out: then it is asked again, slowly.
 */
export function rejectToken(
  tenant: Tenant,
  facts: RefusalFacts,
): { readonly tenant: Tenant; readonly disconnected: boolean } {
  const { rejected } = tenant;
  const { version, nowMs, login } = facts;
  if (rejected?.version !== version) {
    const dueAt = isConnected(tenant) ? nowMs + facts.recheckMs : undefined;
    return { tenant: { ...tenant, rejected: { version, at: nowMs }, dueAt }, disconnected: false };
  }
  if (!isSecondOpinion(tenant, facts)) return { tenant, disconnected: false };
  if (login !== 'revoked') {
    const dueAt = isConnected(tenant) ? nowMs + pauseMs(login, facts) : undefined;
    return { tenant: { ...tenant, rejected: { ...rejected, held: login }, dueAt }, disconnected: false };
  }
  return { tenant: stopTenant(tenant, { reason: 'token_rejected', message: REVOKED, nowMs }), disconnected: true };
}

/** Whether a refusal is a second one of the same version, the pause apart. */
export function isSecondOpinion(
  { rejected }: Pick<Tenant, 'rejected'>,
  { version, nowMs, recheckMs }: Pick<RefusalFacts, 'version' | 'nowMs' | 'recheckMs'>,
): boolean {
  return rejected?.version === version && nowMs - rejected.at >= recheckMs;
}

function pauseMs(login: Exclude<LoginVerdict, 'revoked'>, { recheckMs, random }: RefusalFacts): number {
  const { least, most } = ASKED_AFTER[login];
  return Math.round(recheckMs * (least + random * (most - least)));
}
