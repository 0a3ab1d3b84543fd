import type { Faults } from './faults.ts';
import type { Simulated } from './history.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Outcome = 'running' | 'done' | 'failed' | 'dead';

export interface Outside {
  readonly time: VirtualTime;
  readonly faults: Faults;
  readonly random: Random;
  readonly note: (text: string) => void;
}

/** A call to something outside. */
export interface OutsideCall<T> {
  readonly name: string;
  readonly longestMs: number;
  readonly effect: () => T;
}

interface Arrival<T> {
  readonly resolve: (answer: T) => void;
  readonly reject: (error: unknown) => void;
  readonly crash: object | undefined;
  readonly name: string;
}

/**
 * One run of a function. Everything it does outside passes through `call`, takes its time, and may be its end: a run that died
 * gets no answer any more, and what it had sent arrives or does not.
 */
export class Invocation {
  outcome: Outcome = 'running';
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

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#outside.time.at(this.#outside.time.nowMs + ms, resolve));
  }

  call<T>({ name, longestMs, effect }: OutsideCall<T>): Promise<T> {
    const { time, faults, random } = this.#outside;
    const crash = faults.count('crash');
    return new Promise((resolve, reject) => {
      if (crash?.side === 'before') this.die(`crash before ${name}`);
      else
        time.at(time.nowMs + random.next() * longestMs, () => this.#arrive(effect, { resolve, reject, crash, name }));
    });
  }

  #arrive<T>(effect: () => T, { resolve, reject, crash, name }: Arrival<T>): void {
    if (this.outcome === 'dead') {
      this.#arriveLate(effect);
      return;
    }
    try {
      const answer = effect();
      if (!crash) resolve(answer);
    } catch (error) {
      if (!crash) reject(error);
    }
    if (crash) this.die(`crash after ${name}`);
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
    this.#outside.note(`${this.name} ${outcome} ${why}`);
    this.#onEnd(this);
  }
}
