import type { Random } from '../random.ts';
import type { SimulatedType } from './simulated-commands.ts';
import type { Flaw, FollowUp, SendStep, WriterAction } from './writer-history.ts';
import type { WriterProfile } from './writer-profiles.ts';

/** Who there is, and what was sent so far. */
export interface WriterCast {
  readonly tenants: number;
  readonly sent: SendStep[];
}

interface Making {
  readonly random: Random;
  readonly profile: WriterProfile;
  readonly cast: WriterCast;
}

type Makers = {
  readonly [D in WriterAction['does']]: (make: Making) => Extract<WriterAction, { readonly does: D }>;
};

const CALLS = 60;
const FLAWS: readonly Flaw[] = ['unreadable', 'refused', 'refused', 'error'];
const ANSWERS = ['before', 'after', 'repeated'] as const;

const MAKERS: Makers = {
  send,
  crash: ({ random }) => ({ does: 'crash', calls: random.int(1, CALLS), side: random.pick(['before', 'after']) }),
  'break-store': ({ random }) => ({ does: 'break-store', calls: random.int(1, CALLS), how: random.pick(ANSWERS) }),
  'break-bus': ({ random }) => ({ does: 'break-bus', calls: random.int(1, 4), how: random.pick(ANSWERS) }),
  'break-queue': ({ random }) => ({ does: 'break-queue', calls: random.int(1, 4), how: random.pick(ANSWERS) }),
  'break-secrets': ({ random }) => ({
    does: 'break-secrets',
    calls: random.int(1, 4),
    how: random.pick(['before', 'after']),
  }),
  stall: ({ random }) => ({ does: 'stall', calls: random.int(1, CALLS), byMs: random.int(5000, 150_000) }),
  'break-write': ({ random, profile }) => ({
    does: 'break-write',
    calls: random.int(1, 5),
    how: random.pick(['reset', 'reset', 'timeout', 'timeout', 'error-500', 'page-502', 'garbled', 'death']),
    effectAfterMs: random.pick([
      undefined,
      0,
      0,
      random.int(0, profile.longestEffectMs),
      random.int(0, profile.longestEffectMs),
      profile.longestEffectMs,
    ]),
  }),
  outage: (make) => ({
    does: 'outage',
    how: make.random.pick(['unreachable', 'page-503', 'timeout', 'reset', 'locked', 'mute']),
    ...lasting(make),
  }),
  throttle: (make) => ({
    does: 'throttle',
    retryAfterSeconds: make.random.pick([undefined, 1, 20, 200]),
    ...lasting(make),
  }),
  'refuse-writes': (make) => ({ does: 'refuse-writes', ...lasting(make) }),
  'refuse-tokens': (make) => ({ does: 'refuse-tokens', ...lasting(make) }),
  'lose-acknowledgements': ({ random }) => ({ does: 'lose-acknowledgements', forMs: random.int(1, 120_000) }),
  'repeat-deliveries': ({ random }) => ({
    does: 'repeat-deliveries',
    forMs: random.int(1, 120_000),
    afterMs: random.pick([0, random.int(1, 2000), random.int(1, 400_000)]),
  }),
  disconnect: (make) => ({ does: 'disconnect', tenant: anyTenant(make) }),
  connect: (make) => ({ does: 'connect', tenant: anyTenant(make) }),
  pause: (make) => ({ does: 'pause', tenant: anyTenant(make) }),
  resume: (make) => ({ does: 'resume', tenant: anyTenant(make) }),
  'renew-token': (make) => ({
    does: 'renew-token',
    tenant: anyTenant(make),
    storedAfterMs: make.random.pick([0, 1000, make.random.int(1, 300_000)]),
  }),
  redrive: (make) => ({
    does: 'redrive',
    tenant: anyTenant(make),
    againAfterMs: make.random.pick([undefined, make.random.int(1, 60_000), make.random.int(1, 300_000)]),
  }),
  drop: (make) => ({ does: 'drop', tenant: anyTenant(make) }),
};

export function randomWriterStep(random: Random, profile: WriterProfile, cast: WriterCast): WriterAction {
  return MAKERS[random.weighted(profile.weights)]({ random, profile, cast });
}

/** Mostly a new command; now and then one that was sent before, the same commandId with other content, or another's reference. */
function send(make: Making): SendStep {
  const { random, profile, cast } = make;
  const known = cast.sent.length > 0 && random.chance(profile.repeated) ? random.pick(cast.sent.slice(-30)) : undefined;
  if (known) return random.chance(0.7) ? known : { ...known, content: known.content + 1 };
  const tenant = anyTenant(make);
  const command = cast.sent.filter((sent) => sent.tenant === tenant).length + 1;
  const type = random.weighted(profile.types);
  const step: SendStep = {
    does: 'send',
    tenant,
    command,
    type,
    content: random.int(1, 5),
    flaw: random.chance(profile.flawed) ? random.pick(FLAWS) : 'none',
    reference: random.pick([undefined, command, command, command, random.chance(0.05) ? command - 1 : command]),
    ...(type === 'invoice.create' && { followUp: followUp(make) }),
    ...(ABOUT_INVOICES.includes(type) && { about: earlierInvoice(make, tenant) }),
  };
  cast.sent.push(step);
  return step;
}

const ABOUT_INVOICES: readonly SimulatedType[] = ['invoice.send', 'invoice.book', 'invoice.cancel'];

function followUp({ random, profile }: Making): FollowUp | undefined {
  return random.chance(profile.followed) ? random.pick(['marked', 'emailed', 'booked']) : undefined;
}

/** One of the latest, mostly one that does not stay a draft. */
function earlierInvoice({ random, cast }: Making, tenant: number): SendStep['about'] {
  const invoices = cast.sent.filter((sent) => sent.tenant === tenant && sent.type === 'invoice.create').slice(-8);
  const opened = invoices.filter((sent) => sent.followUp !== undefined);
  const known = opened.length > 0 && random.chance(0.8) ? opened : invoices;
  if (known.length === 0) return undefined;
  const { command, reference } = random.pick(known);
  return { command, reference };
}

function anyTenant({ random, cast }: Making): number {
  return random.int(1, cast.tenants);
}

/** For one tenant, or for all; at times very short. */
function lasting({ random, profile, cast }: Making) {
  return {
    forMs: random.int(1, random.pick([5000, profile.longestOutageMs, profile.longestOutageMs])),
    tenant: random.pick([undefined, random.int(1, cast.tenants)]),
  };
}
