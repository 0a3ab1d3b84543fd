/** Variables that the stack sets for `sweep-tenants`. */
export interface SweepTenantsEnvironment {
  readonly STAGE: string;
  readonly BUS_NAME: string;
  readonly TENANTS_TABLE: string;
  readonly COMMANDS_TABLE: string;
  readonly COMMAND_QUEUE_URL: string;
  readonly SECRET_PREFIX: string;
  readonly TOKENS_KEY_ARN: string;
  readonly SEVDESK_URL: string;
  readonly TOKEN_RECHECK_SECONDS: string;
}
