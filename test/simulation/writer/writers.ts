import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { executeCommand } from '../../../functions/execute-command/execute-command.ts';
import type { TokenCache } from '../../../shared/aws/token-cache.ts';
import type { MessageOutcome } from '../../../shared/lambda/queue-handler.ts';
import type { Caller } from './caller.ts';
import { writerOf } from './command-writer.ts';
import type { Delivery } from './fifo-queue.ts';
import { sqsOf } from './writer-aws.ts';
import type { WriterWorld } from './writer-world.ts';

/** How many commands are carried out at the same time. */
const WRITERS = 3;

/** What stays from one invocation of a function to the next, until it dies. */
export interface Container {
  tokens?: { readonly cache: TokenCache; caller: Caller };
}

/** The writer behind its queue, as SQS and Lambda run it. */
export class Writers {
  readonly #world: WriterWorld;
  readonly #idle: Container[] = Array.from({ length: WRITERS }, () => ({}));

  constructor(world: WriterWorld) {
    this.#world = world;
  }

  get areIdle(): boolean {
    return this.#idle.length === WRITERS;
  }

  /** Something may be there to be received. */
  wake(): void {
    const { queues, faults, time } = this.#world;
    while (this.#idle.length > 0) {
      const delivery = queues.commands.receive();
      if (!delivery) return;
      const [repeat] = faults.active('repeat-deliveries', time.nowMs);
      if (repeat && delivery.receives === 1) time.at(time.nowMs + repeat.afterMs, () => this.#repeat(delivery));
      this.#deliver(delivery);
    }
  }

  /** A message that is gone comes back; else it is delivered beside its first delivery, and nobody hears what comes of it. */
  #repeat(delivery: Delivery): void {
    const { time, queues } = this.#world;
    const { receives, receipt: _, ...message } = delivery;
    if (queues.commands.restore(message, receives)) return;
    if (this.#idle.length > 0) this.#deliver({ ...delivery, receives: receives + 1, receipt: 'repeated' });
    else time.at(time.nowMs + 500, () => this.#repeat(delivery));
  }

  #deliver(delivery: Delivery): void {
    const { time, history, queues, faults } = this.#world;
    const container = this.#idle.pop() as Container;
    const result = { isDone: false };
    const invocation = this.#world.invocation('writer', ({ outcome }) => {
      const isLost = faults.active('lose-acknowledgements', time.nowMs).length > 0;
      if (result.isDone && outcome === 'done' && !isLost) queues.commands.remove(delivery.receipt);
      this.#idle.unshift(outcome === 'dead' ? {} : container);
      this.wake();
    });
    const { commandId } = JSON.parse(delivery.body) as { readonly commandId: string };
    this.#world.note(
      `${invocation.name} takes ${delivery.group}/${commandId}, ${delivery.receipt}, receive ${delivery.receives}`,
    );
    const deadlineMs = Math.floor(time.nowMs) + history.setting.timeoutMs;
    time.at(deadlineMs, () => invocation.die('its time is over'));
    const caller = { world: this.#world, invocation, tenantId: delivery.group, commandId };
    invocation.run(async () => {
      const outcome = await executeCommand(writerOf(caller, container), messageOf(delivery, deadlineMs));
      if (outcome.kind === 'hide') await hide(caller, delivery, outcome);
      result.isDone = outcome.kind === 'done';
      this.#world.note(`  ${invocation.name} ${JSON.stringify(outcome)}`);
    });
  }
}

function messageOf({ messageId, body, group, sentAtMs, receives }: Delivery, deadlineMs: number) {
  return { messageId, body, group, sentAtMs, receives, deadlineMs };
}

/** As `queueHandler` does it. */
async function hide(caller: Caller, { receipt }: Delivery, outcome: Extract<MessageOutcome, { kind: 'hide' }>) {
  const VisibilityTimeout = Math.min(Math.max(0, Math.ceil(outcome.seconds)), 43_200);
  const command = new ChangeMessageVisibilityCommand({
    QueueUrl: 'commands',
    ReceiptHandle: receipt,
    VisibilityTimeout,
  });
  await sqsOf(caller).send(command);
}
