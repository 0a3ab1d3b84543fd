import { berlinIso } from './berlin-time.ts';
import { notFound } from './http/api-error.ts';
import { type Fields, type Reference, type WireRecord, writeFields } from './wire-record.ts';

interface StoredRecord {
  readonly record: WireRecord;
  readonly createdAtMs: number;
}

/** What an account is told apart by. */
export interface AccountIdentity {
  readonly name: string;
  readonly sevClientId: string;
  readonly bookkeepingVersion: '1.0' | '2.0';
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
  readonly #models: Map<string, Map<string, StoredRecord>> = new Map();
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
    this.#rows(model).set(record.id, { record, createdAtMs });
    return record;
  }

  /** Changes a record; `update` has whole seconds, so two changes in one second look like one (measured). */
  change(record: WireRecord, fields: Fields): WireRecord {
    writeFields(record, fields);
    record.update = berlinIso(this.now);
    return record;
  }

  find(model: string, id: string): WireRecord | undefined {
    return this.#rows(model).get(id)?.record;
  }

  /** @throws ApiError 404 */
  get(model: string, id: string): WireRecord {
    const record = this.find(model, id);
    if (!record) throw notFound(model, id);
    return record;
  }

  remove(model: string, id: string): void {
    this.#rows(model).delete(id);
  }

  /** Everything there is of a model, oldest first. */
  records(model: string): WireRecord[] {
    return [...this.#rows(model).values()].map(({ record }) => record);
  }

  /** What lists know of a model: new records appear in them late. Newest first (measured for Invoice). */
  listed(model: string): WireRecord[] {
    const createdBefore = this.now - this.listLagMs;
    const rows = [...this.#rows(model).values()].filter(({ createdAtMs }) => createdAtMs <= createdBefore);
    return rows.map(({ record }) => record).reverse();
  }

  /** The first record of a model, if any. */
  first(model: string): WireRecord | undefined {
    return this.#rows(model).values().next().value?.record;
  }

  get sevClient(): Reference {
    return { id: this.identity.sevClientId, objectName: 'SevClient' };
  }

  #rows(model: string): Map<string, StoredRecord> {
    let rows = this.#models.get(model);
    if (!rows) {
      rows = new Map();
      this.#models.set(model, rows);
    }
    return rows;
  }
}
