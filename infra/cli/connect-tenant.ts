import type { TenantsTable } from '../../shared/aws/tenants-table.ts';
import type { TokenStore } from '../../shared/aws/token-store.ts';
import {
  RequestRejected,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from '../../shared/domain/sevdesk-error.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { type TestedToken, testToken } from '../../shared/sevdesk/test-token.ts';
import { CommandFailed } from './cli-error.ts';

export interface ConnectDependencies {
  readonly sevdesk: SevdeskClient;
  readonly tenants: Pick<TenantsTable, 'get'>;
  readonly tokens: Pick<TokenStore, 'store'>;
}

const KEPT = 'Nothing was stored; a token that was stored before stays in use.';

/**
 * Tests a token, then stores it: one that fails, or that opens another sevdesk account than the tenant's, never replaces
 * one that works.
 * @throws CommandFailed when sevdesk refuses it or can't be asked.
 */
export async function connectTenant(
  { sevdesk, tenants, tokens }: ConnectDependencies,
  { tenantId, token }: { readonly tenantId: string; readonly token: string },
): Promise<TestedToken> {
  const tested = await tryToken(sevdesk);
  const bound = (await tenants.get(tenantId))?.sevClientId;
  if (bound && tested.sevClientId && bound !== tested.sevClientId) {
    throw new CommandFailed(
      `The token opens the sevdesk account ${tested.sevClientId}, but tenant ${tenantId} is bound to ${bound}: use a token of that account, or another tenant id. ${KEPT}`,
    );
  }
  await tokens.store(tenantId, token);
  return tested;
}

async function tryToken(sevdesk: SevdeskClient): Promise<TestedToken> {
  try {
    return await testToken(sevdesk, resources);
  } catch (error) {
    throw new CommandFailed(`${explain(error)} ${KEPT}`);
  }
}

function explain(error: unknown): string {
  if (error instanceof TokenRejected) {
    return 'sevdesk does not accept this token (401): it was mistyped, or renewed since, or its sevdesk user was deleted.';
  }
  if (error instanceof SevdeskThrottled) return 'sevdesk limits requests (429): try again in a minute.';
  if (error instanceof RequestRejected) {
    return `The token works, but its sevdesk user may not read everything that is needed: ${error.message} (${error.said.status}).`;
  }
  if (error instanceof SevdeskUnavailable || error instanceof UnexpectedAnswer) {
    return `The token could not be tested: ${error.message}.`;
  }
  throw error;
}
