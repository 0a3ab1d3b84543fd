import { berlinIso } from './berlin-time.ts';
import { positionModel } from './documents/position-model.ts';
import { notFound } from './http/api-error.ts';
import { Table } from './table.ts';
import { type Fields, type Reference, type WireRecord, writeFields } from './wire-record.ts';

/** The standard charts of accounts (Standardkontenrahmen) in Germany. */
export type Chart = 'SKR03' | 'SKR04';

/** What an account is told apart by. */
export interface AccountIdentity {
  readonly name: string;
  readonly sevClientId: string;
  readonly bookkeepingVersion: '1.0' | '2.0';
  readonly chart: Chart;
  /** Kleinunternehmer (§ 19 UStG). */
  readonly smallBusiness: boolean;
  readonly firstId: number;
  readonly now: () => number;
}

/** One sevdesk customer: its records, its counters and how it is made to misbehave. In memory. */
export class Account {
  readonly identity: AccountIdentity;
  /** Filters this account ignores, `Model.filter`. */
  readonly ignoredFilters: Set<string> = new Set();
  /** How long lists hide a new record. */
  listLagMs = 0;
  requestsPerMinute: number | null = null;
  readonly #tables: Map<string, Table> = new Map();
  readonly #sequences: Map<string, number> = new Map();
  #nextId: number;

  constructor(identity: AccountIdentity) {
    this.identity = identity;
    this.#nextId = identity.firstId;
  }

  get now(): number {
    return this.identity.now();
  }

  /** Ids grow, and no two records of the server share one. */
  nextId(): string {
    this.#nextId += 1;
    return String(this.#nextId);
  }

  /** The next number of a sequence (Nummernkreis), which starts at 1000. */
  nextNumber(sequence: string): string {
    const number = this.#sequences.get(sequence) ?? 1000;
    this.#sequences.set(sequence, number + 1);
    return String(number);
  }

  /** What `nextNumber` will give. */
  peekNumber(sequence: string): string {
    return String(this.#sequences.get(sequence) ?? 1000);
  }

  /** Stores a record. `fields` are in their wire form; `id` may be among them. */
  insert(model: string, fields: Fields, createdAtMs = this.now): WireRecord {
    const create = berlinIso(createdAtMs);
    const record: WireRecord = {
      id: this.nextId(),
      objectName: model,
      additionalInformation: null,
      create,
      update: create,
      sevClient: this.sevClient,
      ...fields,
    };
    this.#table(model).add(record, createdAtMs);
    return record;
  }

  /** Changes a record; `update` has whole seconds, so two changes in one second look like one (measured). */
  change(record: WireRecord, fields: Fields): WireRecord {
    writeFields(record, fields);
    // Documentation, "Tag": a tag has no `update`.
    if (record.update !== undefined) record.update = berlinIso(this.now);
    return record;
  }

  find(model: string, id: string): WireRecord | undefined {
    return this.#table(model).find(id);
  }

  /** @throws ApiError 404 */
  get(model: string, id: string): WireRecord {
    const record = this.find(model, id);
    if (!record) throw notFound(model, id);
    return record;
  }

  remove(model: string, id: string): void {
    this.#table(model).remove(id);
  }

  /** Deletes a record that stays readable by id, dated by `deletedAt` (measured for CheckAccountTransaction). */
  bury(model: string, id: string): void {
    this.change(this.get(model, id), { deletedAt: berlinIso(this.now) });
    this.#table(model).unlist(id, 'deleted');
  }

  /** Lists no longer show the record; by id it is still there. */
  hide(model: string, id: string): void {
    this.#table(model).unlist(this.get(model, id).id, 'hidden');
  }

  /** Everything there is of a model, oldest first. */
  records(model: string): WireRecord[] {
    return this.#table(model).records();
  }

  /**
   * What lists know of a model, or of one document's positions: new records appear in them late. Newest first (measured for
   * Invoice).
   */
  listed(model: string, documentId?: string): WireRecord[] {
    return this.#table(model).listed(this.now - this.listLagMs, documentId);
  }

  /** The positions of a document in their order. */
  positions({ objectName, id }: Reference): WireRecord[] {
    return this.#table(positionModel(objectName)).ofDocument(id);
  }

  /** The first record of a model, if any. */
  first(model: string): WireRecord | undefined {
    return this.#table(model).first();
  }

  get sevClient(): Reference {
    return { id: this.identity.sevClientId, objectName: 'SevClient' };
  }

  #table(model: string): Table {
    let table = this.#tables.get(model);
    if (!table) {
      table = new Table(model);
      this.#tables.set(model, table);
    }
    return table;
  }
}
