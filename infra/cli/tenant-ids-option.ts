import { checkTenantId } from './tenant-id.ts';

/** Reads `--tenant acme beta`, which may be repeated; each is kept once. @throws WrongUsage */
export function tenantIds(value: string, before: readonly string[] = []): readonly string[] {
  return [...new Set([...before, checkTenantId(value)])];
}
