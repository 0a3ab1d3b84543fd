import type { RelayEvent } from '../../../../shared/contract/event.ts';
import type { Tenant } from '../../../../shared/domain/tenant.ts';
import type { Account } from '../../../sandbox/account.ts';
import type { FakeDynamo } from '../../fake-dynamo.ts';
import { Broken } from '../../oracle/broken.ts';
import { fitsContract } from '../../oracle/fits-contract.ts';
import type { Violation } from '../../oracle/told.ts';
import type { StoredMessage } from '../fifo-queue.ts';
import type { SevdeskRequest } from '../sevdesk-accounts.ts';
import { Answers } from './answers.ts';
import { AskedCommands } from './asked-commands.ts';
import { EndCheck } from './end-check.ts';
import { checkOrder } from './kept-order.ts';
import { Ledger } from './ledger.ts';
import { MadeRecords } from './made-records.ts';
import { Strangers } from './strangers.ts';

export interface WriterOracleParts {
  readonly dynamo: FakeDynamo;
  readonly now: () => number;
  /** A command that is younger is not given up. */
  readonly maxAgeMs: number;
  readonly note: (text: string) => void;
}

/** What there is when all is quiet. */
export interface QuietWorld {
  readonly tenantIds: readonly string[];
  readonly tenant: (tenantId: string) => Tenant;
  readonly waiting: readonly StoredMessage[];
  readonly letters: readonly StoredMessage[];
}

export interface EndParts extends QuietWorld {
  readonly asked: AskedCommands;
  readonly made: MadeRecords;
  readonly ledger: Ledger;
}

/** Knows what was asked for and what sevdesk holds, hears every answer, and says where they part. */
export class WriterOracle {
  violation: Violation | undefined;
  readonly asked = new AskedCommands();
  readonly strangers = new Strangers((about, check) => this.#guard(about, check));
  readonly #ledger: Ledger;
  readonly #made: MadeRecords;
  readonly #answers: Answers;
  readonly #note: (text: string) => void;

  constructor({ dynamo, now, maxAgeMs, note }: WriterOracleParts) {
    this.#ledger = new Ledger(dynamo);
    this.#made = new MadeRecords(this.asked, this.#ledger);
    this.#answers = new Answers({ asked: this.asked, made: this.#made, ledger: this.#ledger, now, maxAgeMs });
    this.#note = note;
  }

  /** Something was written to an account, and took effect. */
  wrote(account: Account, request: Pick<SevdeskRequest, 'method' | 'path'>): void {
    this.#guard(account.identity.name, () => this.#made.wrote(account, request));
  }

  /** What an account has before anything is asked for. */
  know(account: Account): void {
    this.#made.know(account);
  }

  /** sevdesk refused a command's write. */
  refused(tenantId = '', commandId = ''): void {
    const asked = this.asked.of(tenantId, commandId);
    if (asked) asked.refusals += 1;
  }

  /** sevdesk answered a command's write with a 500 and words of its own. */
  blamed(tenantId = '', commandId = ''): void {
    const asked = this.asked.of(tenantId, commandId);
    if (asked) asked.blames += 1;
  }

  /** An item was written; nobody hears of a command that was parked, if its writer dies then. */
  stored({ tenantId, commandId, state }: Readonly<Record<string, unknown>>): void {
    const asked = state === 'parked' && this.asked.of(String(tenantId), String(commandId));
    if (asked) asked.wasParked = true;
  }

  /** An operator redrives it, or drops it. */
  operated(tenantId: string, commandId: string): void {
    const asked = this.asked.of(tenantId, commandId);
    if (asked) asked.wasOperated = true;
  }

  told(event: RelayEvent): void {
    this.#note(`  tells ${event.type} ${event.tenantid} ${event.subject} ${JSON.stringify(event.data)}`);
    this.#guard(`${event.tenantid}, ${event.subject}`, () => {
      fitsContract(event);
      this.#answers.told(event);
    });
  }

  checkEnd(quiet: QuietWorld): void {
    const parts = { ...quiet, asked: this.asked, made: this.#made, ledger: this.#ledger };
    const end = new EndCheck(parts);
    for (const { group, body } of quiet.waiting) {
      this.#guard(group, () => {
        throw new Broken('I7', `is left in the queue: ${body}`, 'A message');
      });
    }
    for (const asked of this.asked.all) this.#guard(asked.name, () => end.check(asked));
    for (const letter of quiet.letters) this.#guard(letter.group, () => end.checkLetter(letter));
    for (const tenantId of quiet.tenantIds) {
      this.#guard(tenantId, () => checkOrder(tenantId, this.asked, this.#made));
    }
  }

  #guard(about: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.violation ??= error.violation(about);
    }
  }
}
