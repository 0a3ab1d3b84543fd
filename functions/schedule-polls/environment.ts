/** Variables that the stack sets for `schedule-polls`. */
export interface SchedulePollsEnvironment {
  readonly STAGE: string;
  readonly TENANTS_TABLE: string;
  readonly POLLS_QUEUE_URL: string;
  readonly TICK_SECONDS: string;
}
