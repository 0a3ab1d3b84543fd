import type { Fault } from './fault.ts';

interface QueuedFault {
  readonly fault: Fault;
  readonly path: RegExp;
  left: number;
}

export interface FaultyRequest {
  readonly token: string;
  readonly method: string;
  readonly path: string;
}

/** Faults in the order they were added; each matching request uses up one. */
export class FaultQueue {
  #queue: QueuedFault[] = [];

  add(fault: Fault): void {
    this.#queue.push({ fault, path: new RegExp(fault.path ?? ''), left: fault.times ?? 1 });
  }

  clear(): void {
    this.#queue = [];
  }

  take(request: FaultyRequest): Fault | undefined {
    const hit = this.#queue.find(({ fault, path }) => {
      const isForToken = fault.token === undefined || fault.token === request.token;
      const isForMethod = fault.method === undefined || fault.method === request.method;
      return isForToken && isForMethod && path.test(request.path);
    });
    if (!hit) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#queue = this.#queue.filter((queued) => queued !== hit);
    return hit.fault;
  }
}
