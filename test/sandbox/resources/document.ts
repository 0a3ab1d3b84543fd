import type { Resource } from './resource.ts';

/** The files of vouchers, made with them. Undocumented but for the reference; fields are assumed. */
export const document: Resource = { path: 'Document', model: 'Document', filters: {} };
