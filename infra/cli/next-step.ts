import type { StopReason, TenantState } from '../../shared/domain/tenant.ts';

interface Facts {
  readonly tenantId: string;
  readonly state: TenantState;
  readonly reason?: StopReason | undefined;
}

const NEW_TOKEN = 'Get a token that works, then: tenant rotate %. Parked commands are carried out then.';

/** What to do about a reason; `%` is the tenant. */
const BY_REASON: Readonly<Record<StopReason, string>> = {
  token_rejected: NEW_TOKEN,
  access_denied: `Give the token's sevdesk user the rights that are missing; it is tested again once an hour. Or: ${NEW_TOKEN}`,
  invalid_secret: NEW_TOKEN,
  secret_missing: NEW_TOKEN,
  disconnected_by_operator: 'To connect it again, where it stood: tenant connect %',
  other_account:
    'Use a token of its own account (tenant rotate %), or connect the other account under another tenant id.',
  account_taken:
    'One tenant per sevdesk account: remove this one or the other (tenant remove), or use a token of another account.',
  paused_by_operator: 'To go on: tenant resume %',
  removed_by_operator: 'Its removal was cut short. Do it again: tenant remove %',
};

/** What comes next for a tenant, or what somebody must do about it. */
export function nextStep({ tenantId, state, reason }: Facts): string {
  if (state === 'active') return 'Nothing to do: it is polled, and its commands are carried out.';
  if (state === 'baseline')
    return 'Nothing to do: everything that is there is being listed, and its commands are carried out.';
  if (!reason) return 'Nothing to do: its token is tested again within minutes.';
  return BY_REASON[reason].replaceAll('%', tenantId);
}
