import type { Account } from '../../../sandbox/account.ts';
import type { WireRecord } from '../../../sandbox/wire-record.ts';
import { Broken } from '../../oracle/broken.ts';
import type { SevdeskRequest } from '../sevdesk-accounts.ts';
import { SIMULATED_COMMANDS, type SimulatedCommand, simulatedCommand, type Wish } from '../simulated-commands.ts';
import { type AskedCommand, saysNoEffect } from './asked-command.ts';
import type { AskedCommands } from './asked-commands.ts';
import type { Ledger } from './ledger.ts';

export interface MadeRecord {
  readonly record: WireRecord;
  readonly model: string;
  readonly marker: string;
}

const MAKERS: readonly SimulatedCommand[] = Object.values(SIMULATED_COMMANDS).filter(({ creation }) => creation);

/** What commands wrote to sevdesk, in the order in which it took effect. */
export class MadeRecords {
  readonly #asked: AskedCommands;
  readonly #ledger: Ledger;
  readonly #seen = new Map<string, number>();
  readonly #made = new Map<string, MadeRecord[]>();
  /** How often what was done to which record. */
  readonly #writes = new Map<string, number>();

  constructor(asked: AskedCommands, ledger: Ledger) {
    this.#asked = asked;
    this.#ledger = ledger;
  }

  /** What there is before anything is asked for. */
  know(account: Account): void {
    for (const { model } of MAKERS) this.#newRecords(account, model);
  }

  /** Something was written to an account. */
  wrote(account: Account, { method, path }: Pick<SevdeskRequest, 'method' | 'path'>): void {
    const tenantId = account.identity.name;
    const call = `${method} ${path.replace(/\d+/, '{id}')}`;
    const maker = MAKERS.find(({ creation }) => creation === call);
    const made = maker ? this.#make(account, maker) : this.#known(tenantId, /\d+/.exec(path)?.[0]);
    // What sevdesk makes beside it is its own business: a cancellation, the transaction of a payment.
    this.know(account);
    if (!made) throw new Broken('I10', 'was called for what no command has made', call);
    this.#count(tenantId, made, call);
  }

  of(tenantId: string): readonly MadeRecord[] {
    return this.#made.get(tenantId) ?? [];
  }

  /** The records that a command made, or is about. */
  by({ tenantId, type, marker }: AskedCommand): readonly WireRecord[] {
    const { model } = simulatedCommand(type);
    const made = this.of(tenantId).filter((one) => one.model === model && one.marker === marker);
    return made.map(({ record }) => record);
  }

  /** What of all that was asked for was never done to a record. */
  undone({ type }: AskedCommand, record: WireRecord, wish: Wish): readonly string[] {
    return simulatedCommand(type)
      .writes(wish)
      .filter((call) => !this.#writes.has(writeKey(record, call)));
  }

  #newRecords(account: Account, model: string): readonly WireRecord[] {
    const key = `${account.identity.name}/${model}`;
    const records = account.records(model);
    const found = records.slice(this.#seen.get(key) ?? 0);
    this.#seen.set(key, records.length);
    return found;
  }

  #known(tenantId: string, id: string | undefined): MadeRecord | undefined {
    return this.of(tenantId).find(({ record }) => record.id === id);
  }

  #make(account: Account, maker: SimulatedCommand): MadeRecord | undefined {
    const tenantId = account.identity.name;
    const { model } = maker;
    const [record] = this.#newRecords(account, model);
    if (!record) return undefined;
    const made = { record, model, marker: maker.markerOf(record) ?? '' };
    const earlier = this.of(tenantId).some((one) => one.model === model && one.marker === made.marker);
    this.#made.set(tenantId, [...this.of(tenantId), made]);
    if (earlier) throw new Broken('I6', 'was made twice', aboutOf(tenantId, made));
    this.#compare(tenantId, made);
    return made;
  }

  /** It is as somebody asked for it. */
  #compare(tenantId: string, made: MadeRecord): void {
    const makers = this.#asked
      .about(tenantId, made.model, made.marker)
      .filter(({ type }) => simulatedCommand(type).creation);
    if (makers.length === 0) throw new Broken('I10', 'was made, and nobody asked for it', aboutOf(tenantId, made));
    const differences = makers.flatMap(({ type, wishes }) =>
      [...wishes.values()].map((wish) => simulatedCommand(type).differs(made.record, wish)),
    );
    if (differences.includes(undefined)) return;
    throw new Broken('I6', `is not as it was asked for: ${differences[0]}`, aboutOf(tenantId, made));
  }

  /** No more often than it was asked for, and by nobody who was told that it was not. */
  #count(tenantId: string, made: MadeRecord, call: string): void {
    const asking = this.#asked.about(tenantId, made.model, made.marker).filter((asked) => asksFor(asked, call));
    const about = `${aboutOf(tenantId, made)}, ${call}`;
    const key = writeKey(made.record, call);
    const times = (this.#writes.get(key) ?? 0) + 1;
    this.#writes.set(key, times);
    if (asking.length === 0) throw new Broken('I10', 'was done, and nobody asked for it', about);
    if (times > asking.length) throw new Broken('I6', 'was done more often than it was asked for', about);
    if (asking.every((asked) => this.#isOver(asked))) {
      throw new Broken('I6', 'was done after it was told that nothing more took effect', about);
    }
  }

  #isOver(asked: AskedCommand): boolean {
    const entry = this.#ledger.entry(asked);
    const answer = entry && asked.answers.get(entry.run);
    const isOver = entry?.state === 'failed' || entry?.state === 'dropped';
    return isOver && answer?.type === 'command.failed' && saysNoEffect(answer.data);
  }
}

function asksFor({ type, wishes }: AskedCommand, call: string): boolean {
  return [...wishes.values()].some((wish) => simulatedCommand(type).writes(wish).includes(call));
}

function writeKey({ id }: WireRecord, call: string): string {
  return `${id} ${call}`;
}

function aboutOf(tenantId: string, { model, marker }: MadeRecord): string {
  return `${tenantId}, ${model} "${marker}"`;
}
