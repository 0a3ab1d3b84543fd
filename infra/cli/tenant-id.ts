import { TENANT_ID_PATTERN } from '../../shared/contract/names.ts';
import { WrongUsage } from './cli-error.ts';

/** @throws WrongUsage when it can't be a tenant's id. It is not quoted: it may be a token in the wrong place. */
export function checkTenantId(tenantId: string): string {
  if (TENANT_ID_PATTERN.test(tenantId)) return tenantId;
  throw new WrongUsage(
    'This tenant id is not allowed: 1 to 63 characters of A-Z, a-z, 0-9, "_" and "-", a letter or digit first and last.',
  );
}
