/**
 * What a repeated refusal of a token (401) means. `revoked`: it is this token's own · `out`: sevdesk's login is out, and the token may be as
 * good as ever · `unsure`: nobody else was asked since.
 */
export type LoginVerdict = 'revoked' | 'unsure' | 'out';

/** Refusals are compared with what is polled in so much time. */
export const REFUSALS_WINDOW_MS = 300_000;

/** More of those who were asked than this part … */
const MOST_REFUSED = 1 / 5;
/** … and at least so many: one alone says nothing of the others. */
const LEAST_REFUSED = 2;
/** Longer than this a refusal is held only while nobody gets through … */
const LONGEST_HOLD_MS = 3_600_000;
/** … but for those whose turn is just now. */
const NOBODY = 9 / 10;
/** All tenants have their turn within so many rechecks: five minutes, ten seconds in stage `local`. */
const TURN_IN_RECHECKS = 10;

export interface LoginFacts {
  /** Tenants that were refused since this one was first, at most in the window; with this one. */
  readonly refused: number;
  /** Tenants that are polled in the window; with this one. */
  readonly polled: number;
  /** Another tenant's token was accepted since this one was refused first. */
  readonly othersAccepted: boolean;
  /** Since this tenant was refused first. */
  readonly forMs: number;
  /** Between a first refusal and the second one. */
  readonly recheckMs: number;
}

/**
 * Judges a refusal by those of others. The first seconds of an outage look like one revoked token, so as many refusals count as
 * tenants can have been asked since; and before anybody else was asked, nobody can say. A tenant that is alone is believed at once.
 */
export function judgeLogin(facts: LoginFacts): LoginVerdict {
  const { refused, polled, othersAccepted, forMs, recheckMs } = facts;
  if (polled <= 1 && refused <= 1) return 'revoked';
  const asked = polled * Math.min(1, forMs / Math.min(REFUSALS_WINDOW_MS, recheckMs * TURN_IN_RECHECKS));
  if (refused >= LEAST_REFUSED && refused > asked * MOST_REFUSED) return mayBeHeld(facts) ? 'out' : 'revoked';
  return othersAccepted || forMs >= REFUSALS_WINDOW_MS ? 'revoked' : 'unsure';
}

function mayBeHeld(facts: LoginFacts): boolean {
  return facts.forMs < LONGEST_HOLD_MS || isEverybodyRefused(facts);
}

export function isEverybodyRefused({ refused, polled }: Pick<LoginFacts, 'refused' | 'polled'>): boolean {
  return refused >= polled * NOBODY;
}

/** An outage of sevdesk's login, as it was found last. Times in milliseconds. */
export interface LoginOutage {
  readonly since: number;
  readonly foundAt: number;
  /** Nobody got through. */
  readonly everybody: boolean;
}

/** Whether the outage that was found last holds this refusal, too, without counting again. */
export function isHeldBy(
  outage: LoginOutage | undefined,
  { forMs, recheckMs, nowMs }: Pick<LoginFacts, 'forMs' | 'recheckMs'> & { readonly nowMs: number },
): boolean {
  if (!outage || nowMs - outage.foundAt >= 2 * recheckMs) return false;
  return forMs < LONGEST_HOLD_MS || outage.everybody;
}

/** The outage as it is found now; one that was found within the window goes on. */
export function foundOutage(
  before: LoginOutage | undefined,
  facts: Pick<LoginFacts, 'refused' | 'polled'> & { readonly nowMs: number },
): LoginOutage {
  const { nowMs } = facts;
  const goesOn = before && nowMs - before.foundAt < REFUSALS_WINDOW_MS;
  return { since: goesOn ? before.since : nowMs, foundAt: nowMs, everybody: isEverybodyRefused(facts) };
}
