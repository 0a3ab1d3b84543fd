import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { acceptedAt, type Tenant } from '../domain/tenant.ts';
import { dueShard } from './due-index.ts';

/** Sort key of the item that holds a tenant. */
export const TENANT_ITEM = 'tenant';

/** A tenth smaller than gzip at the same speed; the highest quality takes milliseconds. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

type Item = Readonly<Record<string, unknown>>;

/**
 * A tenant as it is stored. What conditions, the index, and a look at the table need stands as attributes; the rest is packed into one, since
 * each poll writes the item twice, and each started KB of it is paid: 12 resources take 2 KB as attributes.
 */
export function tenantItem(tenant: Tenant): Item {
  const { tenantId, state, reason, dueAt, revision, ...rest } = tenant;
  const packed = brotliCompressSync(JSON.stringify(rest), QUALITY);
  const indexed = { dueAt, dueShard: dueShard(tenant), acceptedAt: acceptedAt(tenant) };
  return { tenantId, item: TENANT_ITEM, state, reason, ...indexed, revision, packed };
}

export function tenantOf(item: Item): Tenant {
  const { item: _item, dueShard: _dueShard, acceptedAt: _acceptedAt, packed, ...readable } = item;
  const rest = JSON.parse(brotliDecompressSync(packed as Uint8Array).toString('utf8'));
  return { ...rest, ...readable } as Tenant;
}
