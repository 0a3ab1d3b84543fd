/** Where steps say what operators need to know. Fields are searchable; the message is for people. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What is counted, over all tenants together. */
export type CountName =
  | 'polls'
  | 'pollsFailed'
  | 'changes'
  | 'events'
  | 'eventsRefused'
  | 'recordsDoubled'
  | 'recordsSetAside'
  | 'listingsIncomplete'
  | 'deletionsHeld'
  | 'throttled'
  | 'loginOutages'
  | 'breakersOpened'
  | 'tenantsConnected'
  | 'tenantsStopped'
  | 'commandsSucceeded'
  | 'commandsFailed'
  | 'commandsParked'
  | 'writerErrors';
export type Count = (name: CountName, value?: number) => void;

/**
 * What is measured, over all tenants together. `pollLagMs`: how long a resource had been due when its poll ended ·
 * `tenantsAway`: tenants with a secret that are disconnected or suspended, at each sweep.
 */
export type MeasureName = 'pollLagMs' | 'tenantsAway';
export type Measure = (name: MeasureName, value: number) => void;
