import { type Account, type Version, visibleVersion } from '../account.ts';
import { type Setting, SIMULATED, type Simulated } from '../history.ts';
import type { Invocation } from '../invocation.ts';
import { Broken } from './broken.ts';
import { lagOf } from './lag.ts';
import { awaitsPayment, berlinDayOf, dueDayOf } from './meanings.ts';
import { NEVER_TOLD } from './told.ts';
import type { ToldRecord } from './told-record.ts';

export interface PunctualityParts {
  readonly account: Account;
  readonly setting: Setting;
  readonly told: (resource: Simulated, id: string) => ToldRecord | undefined;
}

/** Polls without faults within which a change must be told. */
const POLLS_TO_TELL = 3;
/** Counts that find a deletion: one may agree by chance, when a record was made right before it. */
const COUNTS_TO_TELL = 2;
const CURSOR_RESOURCES: readonly Simulated[] = ['Contact', 'Invoice', 'Voucher'];
/** Deletions that are held back: more than so many, and more than this part of all. */
const MASS = { records: 100, part: 0.1 };

/** Moments in our time: what lists showed by then must be told, and what they no longer showed must be told deleted. */
interface Since {
  readonly shownMs: number;
  readonly goneMs: number;
}

/** Whether changes are told in time. */
export class Punctuality {
  readonly #parts: PunctualityParts;
  /** When polls without faults began, by resource. */
  readonly #cleanPolls = byResource((): number[] => []);
  /** Those since the last poll with a fault. */
  readonly #undisturbedPolls = byResource((): number[] => []);
  /** Resources of which changes may be found late, since sevdesk's count was wrong. */
  readonly #miscounted = new Set<Simulated>();
  /** Records that lists left out for a while: the cursor may have passed them. */
  readonly #hidden = new Set<string>();
  /** Resources with very many deletions: they wait for an operator, and are then told a few at each poll. */
  readonly #mass = new Set<Simulated>();
  readonly #confirmed = new Map<Simulated, number>();

  constructor(parts: PunctualityParts) {
    this.#parts = parts;
  }

  miscounted(resource: Simulated): void {
    this.#miscounted.add(resource);
  }

  hidden(resource: Simulated, id: string): void {
    this.#hidden.add(`${resource}/${id}`);
  }

  confirmed(resource: Simulated, records: number): void {
    this.#confirmed.set(resource, Math.max(records, this.#confirmed.get(resource) ?? 0));
  }

  /** @throws Broken for one of very many deletions that nobody confirmed. */
  deletionTold(resource: Simulated, invocation: Invocation): void {
    const { gone, living } = this.#untold(resource, invocation.startedAtMs);
    const isMass = gone > MASS.records && gone > living * MASS.part;
    if (isMass && gone > (this.#confirmed.get(resource) ?? 0)) {
      throw new Broken('I4', `is one of very many deletions that nobody confirmed: ${gone} of ${living}`);
    }
  }

  /** @throws Broken when something that lists showed when the third last poll began is not told. */
  polled(invocation: Invocation, resources: readonly Simulated[]): void {
    const isClean = invocation.wentThrough && !invocation.faulted;
    if (!isClean) this.#disturbed(invocation);
    for (const resource of isClean ? resources : []) {
      const polls = this.#cleanPolls[resource];
      const undisturbed = this.#undisturbedPolls[resource];
      polls.push(invocation.startedAtMs);
      undisturbed.push(invocation.startedAtMs);
      const shownMs = polls.at(-POLLS_TO_TELL);
      if (shownMs === undefined || this.#miscounted.has(resource)) continue;
      const counts = CURSOR_RESOURCES.includes(resource) ? COUNTS_TO_TELL * this.#parts.setting.probeEvery : 0;
      this.#check(resource, { shownMs, goneMs: undisturbed.at(-POLLS_TO_TELL - counts) ?? -Infinity });
    }
  }

  /** @throws Broken when anything is not told, though all faults are long over. */
  atEnd(): void {
    for (const resource of SIMULATED) {
      this.#check(resource, { shownMs: Infinity, goneMs: Infinity });
      const today = berlinDayOf(this.#cleanPolls[resource].at(-1) ?? 0);
      for (const id of this.#parts.account.records[resource].keys()) this.#checkOverdue(resource, id, today);
    }
  }

  /** A count, or a question for a missing record, may have failed: it comes again as late as if it had just been made. */
  #disturbed({ outcome, reads, faulted }: Invocation): void {
    const didNothing = outcome === 'done' && reads.size === 0 && !faulted;
    if (!didNothing) for (const resource of SIMULATED) this.#undisturbedPolls[resource].length = 0;
  }

  #check(resource: Simulated, since: Since): void {
    const isEnd = since.shownMs === Infinity;
    const holdsBack = this.#holdsBack(resource, since);
    for (const [id, versions] of this.#parts.account.records[resource]) {
      const wasDeleted = versions.some(({ record }) => record === undefined);
      const mayLag = (wasDeleted && holdsBack) || (!isEnd && this.#hidden.has(`${resource}/${id}`));
      const told = this.#parts.told(resource, id)?.last ?? NEVER_TOLD;
      const lag = lagOf(told, versions, this.#expected(resource, id, { versions, since }));
      if (lag && !mayLag) throw new Broken(isEnd ? 'end' : 'I1', lag, `${resource}/${id}`);
    }
  }

  /** Whether deletions wait: for an operator, or, without a count of sevdesk's, for ever, since no listing is surely whole. */
  #holdsBack(resource: Simulated, { shownMs }: Since): boolean {
    const isMass = this.#untold(resource, Infinity).gone > MASS.records;
    if (isMass) this.#mass.add(resource);
    const goesOn = this.#mass.has(resource) && shownMs !== Infinity;
    return isMass || goesOn || !this.#parts.setting.tellsTotal;
  }

  #expected(
    resource: Simulated,
    id: string,
    { versions, since }: { versions: readonly Version[]; since: Since },
  ): { readonly from: number; readonly canceller: string | undefined } {
    const shown = visibleVersion(versions, since.shownMs);
    // Whether it is still gone or was: what it was before stands no longer.
    const isGone = shown >= 0 && [versions[shown], versions.at(-1)].some((version) => version?.record === undefined);
    const from = isGone ? visibleVersion(versions, since.goneMs) : shown;
    return { from, canceller: resource === 'Invoice' ? this.#shownCanceller(id, since.shownMs) : undefined };
  }

  /** The cancellation of an invoice, unless the baseline found it. */
  #shownCanceller(id: string, shownMs: number): string | undefined {
    const { account, told } = this.#parts;
    const canceller = account.cancellers.get(id);
    if (canceller === undefined) return undefined;
    const isShown = visibleVersion(account.versions('Invoice', canceller), shownMs) >= 0;
    return isShown && told('Invoice', canceller)?.isFromBaseline === false ? canceller : undefined;
  }

  /** How many records are gone since before a moment without having been told so, and how many are told to live. */
  #untold(resource: Simulated, beforeMs: number): { readonly gone: number; readonly living: number } {
    let gone = 0;
    let living = 0;
    for (const [id, versions] of this.#parts.account.records[resource]) {
      if (!this.#parts.told(resource, id)?.last.exists) continue;
      living += 1;
      const last = versions.at(-1);
      if (last && !last.record && last.atMs < beforeMs) gone += 1;
    }
    return { gone, living };
  }

  #checkOverdue(resource: Simulated, id: string, today: string): void {
    const told = this.#parts.told(resource, id)?.last;
    if (!told?.exists || !awaitsPayment(told.fields)) return;
    const isDue = (dueDayOf(told.fields) ?? '9999') < today;
    if (isDue && !told.overdueTold) throw new Broken('end', 'is overdue, which was not told', `${resource}/${id}`);
  }
}

export function byResource<T>(make: () => T): Readonly<Record<Simulated, T>> {
  return Object.fromEntries(SIMULATED.map((name) => [name, make()])) as Record<Simulated, T>;
}
