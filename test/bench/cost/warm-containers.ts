export interface Fleet {
  readonly tenants: number;
  readonly intervalSeconds: number;
  /** Billed time of a poll. */
  readonly pollSeconds: number;
  /** How long a token is used without reading it again. */
  readonly cacheSeconds: number;
}

/** Lambda ends an execution environment after some hours; nobody says after how many. */
const CONTAINER_LIFE_SECONDS = 7200;
/** Polls do not come evenly: so many standard deviations above the mean of a Poisson process are kept warm. */
const PEAK = 3;
/** Node's agent drops a connection that was not used for so long; sevdesk is assumed to keep it as long. */
const CONNECTION_LIFE_SECONDS = 5;

/** Polls that run at the same time, on average. */
export function pollsAtOnce({ tenants, pollSeconds, intervalSeconds }: Omit<Fleet, 'cacheSeconds'>): number {
  return (tenants * pollSeconds) / intervalSeconds;
}

/** Execution environments that are warm: what polls keep busy, and room for peaks. A poll finds any of them alike. */
export function warmContainers(fleet: Fleet): number {
  const busy = pollsAtOnce(fleet);
  return Math.max(1, Math.ceil(busy + PEAK * Math.sqrt(busy)));
}

/**
 * Reads of a token per poll. Each container keeps it for itself: after a read, it uses the token for as many polls as come to
 * it until the cache, or the container, ends.
 */
export function tokenReadsPerPoll(fleet: Fleet): number {
  const keptSeconds = Math.min(fleet.cacheSeconds, CONTAINER_LIFE_SECONDS);
  const visits = keptSeconds / (fleet.intervalSeconds * warmContainers(fleet));
  return 1 / (1 + visits);
}

/** Which part of polls comes to a container whose connections to sevdesk are gone, since its last poll was long ago. */
export function pollsThatConnect(fleet: Fleet): number {
  const gapSeconds = (fleet.intervalSeconds * warmContainers(fleet)) / fleet.tenants;
  return Math.exp(-CONNECTION_LIFE_SECONDS / gapSeconds);
}
