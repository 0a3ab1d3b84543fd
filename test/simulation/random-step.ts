import type { FaultStep, OperatorStep, Simulated, UserStep } from './history.ts';
import type { Profile } from './profiles.ts';
import type { Random } from './random.ts';

/** Who there is to do something with. Names of records that are gone stay, so that some come back. */
export interface Cast {
  readonly ids: Partial<Record<Simulated, string[]>>;
  nextId: number;
}

type AnyStep = UserStep | FaultStep | OperatorStep;
type Makers = { readonly [D in AnyStep['does']]: (make: Making) => Extract<AnyStep, { readonly does: D }> };

interface Making {
  readonly random: Random;
  readonly profile: Profile;
  readonly cast: Cast;
  readonly resource: Simulated;
}

const TEXTS = 3;
const CALLS = 40;

const MAKERS: Makers = {
  create: (make) => ({
    does: 'create',
    ...newTarget(make),
    text: make.random.int(0, TEXTS),
    status: make.random.pick(['draft', 'draft', 'open', 'paid']),
    termDays: make.random.int(0, 2),
  }),
  edit: (make) => ({ does: 'edit', ...knownTarget(make), text: make.random.int(0, TEXTS) }),
  touch: (make) => ({ does: 'touch', ...knownTarget(make) }),
  respell: (make) => ({ does: 'respell', ...knownTarget(make) }),
  'edit-positions': (make) => ({
    does: 'edit-positions',
    ...knownTarget(document(make)),
    text: make.random.int(0, TEXTS),
  }),
  'set-status': (make) => ({
    does: 'set-status',
    ...knownTarget(document(make)),
    status: make.random.pick(['open', 'partly', 'paid', 'paid']),
    paid: make.random.pick([10, 20]),
  }),
  cancel: (make) => ({
    does: 'cancel',
    ...knownTarget({ ...make, resource: 'Invoice' }),
    by: newId({ ...make, resource: 'Invoice' }),
    lagOfCancellationMs: lag(make),
  }),
  'delete-all': ({ resource }) => ({ does: 'delete-all', resource, id: '', lagMs: 0 }),
  'confirm-deletions': ({ resource }) => ({ does: 'confirm-deletions', resource }),
  delete: (make) => ({ does: 'delete', ...knownTarget(make) }),
  throttle: ({ random }) => ({
    does: 'throttle',
    forMs: random.int(1, 90_000),
    retryAfterSeconds: random.pick([undefined, 1, 20]),
  }),
  fail: ({ random, profile: { fails } }) => ({
    does: 'fail',
    how: random.pick(fails.how),
    on: random.pick(fails.on),
    forMs: random.int(1, fails.longestMs),
  }),
  'foreign-404': ({ random }) => ({
    does: 'foreign-404',
    how: random.pick(['html', 'other-id']),
    forMs: random.int(1, 180_000),
  }),
  miscount: ({ random, resource }) => ({
    does: 'miscount',
    resource,
    by: random.pick([-3, -1, 1, 2]),
    forMs: random.int(1, 300_000),
  }),
  'ignore-filter': ({ random, resource }) => ({
    does: 'ignore-filter',
    resource,
    forMs: random.pick([120_000, Number.MAX_SAFE_INTEGER]),
  }),
  hide: (make) => {
    const { resource, id } = knownTarget(make);
    const { random, profile } = make;
    const counted = profile.hides === 'either' ? random.chance(0.5) : profile.hides === 'counted';
    return { does: 'hide', resource, id, counted, forMs: random.int(1, 40_000) };
  },
  crash: ({ random }) => ({ does: 'crash', calls: random.int(1, CALLS), side: random.pick(['before', 'after']) }),
  'break-store': ({ random }) => ({
    does: 'break-store',
    calls: random.int(1, CALLS),
    how: random.pick(['before', 'after', 'repeated']),
  }),
  'break-bus': ({ random }) => ({
    does: 'break-bus',
    calls: random.int(1, 3),
    how: random.pick(['some', 'before', 'after']),
  }),
  'break-queue': ({ random }) => ({ does: 'break-queue', how: random.pick(['before', 'after']) }),
  'repeat-messages': ({ random }) => ({
    does: 'repeat-messages',
    afterMs: random.pick([0, random.int(1, 10_000), random.int(1, 90_000)]),
    forMs: random.int(60_000, 180_000),
  }),
  'delay-messages': ({ random }) => ({
    does: 'delay-messages',
    byMs: random.int(1, 90_000),
    forMs: random.int(60_000, 180_000),
  }),
  'skip-ticks': ({ random }) => ({ does: 'skip-ticks', forMs: random.int(60_000, 300_000) }),
  'cut-short': ({ random }) => ({ does: 'cut-short', toMs: random.int(25_500, 34_000) }),
};

export function randomStep(random: Random, profile: Profile, cast: Cast): AnyStep {
  const does = random.weighted(profile.weights);
  const resource = random.weighted(profile.resources);
  return MAKERS[does]({ random, profile, cast, resource });
}

function lag({ random, profile }: Making): number {
  return random.chance(profile.latePart) ? random.int(0, profile.longestLagMs) : 0;
}

function newId({ cast, resource }: Making): string {
  const id = String(cast.nextId);
  cast.nextId += 1;
  cast.ids[resource] = [...(cast.ids[resource] ?? []), id];
  return id;
}

/** Now and then somebody who was there before. */
function newTarget(make: Making) {
  const { random, cast, resource } = make;
  const ids = cast.ids[resource] ?? [];
  const id = ids.length > 0 && random.chance(0.1) ? random.pick(ids) : newId(make);
  return { resource, id, lagMs: lag(make) };
}

/** Mostly one of the latest few, so that much happens to the same. */
function knownTarget(make: Making) {
  const { random, cast, resource } = make;
  const ids = cast.ids[resource] ?? [];
  const known = random.chance(0.6) ? ids.slice(-6) : ids;
  return { resource, id: known.length > 0 ? random.pick(known) : '0', lagMs: lag(make) };
}

function document(make: Making): Making {
  return { ...make, resource: make.random.pick(['Invoice', 'Invoice', 'Voucher']) };
}
