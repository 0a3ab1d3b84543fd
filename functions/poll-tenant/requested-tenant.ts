import * as v from 'valibot';
import { TENANT_ID_FORM, TENANT_ID_PATTERN } from '../../shared/contract/names.ts';

const request = v.object({ tenantId: v.pipe(v.string(), v.regex(TENANT_ID_PATTERN)) });

/** The tenant that a message of the polls queue asks to poll. @throws Error for a message that nobody of us sent. */
export function requestedTenant(body: string): string {
  const { success, output } = v.safeParse(request, JSON.parse(body));
  // valibot's own error carries what was sent into the log.
  if (!success) throw new Error(`The message names no tenant: ${TENANT_ID_FORM}`);
  return output.tenantId;
}
