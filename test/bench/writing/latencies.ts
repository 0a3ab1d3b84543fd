import type { Random } from '../../simulation/random.ts';

/** How long the outside takes, from … to …, in milliseconds: usual values inside one region, assumed. */
export const LATENCIES = {
  dynamo: [4, 10],
  putEvents: [20, 50],
  /** From a message that may be delivered, and a free place, to the start of the function. */
  receive: [10, 40],
  /** DeleteMessage and ChangeMessageVisibility. */
  settle: [5, 15],
  /** From us to sevdesk; the rest of the call is the way back and sevdesk's own time. */
  uplink: [20, 60],
} as const;

/** A whole call to sevdesk. */
export const CALL_MS = 400;
/** A 429 comes sooner. */
export const REFUSAL_MS = 100;

export function latency(random: Random, name: keyof typeof LATENCIES): number {
  const [least, most] = LATENCIES[name];
  return least + random.next() * (most - least);
}
