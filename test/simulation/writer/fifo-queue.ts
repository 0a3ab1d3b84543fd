import type { Random } from '../random.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** SQS swallows what has the id of a message that was sent so long ago, whatever became of that one. */
const DEDUPLICATION_MS = 300_000;

export interface SentMessage {
  readonly group: string;
  readonly deduplicationId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface StoredMessage extends SentMessage {
  readonly messageId: string;
  readonly sentAtMs: number;
}

/** One delivery of a message. */
export interface Delivery extends StoredMessage {
  readonly receives: number;
  readonly receipt: string;
}

interface Waiting {
  readonly message: StoredMessage;
  receives: number;
  receipt: string;
  hiddenUntilMs: number;
}

export interface QueueParts {
  readonly name: string;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly visibilityMs: number;
  /** Something can be received. */
  readonly onReady: () => void;
  /** A message that was not swallowed. */
  readonly onSent: (message: StoredMessage) => void;
}

/**
 * A FIFO queue of SQS in high-throughput mode: messages of a group come in their order, none while another one of the group is hidden;
 * a receipt is good until its message shows again.
 */
export class FifoQueue {
  readonly #parts: QueueParts;
  readonly #groups = new Map<string, Waiting[]>();
  /** Groups whose first message can be received. */
  readonly #ready = new Set<string>();
  readonly #seen = new Map<string, number>();
  #messages = 0;
  #receipts = 0;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  send(sent: SentMessage): void {
    const { name, time, onSent, onReady } = this.#parts;
    const key = JSON.stringify([sent.group, sent.deduplicationId]);
    if ((this.#seen.get(key) ?? 0) > time.nowMs) return;
    this.#seen.set(key, time.nowMs + DEDUPLICATION_MS);
    this.#messages += 1;
    const message = { ...sent, messageId: `${name}-${this.#messages}`, sentAtMs: Math.floor(time.nowMs) };
    const waiting = this.#groups.get(sent.group) ?? [];
    waiting.push({ message, receives: 0, receipt: '', hiddenUntilMs: 0 });
    this.#groups.set(sent.group, waiting);
    if (waiting.length === 1) this.#ready.add(sent.group);
    onSent(message);
    onReady();
  }

  /** A copy of a message comes to light; `false` if the message was never deleted. */
  restore(message: StoredMessage, receives: number): boolean {
    const waiting = this.#groups.get(message.group) ?? [];
    if (waiting.some((one) => one.message.messageId === message.messageId)) return false;
    const [first] = waiting;
    const isBusy = first !== undefined && first.hiddenUntilMs > this.#parts.time.nowMs;
    waiting.splice(isBusy ? 1 : 0, 0, { message, receives, receipt: '', hiddenUntilMs: 0 });
    this.#groups.set(message.group, waiting);
    if (!isBusy) this.#ready.add(message.group);
    this.#parts.onReady();
    return true;
  }

  /** The first message of any group that is not held back. */
  receive(visibilityMs = this.#parts.visibilityMs): Delivery | undefined {
    if (this.#ready.size === 0) return undefined;
    const group = this.#parts.random.pick([...this.#ready]);
    const first = this.#groups.get(group)?.[0];
    this.#ready.delete(group);
    if (!first) return undefined;
    this.#receipts += 1;
    first.receives += 1;
    first.receipt = `${first.message.messageId}/${this.#receipts}`;
    this.#hide(first, visibilityMs);
    return { ...first.message, receives: first.receives, receipt: first.receipt };
  }

  /** ChangeMessageVisibility. @throws Error for a receipt that is out of date */
  changeVisibility(receipt: string, seconds: number): void {
    const hidden = this.#hidden(receipt);
    if (!hidden) throw new Error(`The receipt ${receipt} is out of date`);
    this.#hide(hidden, seconds * 1000);
  }

  /** DeleteMessage: without effect once the message shows again. */
  remove(receipt: string): boolean {
    const hidden = this.#hidden(receipt);
    if (!hidden) return false;
    const { group } = hidden.message;
    const rest = (this.#groups.get(group) ?? []).filter((waiting) => waiting !== hidden);
    if (rest.length > 0) {
      this.#groups.set(group, rest);
      this.#ready.add(group);
      this.#parts.onReady();
    } else this.#groups.delete(group);
    return true;
  }

  get messages(): readonly StoredMessage[] {
    return [...this.#groups.values()].flatMap((waiting) => waiting.map(({ message }) => message));
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  #hidden(receipt: string): Waiting | undefined {
    const { time } = this.#parts;
    for (const [first] of this.#groups.values()) {
      if (first?.receipt === receipt) return first.hiddenUntilMs > time.nowMs ? first : undefined;
    }
    return undefined;
  }

  #hide(waiting: Waiting, forMs: number): void {
    const { time, onReady } = this.#parts;
    const untilMs = time.nowMs + forMs;
    waiting.hiddenUntilMs = untilMs;
    const { receipt } = waiting;
    time.at(untilMs, () => {
      const { group } = waiting.message;
      const isLeft = this.#groups.get(group)?.[0] === waiting;
      if (!isLeft || waiting.receipt !== receipt || waiting.hiddenUntilMs !== untilMs) return;
      this.#ready.add(group);
      onReady();
    });
  }
}
