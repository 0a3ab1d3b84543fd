import type { Account } from '../../../sandbox/account.ts';
import type { WireRecord } from '../../../sandbox/wire-record.ts';
import { Broken } from '../../oracle/broken.ts';
import type { SevdeskRequest } from '../sevdesk-accounts.ts';
import { SIMULATED_TYPES, type SimulatedType, simulatedCommand } from '../simulated-commands.ts';
import { type AskedCommand, saysNoEffect } from './asked-command.ts';
import type { AskedCommands } from './asked-commands.ts';
import type { Ledger } from './ledger.ts';

export interface MadeRecord {
  readonly type: SimulatedType;
  readonly record: WireRecord;
}

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
    for (const type of SIMULATED_TYPES) this.#newRecords(account, type);
  }

  /** Something was written to an account. */
  wrote(account: Account, { method, path }: Pick<SevdeskRequest, 'method' | 'path'>): void {
    const id = /\d+/.exec(path)?.[0];
    const call = `${method} ${path.replace(/\d+/, '{id}')}`;
    const made = SIMULATED_TYPES.flatMap((type) => this.#newRecords(account, type).map((record) => ({ type, record })));
    for (const { type, record } of made) this.#take(account.identity.name, { type, record });
    const known = id === undefined ? made[0] : this.of(account.identity.name).find(({ record }) => record.id === id);
    if (!known) throw new Broken('I10', 'was called for what no command has made', call);
    this.#count(account.identity.name, known, call);
  }

  of(tenantId: string): readonly MadeRecord[] {
    return this.#made.get(tenantId) ?? [];
  }

  by({ tenantId, type, marker }: AskedCommand): readonly WireRecord[] {
    const made = this.of(tenantId).filter((one) => one.type === type && markerOf(one) === marker);
    return made.map(({ record }) => record);
  }

  /** What of all that a wish asks for was not done to a record. */
  undone(type: SimulatedType, record: WireRecord, wish: Parameters<ReturnType<typeof simulatedCommand>['writes']>[0]) {
    return simulatedCommand(type)
      .writes(wish)
      .filter((call) => !this.#writes.has(writeKey(record, call)));
  }

  #newRecords(account: Account, type: SimulatedType): readonly WireRecord[] {
    const { model } = simulatedCommand(type);
    const key = `${account.identity.name}/${model}`;
    const records = account.records(model);
    const found = records.slice(this.#seen.get(key) ?? 0);
    this.#seen.set(key, records.length);
    return found;
  }

  #take(tenantId: string, made: MadeRecord): void {
    const { type, record } = made;
    this.#made.set(tenantId, [...this.of(tenantId), made]);
    const candidates = this.#candidates(tenantId, made);
    const [candidate] = candidates;
    const about = aboutOf(tenantId, made);
    if (!candidate) throw new Broken('I10', 'was made, and nobody asked for it', about);
    if (this.by(candidate).length > 1) throw new Broken('I6', 'was made twice', about);
    const differences = candidates.flatMap(({ wishes }) =>
      [...wishes.values()].map((wish) => simulatedCommand(type).differs(record, wish)),
    );
    if (!differences.includes(undefined))
      throw new Broken('I6', `is not as it was asked for: ${differences[0]}`, about);
  }

  /** No more often than it was asked for, and by nobody who was told that it was not. */
  #count(tenantId: string, made: MadeRecord, call: string): void {
    const candidates = this.#candidates(tenantId, made);
    const asking = candidates.filter(({ wishes }) =>
      [...wishes.values()].some((wish) => simulatedCommand(made.type).writes(wish).includes(call)),
    );
    const about = `${aboutOf(tenantId, made)}, ${call}`;
    const key = writeKey(made.record, call);
    this.#writes.set(key, (this.#writes.get(key) ?? 0) + 1);
    if (asking.length === 0) throw new Broken('I10', 'was done, and nobody asked for it', about);
    if ((this.#writes.get(key) ?? 0) > 1) throw new Broken('I6', 'was done twice', about);
    if (asking.every((asked) => this.#isOver(asked))) {
      throw new Broken('I6', 'was done after it was told that nothing more took effect', about);
    }
  }

  #candidates(tenantId: string, made: MadeRecord): readonly AskedCommand[] {
    return this.#asked.withMarker(tenantId, made.type, markerOf(made));
  }

  #isOver(asked: AskedCommand): boolean {
    const entry = this.#ledger.entry(asked);
    const answer = entry && asked.answers.get(entry.run);
    const isOver = entry?.state === 'failed' || entry?.state === 'dropped';
    return isOver && answer?.type === 'command.failed' && saysNoEffect(answer.data);
  }
}

function markerOf({ type, record }: MadeRecord): string {
  return simulatedCommand(type).markerOf(record) ?? '';
}

function writeKey({ id }: WireRecord, call: string): string {
  return `${id} ${call}`;
}

function aboutOf(tenantId: string, made: MadeRecord): string {
  return `${tenantId}, ${made.record.objectName} "${markerOf(made)}"`;
}
