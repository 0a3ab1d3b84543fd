interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * A clock that stands still while code runs, and jumps to the next thing that is due. What is due at the same time runs in
 * the order in which it was asked for, so one history always runs alike.
 */
export class VirtualTime {
  nowMs: number;
  #heap: Event[] = [];
  #order = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  at(at: number, run: () => void): void {
    this.#order += 1;
    this.#push({ at: Math.max(at, this.nowMs), order: this.#order, run });
  }

  /** Runs what is due until then, one thing after the other, each with all that follows at once. */
  async runUntil(endMs: number, stops: () => boolean): Promise<void> {
    for (let next = this.#heap[0]; next && next.at <= endMs && !stops(); next = this.#heap[0]) {
      this.#pop();
      this.nowMs = next.at;
      next.run();
      await settled();
    }
    if (!stops()) this.nowMs = endMs;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent] as Event)) break;
      heap[at] = heap[parent] as Event;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Event;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child += 1;
      if (!isBefore(heap[child] as Event, last)) break;
      heap[at] = heap[child] as Event;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Lets all promises that can settle do so: nothing here waits for anything but this clock. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
