/** Variables that the stack sets for `poll-tenant`. */
export interface PollTenantEnvironment {
  readonly STAGE: string;
  readonly BUS_NAME: string;
  /** Keeps the records of events that are too large for the bus. */
  readonly RECORDS_BUCKET: string;
  readonly TENANTS_TABLE: string;
  readonly SNAPSHOTS_TABLE: string;
  readonly COMMANDS_TABLE: string;
  readonly SECRET_PREFIX: string;
  readonly SEVDESK_URL: string;
  readonly REQUESTS_PER_MINUTE: string;
  readonly POLL_INTERVAL_SECONDS: string;
  readonly PROBE_EVERY_POLLS: string;
  readonly TOKEN_CACHE_SECONDS: string;
  readonly TOKEN_RECHECK_SECONDS: string;
  readonly BACKOFF_BASE_SECONDS: string;
  readonly BACKOFF_CAP_SECONDS: string;
  readonly BREAKER_SECONDS: string;
  /** Timeout of the function: the lease lasts 30 s longer. */
  readonly TIMEOUT_SECONDS: string;
}
