import type { FaultStep, OperatorStep, Setting, Simulated, UserStep } from './history.ts';

type Does = (UserStep | FaultStep | OperatorStep)['does'];

type Failure = Extract<FaultStep, { does: 'fail' }>;

interface Fails {
  readonly how: readonly Failure['how'][];
  readonly on: readonly Failure['on'][];
  readonly longestMs: number;
}

/** What happens in a history, how often, and under which settings. */
export interface Profile {
  /** How often each kind of step occurs, relative to the others. */
  readonly weights: Readonly<Partial<Record<Does, number>>>;
  readonly resources: Readonly<Partial<Record<Simulated, number>>>;
  /** Longest time from one step to the next, in milliseconds: most are much shorter. */
  readonly longestPauseMs: number;
  /** Lists may show a record so much late. */
  readonly longestLagMs: number;
  /** How many of all changes lists show late. */
  readonly latePart: number;
  /** Whether sevdesk counts records that its lists do not show. */
  readonly hides: 'counted' | 'uncounted' | 'either';
  /** How sevdesk fails, on what, and how long at most. */
  readonly fails: Fails;
  /** Least and most records of a resource that the baseline finds. */
  readonly leastRecords: number;
  readonly mostRecords: number;
  readonly setting: Partial<Setting>;
}

const USUAL: Profile = {
  weights: {
    create: 14,
    edit: 26,
    touch: 4,
    respell: 3,
    'edit-positions': 8,
    'set-status': 16,
    cancel: 4,
    delete: 9,
    throttle: 1,
    fail: 2,
    'foreign-404': 1,
    miscount: 0.2,
    'ignore-filter': 0.15,
    hide: 1.5,
    crash: 2,
    'break-store': 1.5,
    'break-bus': 1.5,
    'break-queue': 0.5,
    'repeat-messages': 1,
    'delay-messages': 1,
    'skip-ticks': 0.3,
    'cut-short': 1,
  },
  resources: { Contact: 3, Invoice: 5, Voucher: 2, Part: 1.5, Tag: 2.5 },
  longestPauseMs: 60_000,
  longestLagMs: 60_000,
  latePart: 0.2,
  hides: 'either',
  fails: { how: ['500', '503', 'timeout', 'refusal'], on: ['list', 'positions', 'record'], longestMs: 90_000 },
  leastRecords: 0,
  mostRecords: 25,
  setting: {},
};

/** Nothing goes wrong, and lists show all at once. */
const CALM: Profile = { ...USUAL, weights: { create: 14, edit: 26, delete: 9 }, longestLagMs: 0 };

/**
 * `usual` has everything. Each of the others leaves a single guard between one kind of trouble and a broken promise: where
 * others would stand in for it, they are switched off.
 */
export const PROFILES: Readonly<Record<string, Profile>> = {
  usual: USUAL,
  crashes: { ...USUAL, weights: { ...CALM.weights, 'set-status': 16, cancel: 4, crash: 5 } },
  // Leases end before their polls do, messages are repeated, and what one poll has read another one tells meanwhile.
  'overlapping-polls': {
    ...CALM,
    weights: { edit: 40, 'edit-positions': 20, 'repeat-messages': 6 },
    resources: { Invoice: 1 },
    longestPauseMs: 20_000,
    leastRecords: 4,
    mostRecords: 8,
    setting: { overlaps: true, leaseMs: 2000, timeoutMs: 90_000, callMs: 3000, intervalMs: 0 },
  },
  // Records drop out of lists that still count them, and sevdesk denies whatever is asked for by its id.
  'denied-records': {
    ...CALM,
    weights: { edit: 10, hide: 6 },
    hides: 'counted',
    setting: { deniesRecords: true },
  },
  // Records drop out of lists and of their count.
  'hidden-records': { ...CALM, weights: { edit: 10, create: 3, hide: 6 }, hides: 'uncounted' },
  // The same, while whoever asks for a record hears of another one, or from a proxy.
  'foreign-answers': { ...CALM, weights: { edit: 10, hide: 6, 'foreign-404': 4 }, hides: 'uncounted' },
  // Nobody counts, polls are rare, and rows move up while pages are read.
  'uncounted-lists': {
    ...CALM,
    weights: { create: 10, edit: 40, delete: 14 },
    resources: { Contact: 1 },
    mostRecords: 60,
    setting: { tellsTotal: false, intervalMs: 600_000, pageLimit: 8, callMs: 3000 },
  },
  // Lists show each change late.
  'late-lists': {
    ...CALM,
    weights: { edit: 20, touch: 5 },
    resources: { Contact: 2, Invoice: 1 },
    longestLagMs: 60_000,
    latePart: 0.7,
  },
  // Listings break off after some of their pages are told, and what was told changes back.
  'broken-listings': {
    ...CALM,
    weights: { edit: 40, fail: 6 },
    resources: { Tag: 1 },
    fails: { how: ['refusal'], on: ['list'], longestMs: 2000 },
    setting: { pageLimit: 5, callMs: 1500, intervalMs: 0 },
  },
  // The same, when the function dies.
  'dying-listings': {
    ...CALM,
    weights: { edit: 40, crash: 4 },
    resources: { Tag: 1 },
    setting: { pageLimit: 5, callMs: 1500, intervalMs: 0 },
  },
  // More records go at once than happens by accident, and an operator confirms it, or does not.
  'mass-deletions': {
    ...CALM,
    weights: { create: 10, edit: 10, delete: 10, 'delete-all': 0.4, 'confirm-deletions': 1, crash: 1, throttle: 1 },
    resources: { Tag: 1, Contact: 1 },
    leastRecords: 80,
    mostRecords: 150,
    setting: { pageLimit: 60 },
  },
  'repeated-messages': {
    ...CALM,
    weights: { ...CALM.weights, 'repeat-messages': 8 },
    setting: { callMs: 1500, intervalMs: 0 },
  },
};

/** @throws Error for a name that no profile has. */
export function profileOf(name: string): Profile {
  const profile = PROFILES[name];
  if (!profile) throw new Error(`There is no profile ${name}, but ${Object.keys(PROFILES).join(', ')}`);
  return profile;
}
