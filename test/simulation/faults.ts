import type { FaultStep } from './history.ts';

type Lasting<S> = Extract<S, { readonly forMs: number }>;
type Counted<S> = Extract<S, { readonly calls: number }>;
type Named<S, D> = Extract<S, { readonly does: D }>;

/** What is going wrong at the moment. */
export class Faults<S extends { readonly does: string } = FaultStep> {
  #lasting: { readonly step: Lasting<S>; readonly untilMs: number }[] = [];
  #counted: { readonly step: Counted<S>; left: number }[] = [];
  #next: S[] = [];

  start(step: S, nowMs: number): void {
    if (isLasting(step)) this.#lasting.push({ step, untilMs: nowMs + step.forMs });
    else if (isCounted(step)) this.#counted.push({ step, left: step.calls });
    else this.#next.push(step);
  }

  /** All that last at this moment. */
  active<D extends Lasting<S>['does']>(does: D, nowMs: number): Named<Lasting<S>, D>[] {
    this.#lasting = this.#lasting.filter(({ untilMs }) => nowMs < untilMs);
    return this.#lasting.map(({ step }) => step).filter((step): step is Named<Lasting<S>, D> => step.does === does);
  }

  /** Counts one call; the fault whose turn has come. */
  count<D extends Counted<S>['does']>(does: D): Named<Counted<S>, D> | undefined {
    for (const fault of this.#counted) if (fault.step.does === does) fault.left -= 1;
    const hit = this.#counted.find(({ step, left }) => step.does === does && left <= 0);
    if (!hit) return undefined;
    this.#counted = this.#counted.filter((fault) => fault !== hit);
    return hit.step as unknown as Named<Counted<S>, D>;
  }

  /** One that waits for the next chance. */
  take<D extends S['does']>(does: D): Named<S, D> | undefined {
    const hit = this.#next.find((step) => step.does === does);
    this.#next = this.#next.filter((step) => step !== hit);
    return hit as Named<S, D> | undefined;
  }

  /** All is well again, but for a time filter that went for good. */
  end(): void {
    this.#lasting = this.#lasting.filter(({ step }) => step.does === 'ignore-filter');
    this.#counted = [];
    this.#next = [];
  }
}

function isLasting<S extends { readonly does: string }>(step: S): step is Lasting<S> {
  return 'forMs' in step;
}

function isCounted<S extends { readonly does: string }>(step: S): step is Counted<S> {
  return 'calls' in step;
}
