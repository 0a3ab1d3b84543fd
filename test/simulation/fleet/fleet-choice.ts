import { stageNamed } from '../../bench/writing/stage-settings.ts';

/** Everything that decides a run of the fleet. */
export interface FleetChoice {
  readonly seed: number;
  /** The two troublemakers included, whether they are there or not. */
  readonly tenants: number;
  readonly troublemakers: boolean;
  /** Records of the tenant that is listed again and again, and how long a call to its sevdesk takes. */
  readonly hugeRecords: number;
  readonly hugeCallMs: number;
  /** Functions at work at the same time. */
  readonly places: number;
  /** All tenants are overdue at the start, as after an outage; what changes in these minutes is not counted. */
  readonly warmUpMinutes: number;
  /** Then things change for so long. */
  readonly minutes: number;
  readonly changesPerTenantAndHour: number;
}

/** What `npm run simulate -- --fleet` runs: with two troublemakers, and without. */
export const FULL_FLEET: Omit<FleetChoice, 'seed' | 'troublemakers'> = {
  tenants: 1000,
  hugeRecords: 200_000,
  hugeCallMs: 1500,
  places: stageNamed('prod').maxConcurrentPolls,
  warmUpMinutes: 10,
  minutes: 60,
  changesPerTenantAndHour: 6,
};

/** As many places for each tenant, and as much of them taken by the tenant that is listed again and again. */
export const SMALL_FLEET: typeof FULL_FLEET = {
  ...FULL_FLEET,
  tenants: 60,
  hugeRecords: 20_000,
  hugeCallMs: 12_000,
  places: 3,
  minutes: 30,
};
