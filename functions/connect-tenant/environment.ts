/** Variables that the stack sets for `connect-tenant`. */
export interface ConnectTenantEnvironment {
  readonly STAGE: string;
  readonly BUS_NAME: string;
  readonly TENANTS_TABLE: string;
  readonly COMMANDS_TABLE: string;
  readonly COMMAND_QUEUE_URL: string;
  readonly SECRET_PREFIX: string;
  readonly SEVDESK_URL: string;
}
