import { documentField } from './documents/position-model.ts';
import { reference, type WireRecord } from './wire-record.ts';

interface Row {
  readonly record: WireRecord;
  readonly createdAtMs: number;
  /** `hidden` and `deleted` rows are found by id only; a `deleted` one is a tombstone. */
  state: 'listed' | 'hidden' | 'deleted';
}

/** The records of one model in the order they were made. Positions never change their document. */
export class Table {
  readonly #rows: Row[] = [];
  readonly #byId: Map<string, Row> = new Map();
  readonly #byDocument: Map<string, Row[]> = new Map();
  readonly #documentField: string | undefined;

  constructor(model: string) {
    this.#documentField = documentField(model);
  }

  add(record: WireRecord, createdAtMs: number): void {
    const row: Row = { record, createdAtMs, state: 'listed' };
    this.#rows.push(row);
    this.#byId.set(record.id, row);
    this.#siblings(record)?.push(row);
  }

  find(id: string): WireRecord | undefined {
    return this.#byId.get(id)?.record;
  }

  first(): WireRecord | undefined {
    return this.#rows[0]?.record;
  }

  remove(id: string): void {
    const row = this.#byId.get(id);
    if (!row) return;
    this.#byId.delete(id);
    for (const rows of [this.#rows, this.#siblings(row.record)]) {
      const index = rows?.lastIndexOf(row) ?? -1;
      if (index >= 0) rows?.splice(index, 1);
    }
  }

  unlist(id: string, state: 'hidden' | 'deleted'): void {
    const row = this.#byId.get(id);
    if (row) row.state = state;
  }

  /** Oldest first, tombstones left out. */
  records(): WireRecord[] {
    return recordsOf(this.#rows.filter(({ state }) => state !== 'deleted'));
  }

  /** What lists show, newest first; only one document's positions, if told. */
  listed(createdUntilMs: number, documentId?: string): WireRecord[] {
    const rows = documentId === undefined ? this.#rows : (this.#byDocument.get(documentId) ?? []);
    return recordsOf(rows.filter((row) => row.state === 'listed' && row.createdAtMs <= createdUntilMs)).reverse();
  }

  /** Oldest first. */
  ofDocument(documentId: string): WireRecord[] {
    return recordsOf(this.#byDocument.get(documentId) ?? []);
  }

  /** The rows that belong to the same document; undefined where the model has none. */
  #siblings(record: WireRecord): Row[] | undefined {
    const document = this.#documentField && reference(record[this.#documentField]);
    if (!document) return undefined;
    let siblings = this.#byDocument.get(document.id);
    if (!siblings) {
      siblings = [];
      this.#byDocument.set(document.id, siblings);
    }
    return siblings;
  }
}

function recordsOf(rows: readonly Row[]): WireRecord[] {
  return rows.map(({ record }) => record);
}
