import * as z from 'zod/mini';
import { TENANT_ID_PATTERN } from '../../shared/contract/names.ts';

const request = z.object({ tenantId: z.string().check(z.regex(TENANT_ID_PATTERN)) });

/** The tenant that a message of the polls queue asks to poll. @throws Error for a message that nobody of us sent. */
export function requestedTenant(body: string): string {
  return request.parse(JSON.parse(body)).tenantId;
}
