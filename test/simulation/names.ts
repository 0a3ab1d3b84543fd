export const TENANT_ID = 'acme';
/** The tables. */
export const TENANTS = 'tenants';
export const SNAPSHOTS = 'snapshots';
