import type { Message } from '@aws-sdk/client-sqs';
import type { EventType, RelayEvent } from '../../../shared/contract/event.ts';
import type { Product } from './product.ts';

const PATIENCE_MS = 20_000;

/** Sees what the product receives, and waits for what must come. */
export interface Witness {
  /** @throws Error when no such event has come in time (20 s unless told). */
  readonly see: <T extends EventType>(type: T, looked: (event: RelayEvent<T>) => boolean) => Promise<RelayEvent<T>>;
  readonly seeDeadLetter: (looked: (letter: Message) => boolean) => Promise<Message>;
  /** How many such events have come so far. */
  readonly count: (looked: (event: RelayEvent) => boolean) => number;
  /** Everything that has come so far. */
  readonly all: () => readonly RelayEvent[];
  /** How many dead letters have come so far. */
  readonly letters: () => number;
}

export function witnessOf(product: Product, patienceMs = PATIENCE_MS): Witness {
  const events: RelayEvent[] = [];
  const letters: Message[] = [];
  const receiveEvents = async () => void events.push(...(await product.receiveEvents()));
  const receiveLetters = async () => void letters.push(...(await product.receiveDeadLetters()));
  return {
    see: <T extends EventType>(type: T, looked: (event: RelayEvent<T>) => boolean) => {
      const isIt = (event: RelayEvent) => event.type === type && looked(event as RelayEvent<T>);
      return waitFor(events, isIt, { receive: receiveEvents, patienceMs }) as Promise<RelayEvent<T>>;
    },
    seeDeadLetter: (looked) => waitFor(letters, looked, { receive: receiveLetters, patienceMs }),
    count: (looked) => events.filter(looked).length,
    all: () => events,
    letters: () => letters.length,
  };
}

interface Waiting {
  readonly receive: () => Promise<void>;
  readonly patienceMs: number;
}

async function waitFor<T>(
  seen: readonly T[],
  looked: (one: T) => boolean,
  { receive, patienceMs }: Waiting,
): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = seen.find(looked);
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`Nothing of that kind came within ${patienceMs / 1000} s`);
    await receive();
  }
}
