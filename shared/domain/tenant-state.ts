/**
 * How a tenant stands. `baseline`: its first listing is under way · `active` · `paused`: by an operator · `suspended`: its token opens
 * an account that it must not touch · `disconnected`: no token of it works · `removed`: on its way out, never polled again.
 */
export type TenantState = 'baseline' | 'active' | 'paused' | 'suspended' | 'disconnected' | 'removed';

/** The event that tells a turn. */
type TurnEvent =
  | 'tenant.connected'
  | 'tenant.disconnected'
  | 'tenant.suspended'
  | 'tenant.resumed'
  | 'tenant.removed'
  | 'baseline.completed';

const STOPS = {
  suspended: 'tenant.suspended',
  disconnected: 'tenant.disconnected',
  removed: 'tenant.removed',
} as const;
const CONNECTS = { baseline: 'tenant.connected', active: 'tenant.connected' } as const;

/** What each state may turn into, and the event that tells it. A state that turns into itself got another token or reason. */
export const TENANT_TRANSITIONS: Readonly<Record<TenantState, Readonly<Partial<Record<TenantState, TurnEvent>>>>> = {
  baseline: { ...STOPS, baseline: 'tenant.connected', active: 'baseline.completed', paused: 'tenant.suspended' },
  active: { ...STOPS, active: 'tenant.connected', paused: 'tenant.suspended' },
  paused: {
    baseline: 'tenant.resumed',
    active: 'tenant.resumed',
    disconnected: 'tenant.disconnected',
    removed: 'tenant.removed',
  },
  suspended: { ...STOPS, ...CONNECTS },
  disconnected: { ...STOPS, ...CONNECTS },
  removed: {},
};

/** The table has no such turn. Nothing was changed. */
export class TransitionRefused extends Error {
  constructor(tenantId: string, from: TenantState, to: TenantState) {
    const allowed = Object.keys(TENANT_TRANSITIONS[from]).filter((state) => state !== from);
    const ways =
      allowed.length > 0 ? new Intl.ListFormat('en', { type: 'disjunction' }).format(allowed) : 'nothing else';
    super(`Tenant ${tenantId} is ${from} and can't become ${to}: it can become ${ways}.`);
    this.name = 'TransitionRefused';
  }
}

/** The event that tells a turn. @throws TransitionRefused when the table does not allow it. */
export function turnEvent(
  { tenantId, state: from }: { readonly tenantId: string; readonly state: TenantState },
  to: TenantState,
): TurnEvent {
  const event = TENANT_TRANSITIONS[from][to];
  if (!event) throw new TransitionRefused(tenantId, from, to);
  return event;
}
