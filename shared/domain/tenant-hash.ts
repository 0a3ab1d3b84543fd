/** A number from 0 to 2^32 − 1 that a tenant's id decides (FNV-1a, with its bits mixed): neighbouring ids lie far apart. */
export function tenantHash(tenantId: string): number {
  const hash = [...tenantId].reduce((sum, char) => Math.imul(sum ^ char.charCodeAt(0), 16_777_619), 0x81_1c_9d_c5);
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
