import type { EventData, RelayEvent } from '../../../../shared/contract/event.ts';
import type { StoredMessage } from '../fifo-queue.ts';
import type { SimulatedType, Wish } from '../simulated-commands.ts';

/** The answer that ends a run. */
export type EndingAnswer = RelayEvent<'command.succeeded' | 'command.failed'>;

/** One command that somebody asked for: all that was sent under its id, and what was answered. */
export class AskedCommand {
  readonly tenantId: string;
  readonly commandId: string;
  readonly type: SimulatedType;
  readonly marker: string;
  readonly firstSentAtMs: number;
  /** What was asked for under its id, by the message's body. More than one: at most one of them is carried out. */
  readonly wishes = new Map<string, Wish>();
  /** Messages that SQS took, redriven ones included. */
  readonly messages: StoredMessage[] = [];
  /** The last answer of each run. */
  readonly answers = new Map<number, EndingAnswer>();
  /** Messages that were answered as refused. */
  readonly refusedMessages = new Set<string>();
  /** How often sevdesk refused it, and how often it blamed it by a 500. */
  refusals = 0;
  blames = 0;
  parkedAnswers = 0;
  wasParked = false;
  wasOperated = false;

  constructor(facts: Pick<AskedCommand, 'tenantId' | 'commandId' | 'type' | 'marker' | 'firstSentAtMs'>) {
    this.tenantId = facts.tenantId;
    this.commandId = facts.commandId;
    this.type = facts.type;
    this.marker = facts.marker;
    this.firstSentAtMs = facts.firstSentAtMs;
  }

  get name(): string {
    return `${this.tenantId}/${this.commandId}`;
  }
}

/** Whether a failure says that nothing took effect. */
export function saysNoEffect({ reason, retryable }: EventData<'command.failed'>): boolean {
  return reason !== 'ambiguous' && (reason !== 'attempts_exhausted' || retryable);
}
