import * as v from 'valibot';
import { described } from './commands/fields.ts';
import type { ResourceName } from './event.ts';
import { closedObject } from './json-object.ts';
import { TENANT_ID_FORM, TENANT_ID_PATTERN, TOKEN_FORM, TOKEN_PATTERN } from './names.ts';

/**
 * What the function `sevdesk-relay-<stage>-connect-tenant` is asked. No problem that it finds quotes what was sent, not even the name of
 * a field: it may be a token in the wrong place.
 */
export const connectTenantRequest = closedObject(
  {
    tenantId: described(
      'The tenant, by the name that your product gives it.',
      v.pipe(v.string(), v.regex(TENANT_ID_PATTERN, TENANT_ID_FORM)),
    ),
    token: described(
      'The API token of a user of the sevdesk account.',
      v.pipe(v.string(), v.regex(TOKEN_PATTERN, TOKEN_FORM)),
    ),
    rotate: described(
      '`true`: only replace the token of a tenant that is there. Else a new tenant is connected, too.',
      v.optional(v.boolean()),
    ),
  },
  'only tenantId, token and rotate are fields of a request',
);

/** Why a token was not taken up. The last three are worth another try, unchanged; see `retryable`. */
export type ConnectRefusal =
  | 'invalid_request'
  /** sevdesk does not know the token (401). */
  | 'token_rejected'
  /** Its user may not read any of what the relay needs, or too little to show whose account it is. */
  | 'access_denied'
  /** It opens the sevdesk account of another tenant, which `message` names. */
  | 'account_taken'
  /** The tenant is bound to another sevdesk account. */
  | 'other_account'
  /** There is no such tenant to rotate. */
  | 'tenant_unknown'
  /** Its removal was cut short, and has to be finished first. */
  | 'tenant_removed'
  /** An operator stopped it while its token was tested, or it was given another token at the same time. */
  | 'tenant_changed'
  /** Its old secret was deleted a moment ago, and its name is not free yet. */
  | 'secret_being_deleted'
  /** sevdesk limits requests (429). */
  | 'sevdesk_throttled'
  /** sevdesk could not be asked, or answered nothing that can be used. */
  | 'sevdesk_unavailable';

export interface TenantConnected {
  readonly ok: true;
  readonly tenantId: string;
  /** `paused`: the token is stored, and taken up when an operator resumes the tenant. */
  readonly state: 'baseline' | 'active' | 'paused';
  /** The sevdesk account that the token opens; absent while the account is empty. */
  readonly sevClientId?: string | undefined;
  /** `1.0` or `2.0`; absent where sevdesk did not say. */
  readonly bookkeepingVersion?: string | undefined;
  /** Resources that the token's user may not read: the others are polled. Absent when it may read all. */
  readonly denied?: readonly ResourceName[] | undefined;
  /** Of the secret that holds the token: the one before, if it held the same token. */
  readonly secretVersion: string;
  /** For whoever gave the token. */
  readonly notice: string;
}

export interface ConnectionRefused {
  readonly ok: false;
  /** Absent where the request named none that is allowed. */
  readonly tenantId?: string;
  readonly reason: ConnectRefusal;
  /** For people. */
  readonly message: string;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
}

/** What the function answers. A token that worked before stays in use when another one is refused. */
export type ConnectTenantAnswer = TenantConnected | ConnectionRefused;
