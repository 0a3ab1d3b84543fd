import type { Simulated } from '../history.ts';
import type { Invocation } from '../invocation.ts';
import { Broken } from './broken.ts';
import type { EventIds, ToldEvent } from './event-ids.ts';
import { meaningsOf } from './meanings.ts';
import { NEVER_TOLD, type Told } from './told.ts';
import { afterTelling, type Telling } from './transition.ts';

/** Told, but perhaps not stored as told: it is when its poll ended well, and may be when that died. Until then it may be repeated. */
interface Claim {
  readonly told: Told;
  readonly by: Invocation;
  readonly types: Set<string>;
  /** How often its positions had been answered by then. */
  readonly fetches: number;
}

export type Truth = Pick<Telling, 'versions' | 'canceller' | 'nowMs'>;

/** All that was told of one record. */
export class ToldRecord {
  stored: Told;
  readonly isFromBaseline: boolean;
  #claim: Claim | undefined;
  /** Answers for its positions that the relay may have stored without a word. */
  #fetched: { readonly by: Invocation; readonly positions: string }[] = [];
  readonly #resource: Simulated;

  /** `stored`: as the baseline found it. */
  constructor(resource: Simulated, stored?: Told) {
    this.#resource = resource;
    this.stored = stored ?? NEVER_TOLD;
    this.isFromBaseline = stored !== undefined;
  }

  /** What a consumer knows last. */
  get last(): Told {
    return this.#claim?.told ?? this.stored;
  }

  fetched(by: Invocation, positions: string): void {
    this.#fetched.push({ by, positions });
  }

  /** @throws Broken when the event breaks what was promised. */
  tell(by: Invocation, event: ToldEvent, { ids, truth }: { ids: EventIds; truth: Truth }): void {
    const { sequence, type, data } = event;
    if (this.#claim && sequence === this.stored.sequence + 2) this.#confirm();
    const { stored } = this;
    if (sequence !== stored.sequence + 1) throw new Broken('I5', `has sequence ${sequence} after ${stored.sequence}`);
    const fetched = this.#fetched.map(({ positions }) => positions);
    const told = afterTelling({ ...truth, type, data, before: stored, fetched });
    ids.check(event);
    this.#claimFor(by, told, type);
  }

  /** The poll ended well: all it told is stored. `wentThrough`: all it fetched, too. */
  ended(by: Invocation): void {
    if (by.outcome === 'done' && this.#claim?.by === by) this.#confirm();
    const learned = this.#fetched.findLast((fetch) => fetch.by === by && fetch.positions !== 'failed');
    const { stored } = this;
    if (!by.wentThrough || !learned || !stored.exists || stored.positions !== undefined) return;
    this.stored = { ...stored, positions: learned.positions };
  }

  #claimFor(by: Invocation, told: Told, type: string): void {
    const claim = this.#claim;
    const goesOn = claim?.by === by;
    if (claim && !sameAs(claim.told, told)) {
      throw new Broken('I2', `was told as another change of the same sequence before, by ${claim.by.name}`);
    }
    if (claim && claim.by !== by && claim.by.outcome === 'running') {
      throw new Broken('I5', `was told by ${by.name} while ${claim.by.name} tells it`);
    }
    if (goesOn && claim.types.has(type)) throw new Broken('I5', `was told twice by ${by.name}`);
    this.#claim = { told, by, types: new Set([...(goesOn ? claim.types : []), type]), fetches: this.#fetched.length };
  }

  #confirm(): void {
    const { told, types, by, fetches } = this.#claim as Claim;
    const expected = [...this.#expectedTypes(told)].sort();
    const said = [...types].sort();
    if (String(said) !== String(expected)) {
      throw new Broken('meaning', `was told as [${said}] by ${by.name}, and should be [${expected}]`);
    }
    this.stored = told;
    this.#claim = undefined;
    // What it may have learned stays possible until positions are told.
    const isOpen = told.exists && told.positions === undefined;
    this.#fetched = this.#fetched.filter(
      ({ positions }, index) => index >= fetches || (isOpen && positions !== 'failed'),
    );
  }

  #expectedTypes(told: Told): readonly string[] {
    const { stored } = this;
    const prefix = this.#resource.toLowerCase();
    if (!told.exists) return [`${prefix}.deleted`];
    if (told.overdueTold && !stored.overdueTold) return [`${prefix}.overdue`];
    const main = `${prefix}.${stored.exists ? 'updated' : 'created'}`;
    return [main, ...meaningsOf(this.#resource, stored.exists ? stored.fields : undefined, told.fields)];
  }
}

function sameAs(a: Told, b: Told): boolean {
  const isSame = a.exists === b.exists && a.content === b.content && a.positions === b.positions;
  return isSame && a.overdueTold === b.overdueTold && cancellerIn(a) === cancellerIn(b);
}

export function cancellerIn({ fields }: Told): string | undefined {
  return (fields.cancelledBy as { id: string } | undefined)?.id;
}
