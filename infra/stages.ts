import { STAGE_PATTERN } from '../shared/contract/names.ts';

/** Everything that differs between stages. Adding a stage is adding a row to `STAGES`. */
export interface Stage {
  readonly name: string;
  /** Base address of sevdesk's API. Fixed outside `local`. */
  readonly sevdeskUrl: string;
  /** `true`: no command is carried out, and the client refuses to send anything but GET. */
  readonly readOnly: boolean;
  /** What happens to tables, bus, archive and logs when the stack is deleted. */
  readonly onDelete: 'retain' | 'destroy';
  /** How often the schedule fires. EventBridge knows no less than 60. */
  readonly tickSeconds: number;
  /** How often new secrets and new versions of secrets are looked for. */
  readonly sweepSeconds: number;
  /** How often each resource of a tenant is polled; 0 is "at every tick". */
  readonly pollIntervalSeconds: number;
  /** At each so-manieth poll of a resource, sevdesk's count of its records is compared: that is how deletions show. */
  readonly probeEveryPolls: number;
  /** Requests a minute to sevdesk per tenant, polls and writes together. sevdesk publishes no number. */
  readonly requestsPerMinute: number;
  /** Pause before each of the two looks for a record whose creation has an unknown outcome. */
  readonly readBackPauseSeconds: number;
  /** A refused token is tried once more after this pause before its tenant is disconnected. */
  readonly tokenRecheckSeconds: number;
  /**
   * How long a token read from Secrets Manager is used without reading it again. Another version of the secret, or a refusal, ends that at
   * once, and the sweep stops a tenant whose secret is gone.
   */
  readonly tokenCacheSeconds: number;
  /** The base of the backoff, doubled at each throttled attempt. */
  readonly backoffBaseSeconds: number;
  /** The largest pause of the backoff, unless sevdesk asks for more. */
  readonly backoffCapSeconds: number;
  /**
   * After 20 refused calls of a tenant within five times this, its commands and what was refused wait: so long at first, up to 15 times
   * as long in the end.
   */
  readonly breakerSeconds: number;
  /** A command that sevdesk could not take for this long ends as `attempts_exhausted`. */
  readonly commandMaxAgeSeconds: number;
  /** Timeouts of the functions that talk to sevdesk; a lease lasts 30 s longer. */
  readonly pollTimeoutSeconds: number;
  readonly commandTimeoutSeconds: number;
  /**
   * How many tenants are polled, and how many are written to, at the same time. A tenant with a backlog keeps one place busy: as many of
   * them as there are places would hold up everybody else.
   */
  readonly maxConcurrentPolls: number;
  readonly maxConcurrentCommands: number;
  readonly archiveDays: number;
  readonly logDays: number;
}

export const SEVDESK_URL = 'https://my.sevdesk.de/api/v1';

const DEV: Stage = {
  name: 'dev',
  sevdeskUrl: SEVDESK_URL,
  readOnly: false,
  onDelete: 'destroy',
  tickSeconds: 60,
  sweepSeconds: 300,
  pollIntervalSeconds: 300,
  probeEveryPolls: 6,
  requestsPerMinute: 100,
  readBackPauseSeconds: 60,
  tokenRecheckSeconds: 30,
  tokenCacheSeconds: 21_600,
  backoffBaseSeconds: 2,
  backoffCapSeconds: 900,
  breakerSeconds: 60,
  commandMaxAgeSeconds: 86_400,
  pollTimeoutSeconds: 300,
  commandTimeoutSeconds: 120,
  maxConcurrentPolls: 10,
  maxConcurrentCommands: 50,
  archiveDays: 7,
  logDays: 14,
};

const STAGES: readonly Stage[] = [
  DEV,
  {
    ...DEV,
    name: 'prod',
    onDelete: 'retain',
    maxConcurrentPolls: 50,
    maxConcurrentCommands: 200,
    archiveDays: 30,
    logDays: 90,
  },
];

/** What `npm start` may choose about the local account. */
export interface LocalChoices {
  readonly sevdeskUrl: string;
  readonly tickSeconds: number;
  readonly readOnly: boolean;
}

/** The stage of the local account: the same stack with short pauses. It is never deployed. */
export function localStage({ sevdeskUrl, tickSeconds, readOnly }: LocalChoices): Stage {
  return {
    ...DEV,
    name: 'local',
    sevdeskUrl,
    tickSeconds,
    readOnly,
    sweepSeconds: tickSeconds,
    pollIntervalSeconds: 0,
    probeEveryPolls: 3,
    // A server on this machine protects nobody else's limits; a real account gets the careful default.
    requestsPerMinute: isLoopback(sevdeskUrl) ? 1200 : DEV.requestsPerMinute,
    // Two looks, 3 s and 6 s after the connection broke: late enough for a list that shows a record 5 s late.
    readBackPauseSeconds: 3,
    tokenRecheckSeconds: 1,
    tokenCacheSeconds: 1,
    backoffBaseSeconds: 1,
    // 900 deliveries last for more than an hour without sevdesk.
    backoffCapSeconds: 15,
    // Each tick polls everything, so refusals come that much faster.
    breakerSeconds: 2,
    pollTimeoutSeconds: 300,
    commandTimeoutSeconds: 60,
    maxConcurrentPolls: 2,
    maxConcurrentCommands: 2,
  };
}

/**
 * The stages to synthesize: the known ones, and a private one with dev's settings when `-c stage=<name>` asks for it.
 * @throws RangeError for a name that is not allowed, and for `local`.
 */
export function deployableStages(privateStage?: string): readonly Stage[] {
  if (privateStage === undefined || STAGES.some(({ name }) => name === privateStage)) return STAGES;
  if (privateStage === 'local') throw new RangeError('Stage "local" is not deployable: it is what "npm start" runs.');
  if (!STAGE_PATTERN.test(privateStage)) {
    throw new RangeError(
      `Stage "${privateStage}" is not allowed: a lower-case letter, then up to 19 of a-z, 0-9 and "-".`,
    );
  }
  return [...STAGES, { ...DEV, name: privateStage }];
}

function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
