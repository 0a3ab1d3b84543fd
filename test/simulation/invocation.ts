import type { Simulated } from './history.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Outcome = 'running' | 'done' | 'failed' | 'dead';

export interface Outside {
  readonly time: VirtualTime;
  /** Counts one call; says if it is the last one, and on which side of its effect. */
  readonly faults: { count(does: 'crash'): { readonly side: 'before' | 'after' } | undefined };
  readonly random: Random;
  readonly note: (text: string) => void;
}

/** A call to something outside. */
export interface OutsideCall<T> {
  readonly name: string;
  readonly longestMs: number;
  readonly effect: () => T;
  /** How long the answer takes after the effect. */
  readonly answerMs?: number;
}

interface Arrival<T> extends OutsideCall<T> {
  readonly resolve: (answer: T) => void;
  readonly reject: (error: unknown) => void;
  readonly crash: object | undefined;
}

/**
 * One run of a function. Everything it does outside passes through `call`, takes its time, and may be its end: a run that died
 * gets no answer any more, and what it had sent arrives or does not.
 */
export class Invocation {
  outcome: Outcome = 'running';
  endedAtMs: number | undefined;
  /** Something that was injected happened to it. */
  faulted = false;
  /** It polled all that was due to its end. */
  wentThrough = false;
  readonly reads = new Set<Simulated>();
  readonly name: string;
  readonly startedAtMs: number;
  readonly #outside: Outside;
  readonly #onEnd: (invocation: Invocation) => void;

  constructor(name: string, outside: Outside, onEnd: (invocation: Invocation) => void) {
    this.name = name;
    this.startedAtMs = outside.time.nowMs;
    this.#outside = outside;
    this.#onEnd = onEnd;
  }

  run(step: () => Promise<void>): void {
    step().then(
      () => this.#end('done', ''),
      (error: unknown) => this.#end('failed', String(error)),
    );
  }

  die(why: string): void {
    this.#end('dead', why);
  }

  get isDead(): boolean {
    return this.outcome === 'dead';
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#outside.time.at(this.#outside.time.nowMs + ms, () => this.#tell(resolve));
    });
  }

  call<T>(call: OutsideCall<T>): Promise<T> {
    const { time, faults, random } = this.#outside;
    const crash = faults.count('crash');
    return new Promise((resolve, reject) => {
      if (crash?.side === 'before') this.die(`crash before ${call.name}`);
      else
        time.at(time.nowMs + random.next() * call.longestMs, () => this.#arrive({ ...call, resolve, reject, crash }));
    });
  }

  #arrive<T>(arrival: Arrival<T>): void {
    if (this.isDead) {
      this.#arriveLate(arrival.effect);
      return;
    }
    const { time } = this.#outside;
    const tell = outcomeOf(arrival);
    if (arrival.crash) this.die(`crash after ${arrival.name}`);
    else if (arrival.answerMs) time.at(time.nowMs + arrival.answerMs, () => this.#tell(tell));
    else this.#tell(tell);
  }

  /** Nobody is there any more who could go on with it. */
  #tell(tell: () => void): void {
    if (!this.isDead) tell();
  }

  #arriveLate(effect: () => unknown): void {
    if (this.#outside.random.chance(0.5)) return;
    try {
      effect();
    } catch {
      // Nobody is there to be told.
    }
  }

  #end(outcome: Outcome, why: string): void {
    if (this.outcome !== 'running') return;
    this.outcome = outcome;
    this.endedAtMs = this.#outside.time.nowMs;
    this.#outside.note(`${this.name} ${outcome} ${why}`);
    this.#onEnd(this);
  }
}

/** Does what the call does; the answer is kept until it arrives. */
function outcomeOf<T>({ effect, resolve, reject }: Arrival<T>): () => void {
  try {
    const answer = effect();
    return () => resolve(answer);
  } catch (error) {
    return () => reject(error);
  }
}
