import type { SimulatedType } from './simulated-commands.ts';
import type { WriterAction, WriterSetting } from './writer-history.ts';

type Does = WriterAction['does'];

/** What happens in a history, how often, and under which settings. */
export interface WriterProfile {
  /** How often each kind of step occurs, relative to the others. */
  readonly weights: Readonly<Partial<Record<Does, number>>>;
  /** How often each type of command is sent, relative to the others. */
  readonly types: Readonly<Partial<Record<SimulatedType, number>>>;
  /** Part of all invoices with which something is to be done then. */
  readonly followed: number;
  /** Least and most tenants. */
  readonly tenants: readonly [least: number, most: number];
  /** Longest time from one step to the next, in milliseconds: most are much shorter. */
  readonly longestPauseMs: number;
  /** Parts of all commands that were sent before, and that can't be carried out. */
  readonly repeated: number;
  readonly flawed: number;
  /** Longest time of an outage or of limits. */
  readonly longestOutageMs: number;
  /** A write takes effect at most so long after its connection broke; two looks see no later one. */
  readonly longestEffectMs: number;
  readonly setting: Partial<WriterSetting>;
}

const USUAL: WriterProfile = {
  weights: {
    send: 120,
    crash: 7,
    'break-store': 3,
    'break-bus': 3,
    'break-queue': 3,
    'break-secrets': 1,
    stall: 2,
    'break-write': 10,
    outage: 1.5,
    throttle: 1.5,
    'refuse-writes': 1,
    'refuse-tokens': 0.7,
    'lose-acknowledgements': 1.5,
    'repeat-deliveries': 2,
    disconnect: 0.8,
    connect: 1.2,
    pause: 0.8,
    resume: 1.2,
    'renew-token': 0.8,
    redrive: 4,
    drop: 0.8,
  },
  types: {
    'invoice.create': 10,
    'invoice.send': 1,
    'invoice.book': 2,
    'invoice.cancel': 0.5,
    'contact.upsert': 2,
    'order.create': 2,
    'part.upsert': 1,
    'transaction.create': 1,
  },
  followed: 0.3,
  tenants: [2, 8],
  longestPauseMs: 60_000,
  repeated: 0.08,
  flawed: 0.04,
  longestOutageMs: 600_000,
  longestEffectMs: 90_000,
  setting: {},
};

/** Nothing goes wrong. */
const CALM: WriterProfile = { ...USUAL, weights: { send: 1 }, flawed: 0, setting: { staysAway: 0 } };

/** `usual` has everything; each of the others has much of one thing, and nothing that covers for it. */
export const WRITER_PROFILES: Readonly<Record<string, WriterProfile>> = {
  usual: USUAL,
  calm: CALM,
  // What sevdesk refuses it takes a moment later, so that a run that broke off may end otherwise.
  crashes: {
    ...CALM,
    weights: { send: 10, crash: 3, 'break-store': 3, 'refuse-writes': 2 },
    flawed: 0.1,
    longestOutageMs: 60_000,
  },
  'unknown-outcomes': { ...CALM, weights: { send: 3, 'break-write': 1 } },
  'repeated-deliveries': {
    ...CALM,
    weights: { send: 20, 'repeat-deliveries': 2, 'lose-acknowledgements': 1 },
    setting: { staysAway: 0, callMs: 3000 },
  },
  redrives: {
    ...CALM,
    weights: { send: 20, 'refuse-writes': 2, redrive: 6, drop: 1, crash: 1 },
    flawed: 0.1,
    tenants: [1, 3],
  },
  'tenants-away': {
    ...CALM,
    weights: {
      send: 30,
      disconnect: 1,
      connect: 1.5,
      pause: 2,
      resume: 3,
      'renew-token': 1,
      'refuse-tokens': 1,
      'break-write': 5,
      crash: 2,
    },
    tenants: [1, 4],
    setting: {},
  },
  // The same within moments, so that parking, resuming and sending again meet each other.
  'quick-turns': {
    ...CALM,
    weights: { send: 20, pause: 6, resume: 7, crash: 3, 'break-store': 1, 'repeat-deliveries': 0.5 },
    tenants: [1, 2],
    longestPauseMs: 600,
    setting: { staysAway: 0, callMs: 200 },
  },
  // sevdesk is out for an hour, and then some.
  outage: { ...CALM, weights: { send: 60, outage: 1, throttle: 0.5 }, longestOutageMs: 4_000_000 },
  // For longer than commands are tried.
  'long-outage': {
    ...CALM,
    weights: { send: 40, outage: 1, 'break-write': 2, redrive: 3, 'refuse-tokens': 0.2 },
    longestOutageMs: 100_000_000,
    longestPauseMs: 3_600_000,
    tenants: [1, 3],
  },
  // 10,000 commands of 50 tenants: --ops 10500
  large: {
    ...USUAL,
    weights: { ...USUAL.weights, send: 1000 },
    tenants: [50, 50],
    longestPauseMs: 2000,
  },
};

/** @throws Error for a name that no profile has. */
export function writerProfileOf(name: string): WriterProfile {
  const profile = WRITER_PROFILES[name];
  if (!profile)
    throw new Error(`There is no profile ${name} of the writer, but ${Object.keys(WRITER_PROFILES).join(', ')}`);
  return profile;
}
