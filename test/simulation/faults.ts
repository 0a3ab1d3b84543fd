import type { FaultStep } from './history.ts';

type Lasting = Extract<FaultStep, { readonly forMs: number }>;
type Counted = Extract<FaultStep, { readonly calls: number }>;
type Named<S extends FaultStep, D extends FaultStep['does']> = Extract<S, { readonly does: D }>;

/** What is going wrong at the moment. */
export class Faults {
  #lasting: { readonly step: Lasting; readonly untilMs: number }[] = [];
  #counted: { readonly step: Counted; left: number }[] = [];
  #next: FaultStep[] = [];

  start(step: FaultStep, nowMs: number): void {
    if ('forMs' in step) this.#lasting.push({ step, untilMs: nowMs + step.forMs });
    else if ('calls' in step) this.#counted.push({ step, left: step.calls });
    else this.#next.push(step);
  }

  /** All that last at this moment. */
  active<D extends Lasting['does']>(does: D, nowMs: number): Named<Lasting, D>[] {
    this.#lasting = this.#lasting.filter(({ untilMs }) => nowMs < untilMs);
    return this.#lasting.map(({ step }) => step).filter((step): step is Named<Lasting, D> => step.does === does);
  }

  /** Counts one call; the fault whose turn has come. */
  count<D extends Counted['does']>(does: D): Named<Counted, D> | undefined {
    for (const fault of this.#counted) if (fault.step.does === does) fault.left -= 1;
    const hit = this.#counted.find(({ step, left }) => step.does === does && left <= 0);
    if (!hit) return undefined;
    this.#counted = this.#counted.filter((fault) => fault !== hit);
    return hit.step as Named<Counted, D>;
  }

  /** One that waits for the next chance. */
  take<D extends 'break-queue' | 'cut-short'>(does: D): Named<FaultStep, D> | undefined {
    const hit = this.#next.find((step) => step.does === does);
    this.#next = this.#next.filter((step) => step !== hit);
    return hit as Named<FaultStep, D> | undefined;
  }

  /** All is well again, but for a time filter that went for good. */
  end(): void {
    this.#lasting = this.#lasting.filter(({ step }) => step.does === 'ignore-filter');
    this.#counted = [];
    this.#next = [];
  }
}
