import { TENANT_ID_FORM, TENANT_ID_PATTERN } from '../../shared/contract/names.ts';
import { WrongUsage } from './cli-error.ts';

/** @throws WrongUsage when it can't be a tenant's id. It is not quoted: it may be a token in the wrong place. */
export function checkTenantId(tenantId: string): string {
  if (TENANT_ID_PATTERN.test(tenantId)) return tenantId;
  throw new WrongUsage(`This tenant id is not allowed: ${TENANT_ID_FORM}.`);
}
