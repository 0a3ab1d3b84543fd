import { isConnected, stopTenant, type Tenant } from './tenant.ts';

/**
 * What a 401 means: the first one asks for a second opinion after a pause (a rotation may be in flight), the second one
 * of the same version, at least that pause later, disconnects.
 */
export function rejectToken(
  tenant: Tenant,
  facts: { version: string; nowMs: number; recheckMs: number },
): { readonly tenant: Tenant; readonly disconnected: boolean } {
  const { rejected } = tenant;
  if (rejected?.version !== facts.version) {
    const at = facts.nowMs;
    const dueAt = isConnected(tenant) ? at + facts.recheckMs : undefined;
    return { tenant: { ...tenant, rejected: { version: facts.version, at }, dueAt }, disconnected: false };
  }
  if (facts.nowMs - rejected.at < facts.recheckMs) return { tenant, disconnected: false };
  const message =
    'sevdesk refused the token twice. It was regenerated, or the sevdesk user it belongs to was deleted: put a new token into the secret.';
  return { tenant: stopTenant(tenant, { reason: 'token_rejected', message, nowMs: facts.nowMs }), disconnected: true };
}
