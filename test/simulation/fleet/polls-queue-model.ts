import type { Random } from '../random.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** From the moment a message may be received until the function has it: long polling, and Lambda's own way. */
const DELIVERY_MS = { least: 10, most: 150 };
const RETENTION_MS = 3_600_000;
const MOST_RECEIVES = 3;

export interface Delivery {
  readonly body: string;
  /** Ends the invocation; what failed or died shows again when its visibility is over. */
  readonly end: (isDone: boolean) => void;
}

interface Message {
  readonly body: string;
  readonly sentAt: number;
  readonly receives: number;
  readonly readyAt: number;
}

export interface QueueOptions {
  readonly time: VirtualTime;
  readonly random: Random;
  /** MaximumConcurrency of the event source. */
  readonly places: number;
  readonly visibilityMs: number;
  readonly deliver: (delivery: Delivery) => void;
}

/** A standard queue and the functions behind it: what became ready first is delivered first, to so many at the same time. */
export class PollsQueueModel {
  sent = 0;
  deadLetters = 0;
  mostWaiting = 0;
  longestWaitMs = 0;
  mostBusy = 0;
  readonly #options: QueueOptions;
  #ready: Message[] = [];
  #busy = 0;
  #busyMs = 0;
  #since: number;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#since = options.time.nowMs;
  }

  send(body: string, delayMs: number): void {
    this.sent += 1;
    this.#show({ body, sentAt: this.#options.time.nowMs, receives: 0 }, delayMs);
  }

  /** Place-milliseconds until now. */
  busyMs(): number {
    const { nowMs } = this.#options.time;
    this.#busyMs += this.#busy * (nowMs - this.#since);
    this.#since = nowMs;
    return this.#busyMs;
  }

  #show(message: Omit<Message, 'readyAt'>, afterMs: number): void {
    const { time, random } = this.#options;
    const readyAt = time.nowMs + afterMs;
    time.at(readyAt + random.int(DELIVERY_MS.least, DELIVERY_MS.most), () => {
      this.#ready.push({ ...message, readyAt });
      this.#pump();
    });
  }

  #pump(): void {
    const { time, places } = this.#options;
    while (this.#busy < places) {
      const message = this.#ready.shift();
      if (!message) break;
      if (time.nowMs - message.sentAt < RETENTION_MS) this.#deliver(message);
    }
    this.mostWaiting = Math.max(this.mostWaiting, this.#ready.length);
  }

  #deliver(message: Message): void {
    const { time, deliver, visibilityMs } = this.#options;
    const receivedAt = time.nowMs;
    this.longestWaitMs = Math.max(this.longestWaitMs, receivedAt - message.readyAt);
    this.#take(1);
    deliver({
      body: message.body,
      end: (isDone) => {
        this.#take(-1);
        if (!isDone) this.#showAgain(message, receivedAt + visibilityMs - time.nowMs);
        this.#pump();
      },
    });
  }

  #showAgain(message: Message, afterMs: number): void {
    const receives = message.receives + 1;
    if (receives >= MOST_RECEIVES) this.deadLetters += 1;
    else this.#show({ ...message, receives }, afterMs);
  }

  #take(places: 1 | -1): void {
    this.busyMs();
    this.#busy += places;
    this.mostBusy = Math.max(this.mostBusy, this.#busy);
  }
}
