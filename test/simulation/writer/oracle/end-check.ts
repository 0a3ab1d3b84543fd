import type { LedgerEntry } from '../../../../shared/domain/ledger-entry.ts';
import { commandLetter, type LetterName, refusedLetter } from '../../../../shared/domain/letter-name.ts';
import { isConnected } from '../../../../shared/domain/tenant.ts';
import { Broken } from '../../oracle/broken.ts';
import type { StoredMessage } from '../fifo-queue.ts';
import { simulatedCommand } from '../simulated-commands.ts';
import type { AskedCommand } from './asked-command.ts';
import type { EndParts } from './writer-oracle.ts';

/** All is quiet: where every command must have come to. */
export class EndCheck {
  readonly #parts: EndParts;
  readonly #letters: ReadonlyMap<string, StoredMessage>;

  constructor(parts: EndParts) {
    this.#parts = parts;
    this.#letters = new Map(parts.letters.map((letter) => [keyOf(letter), letter]));
  }

  check(asked: AskedCommand): void {
    const entry = this.#parts.ledger.entry(asked);
    if (entry) this.#checkEntry(asked, entry);
    for (const message of asked.messages) if (message.body !== entry?.body) this.#checkRefusal(asked, message);
  }

  /** Letters tell of runs that failed, and of nothing else. */
  checkLetter(letter: StoredMessage): void {
    const { commandId } = JSON.parse(letter.body) as { readonly commandId: string };
    const [tenantId = ''] = letter.group.split(':');
    const asked = this.#parts.asked.of(tenantId, commandId);
    if (!asked) throw new Broken('I8', 'is a dead letter of nobody', letter.group);
    const isRefusal = asked.messages.some(({ messageId }) => messageId === letter.deduplicationId);
    if (isRefusal) return;
    const run = Number(letter.deduplicationId.split(':').at(-1));
    const answer = asked.answers.get(run);
    if (answer?.type !== 'command.failed') throw new Broken('I7', 'has a dead letter of a run that did not fail');
    if (answer.data.reason !== letter.attributes.reason) {
      throw new Broken('I7', `has a dead letter with another cause: ${letter.attributes.reason}`);
    }
  }

  #checkEntry(asked: AskedCommand, entry: LedgerEntry): void {
    for (let run = 1; run < entry.run; run += 1) {
      if (asked.answers.get(run)?.type !== 'command.failed')
        throw new Broken('I6', `was never told how run ${run} ended`);
    }
    if (entry.unsent) throw new Broken('I7', 'is left unsent');
    if (entry.state === 'succeeded') this.#checkSuccess(asked, entry);
    else if (entry.state === 'failed' || entry.state === 'dropped') this.#checkFailure(asked, entry);
    else if (entry.state !== 'parked') throw new Broken('I7', `is left ${entry.state}`);
    else if (isConnected(this.#parts.tenant(asked.tenantId)))
      throw new Broken('I7', 'is left parked, and its tenant is back');
    else if (asked.parkedAnswers === 0) throw new Broken('I7', 'is parked, and nobody was told');
  }

  #checkSuccess(asked: AskedCommand, { run, result, body }: LedgerEntry): void {
    if (asked.answers.get(run)?.type !== 'command.succeeded')
      throw new Broken('I6', 'has succeeded, and nobody was told');
    const [record] = this.#parts.made.by(asked);
    const wish = asked.wishes.get(body);
    const [undone] = record && wish ? this.#parts.made.undone(asked, record, wish) : [];
    if (undone) throw new Broken('I6', `has succeeded without ${undone}`);
    const isWrong = simulatedCommand(asked.type).creation && record?.id !== result?.recordId;
    if (isWrong) throw new Broken('I6', `has succeeded with ${result?.recordId}, which is not there`);
  }

  #checkFailure(asked: AskedCommand, entry: LedgerEntry): void {
    const answer = asked.answers.get(entry.run);
    if (answer?.type !== 'command.failed') throw new Broken('I6', 'has failed, and nobody was told');
    if (entry.reportedAt === undefined) throw new Broken('I7', 'has failed, and its report is not complete');
    if (entry.state === 'dropped') return;
    const letter = this.#letters.get(keyOf(commandLetter(entry)));
    if (!letter) throw new Broken('I7', 'has failed without a dead letter');
    const isWhole = letter.body === entry.body && letter.attributes.reason === entry.failure?.reason;
    if (!isWhole) throw new Broken('I7', 'has a dead letter without its body or its cause');
  }

  #checkRefusal(asked: AskedCommand, { messageId }: StoredMessage): void {
    const refusal = this.#parts.ledger.refusal(asked.tenantId, messageId);
    if (!refusal) throw new Broken('I7', `has disappeared (message ${messageId})`);
    if (!asked.refusedMessages.has(messageId))
      throw new Broken('I7', `was refused, and nobody was told (${messageId})`);
    if (refusal.droppedAt === undefined && !this.#letters.has(keyOf(refusedLetter(refusal)))) {
      throw new Broken('I7', `was refused without a dead letter (${messageId})`);
    }
  }
}

function keyOf({ group, deduplicationId }: LetterName): string {
  return JSON.stringify([group, deduplicationId]);
}
