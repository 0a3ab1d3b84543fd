import type { CommandMessage } from '../../../functions/execute-command/command-dependencies.ts';
import type { MessageOutcome } from '../../../shared/lambda/queue-handler.ts';
import type { Random } from '../../simulation/random.ts';
import type { VirtualTime } from '../../simulation/virtual-time.ts';
import { latency } from './latencies.ts';

export interface CommandQueueOptions {
  readonly time: VirtualTime;
  readonly random: (group: string) => Random;
  /** MaximumConcurrency of the event source. */
  readonly places: number;
  readonly timeoutMs: number;
  readonly consume: (message: CommandMessage) => Promise<MessageOutcome>;
}

interface Waiting {
  readonly order: number;
  readonly body: string;
  readonly sentAtMs: number;
  receives: number;
}

interface Group {
  readonly name: string;
  readonly messages: Waiting[];
  /** Index of the oldest message that is left. */
  head: number;
  /** Its oldest message is being carried out, or hidden: the others wait. */
  isHeld: boolean;
}

/**
 * The SQS FIFO queue with its event source: batches of one, one message of a group at a time, the oldest message first of
 * those that may be delivered, and no more functions at the same time than there are places.
 */
export class CommandQueue {
  /** Milliseconds for which places were taken. */
  takenMs = 0;
  deliveries = 0;
  readonly #options: CommandQueueOptions;
  readonly #groups = new Map<string, Group>();
  #sent = 0;
  #taken = 0;

  constructor(options: CommandQueueOptions) {
    this.#options = options;
  }

  send(name: string, body: string): void {
    const group = this.#groups.get(name) ?? { name, messages: [], head: 0, isHeld: false };
    this.#groups.set(name, group);
    this.#sent += 1;
    group.messages.push({ order: this.#sent, body, sentAtMs: this.#now(), receives: 0 });
    this.#deliver();
  }

  #deliver(): void {
    while (this.#taken < this.#options.places) {
      const group = this.#next();
      if (!group) return;
      group.isHeld = true;
      this.#taken += 1;
      void this.#carryOut(group, group.messages[group.head] as Waiting);
    }
  }

  #next(): Group | undefined {
    let oldest: Group | undefined;
    const order = (group: Group) => group.messages[group.head]?.order ?? Number.POSITIVE_INFINITY;
    for (const group of this.#groups.values()) {
      if (!group.isHeld && order(group) < (oldest ? order(oldest) : Number.POSITIVE_INFINITY)) oldest = group;
    }
    return oldest;
  }

  async #carryOut(group: Group, message: Waiting): Promise<void> {
    const { consume, timeoutMs, random } = this.#options;
    const takenAt = this.#now();
    await this.#pause(latency(random(group.name), 'receive'));
    message.receives += 1;
    this.deliveries += 1;
    const { body, sentAtMs, receives } = message;
    const facts = { messageId: String(message.order), group: group.name, body, sentAtMs, receives };
    const outcome = await consume({ ...facts, deadlineMs: this.#now() + timeoutMs });
    await this.#pause(latency(random(group.name), 'settle'));
    this.#taken -= 1;
    this.takenMs += this.#now() - takenAt;
    this.#settle(group, outcome);
    this.#deliver();
  }

  #settle(group: Group, outcome: MessageOutcome): void {
    const show = () => {
      group.isHeld = false;
      this.#deliver();
    };
    if (outcome.kind === 'hide') {
      this.#options.time.at(this.#now() + Math.ceil(outcome.seconds) * 1000, show);
      return;
    }
    group.head += 1;
    show();
  }

  #now(): number {
    return Math.floor(this.#options.time.nowMs);
  }

  #pause(ms: number): Promise<void> {
    const { time } = this.#options;
    return new Promise((resolve) => time.at(time.nowMs + ms, resolve));
  }
}
