import type { EventData, FailureReason, RelayEvent } from '../../../../shared/contract/event.ts';
import { eventId } from '../../../../shared/domain/event-id.ts';
import { Broken } from '../../oracle/broken.ts';
import { simulatedCommand } from '../simulated-commands.ts';
import { type AskedCommand, type EndingAnswer, saysNoEffect } from './asked-command.ts';
import type { AskedCommands } from './asked-commands.ts';
import type { Ledger } from './ledger.ts';
import type { MadeRecords } from './made-records.ts';

export interface AnswersParts {
  readonly asked: AskedCommands;
  readonly made: MadeRecords;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly maxAgeMs: number;
}

type Failed = RelayEvent<'command.failed'>;

/** An error that blames the command is believed at its second time. */
const BLAMES = 2;
const CROSSED: readonly FailureReason[] = ['dependency_missing', 'invalid_command', 'ambiguous'];

/** What is answered to whoever sent commands. */
export class Answers {
  readonly #parts: AnswersParts;
  readonly #texts = new Map<string, string>();

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  /** An event is on the bus. */
  told(event: RelayEvent): void {
    if (!isAnswer(event)) return;
    this.#checkText(event);
    const asked = this.#parts.asked.of(event.tenantid ?? '', event.data.commandId ?? '');
    if (!asked) throw new Broken('I8', 'answers what this tenant never asked for');
    if (event.type === 'command.parked') asked.parkedAnswers += 1;
    else if (event.type === 'command.failed' && isRefusal(asked, event)) this.#refused(asked, event);
    else this.#ended(asked, event);
  }

  /** Copies of an answer are alike. */
  #checkText(event: EndingAnswer | RelayEvent<'command.parked'>): void {
    const text = JSON.stringify(event);
    const known = this.#texts.get(event.id);
    this.#texts.set(event.id, text);
    if (known !== undefined && known !== text)
      throw new Broken('I6', `is told with two contents: ${known} and ${text}`);
  }

  #ended(asked: AskedCommand, event: EndingAnswer): void {
    const run = this.#runOf(asked, event);
    const before = asked.answers.get(run);
    if (before && before.type !== event.type)
      throw new Broken('I6', `is told ${before.type} and ${event.type} in one run`);
    asked.answers.set(run, event);
    if (event.type === 'command.succeeded') this.#succeeded(asked, event);
    else this.#failed(asked, event);
  }

  #runOf(asked: AskedCommand, { type, id }: EndingAnswer): number {
    const { tenantId, commandId } = asked;
    const runs = this.#parts.ledger.entry(asked)?.run ?? 0;
    for (let run = 1; run <= runs; run += 1) if (eventId(tenantId, commandId, run, type) === id) return run;
    throw new Broken('I6', 'is answered under an id that no run of it has');
  }

  #succeeded(asked: AskedCommand, { data: { result } }: RelayEvent<'command.succeeded'>): void {
    const ids = this.#parts.made.by(asked).map(({ id }) => id);
    if (simulatedCommand(asked.type).creation && !ids.includes(result.recordId)) {
      throw new Broken('I6', `has succeeded with ${result.recordId}, which it did not make`);
    }
  }

  #failed(asked: AskedCommand, { data }: Failed): void {
    const { made, now, maxAgeMs } = this.#parts;
    const told = data.completed.map(({ recordId }) => recordId);
    const untold = made.by(asked).filter(({ id }) => !told.includes(id));
    // Of several who wanted to make it, another one may have.
    const isMaker = this.#parts.asked.rivals(asked).length === 1;
    if (isMaker && saysNoEffect(data) && untold.length > 0) {
      throw new Broken('I6', `has failed without effect (${data.reason}), and took effect`);
    }
    const ageMs = now() - asked.firstSentAtMs;
    if (data.reason === 'attempts_exhausted' && ageMs < maxAgeMs) {
      throw new Broken('I7', `was given up after ${Math.round(ageMs / 1000)} s`);
    }
    if (!mayFail(asked, data) && !this.#isCrossed(asked, data))
      throw new Broken('I7', `has failed without a cause (${data.reason}): ${data.message}`);
  }

  /** What it is about is not there, or not in a state for it, or was changed by another command in between. */
  #isCrossed({ tenantId, type, marker }: AskedCommand, { reason }: EventData<'command.failed'>): boolean {
    const { model, creation } = simulatedCommand(type);
    const isAlone = creation && this.#parts.asked.about(tenantId, model, marker).length === 1;
    return !isAlone && CROSSED.includes(reason);
  }

  #refused(asked: AskedCommand, { data }: Failed): void {
    const flaws = [...asked.wishes.values()].map(({ flaw }) => flaw);
    const rivals = this.#parts.asked.rivals(asked);
    const isCaused =
      data.reason === 'conflicting_command'
        ? asked.wishes.size > 1 || rivals.length > 1
        : data.reason === 'invalid_command' && flaws.includes('unreadable');
    if (!isCaused) throw new Broken('I7', `is refused without a cause (${data.reason}): ${data.message}`);
  }
}

function isAnswer(event: RelayEvent): event is EndingAnswer | RelayEvent<'command.parked'> {
  return event.type.startsWith('command.');
}

/** Refusals answer a message and no run; it is remembered which. */
function isRefusal({ messages, tenantId, refusedMessages }: AskedCommand, { id }: Failed): boolean {
  const refused = messages.find(({ messageId }) => eventId(tenantId, messageId, 'command.failed') === id);
  if (refused) refusedMessages.add(refused.messageId);
  return refused !== undefined;
}

function mayFail({ type, wishes, refusals, blames }: AskedCommand, { reason }: EventData<'command.failed'>): boolean {
  const all = [...wishes.values()];
  if (reason === 'attempts_exhausted') return true;
  if (reason === 'ambiguous') return all.some(simulatedCommand(type).mayBeAmbiguous);
  if (reason !== 'rejected_by_sevdesk' && reason !== 'dependency_missing') return false;
  return refusals > 0 || blames >= BLAMES || all.some(({ flaw }) => flaw !== 'none');
}
