/** The tables, the ledger's index, and where secrets are. */
export const TENANTS = 'tenants';
export const COMMANDS = 'commands';
export const BY_STATE = 'by-state';
export const SECRETS = 'relay/tenants/';
