/** Variables that the stack sets for `execute-command`. */
export interface ExecuteCommandEnvironment {
  readonly STAGE: string;
  readonly BUS_NAME: string;
  /** Holds the files that tenants upload, and those that are fetched for them. */
  readonly FILES_BUCKET: string;
  readonly TENANTS_TABLE: string;
  readonly COMMANDS_TABLE: string;
  readonly COMMAND_QUEUE_URL: string;
  readonly COMMAND_DEAD_LETTERS_URL: string;
  readonly SECRET_PREFIX: string;
  readonly SEVDESK_URL: string;
  readonly REQUESTS_PER_MINUTE: string;
  readonly READ_ONLY: string;
  readonly READ_BACK_PAUSE_SECONDS: string;
  readonly TOKEN_CACHE_SECONDS: string;
  readonly TOKEN_RECHECK_SECONDS: string;
  readonly BACKOFF_BASE_SECONDS: string;
  readonly BACKOFF_CAP_SECONDS: string;
  readonly BREAKER_SECONDS: string;
  readonly COMMAND_MAX_AGE_SECONDS: string;
}
