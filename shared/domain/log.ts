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
  | 'recordsDoubled'
  | 'recordsSetAside'
  | 'listingsIncomplete'
  | 'deletionsHeld'
  | 'throttled'
  | 'tenantsConnected'
  | 'tenantsStopped'
  | 'commandsSucceeded'
  | 'commandsFailed'
  | 'commandsParked';
export type Count = (name: CountName, value?: number) => void;
