/** What AWS bills by use, of one poll, one command, one tick, or a month of all of them. */
export interface Use {
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly sqsRequests: number;
  readonly fifoRequests: number;
  readonly secretCalls: number;
  /** Decryptions of secrets with a key of our own. */
  readonly kmsRequests: number;
  /** Events on the bus, in steps of 64 KB each; the archive keeps their bytes. */
  readonly events: number;
  readonly archivedBytes: number;
  readonly logBytes: number;
  /** To sevdesk: new connections, and what was sent over all of them. */
  readonly connections: number;
  readonly bytesOut: number;
  readonly schedulerInvocations: number;
}

export const NO_USE: Use = {
  invocations: 0,
  gbSeconds: 0,
  readUnits: 0,
  writeUnits: 0,
  sqsRequests: 0,
  fifoRequests: 0,
  secretCalls: 0,
  kmsRequests: 0,
  events: 0,
  archivedBytes: 0,
  logBytes: 0,
  connections: 0,
  bytesOut: 0,
  schedulerInvocations: 0,
};

const NAMES = Object.keys(NO_USE) as (keyof Use)[];

export function sumOf(uses: readonly Use[]): Use {
  return uses.reduce((sum, use) => combine(sum, use, (a, b) => a + b), NO_USE);
}

export function difference(use: Use, less: Use): Use {
  return combine(use, less, (a, b) => a - b);
}

export function times(use: Use, factor: number): Use {
  return combine(use, use, (value) => value * factor);
}

export function meanOf(uses: readonly Use[]): Use {
  return times(sumOf(uses), 1 / uses.length);
}

function combine(left: Use, right: Use, of: (a: number, b: number) => number): Use {
  return Object.fromEntries(NAMES.map((name) => [name, of(left[name], right[name])])) as unknown as Use;
}
