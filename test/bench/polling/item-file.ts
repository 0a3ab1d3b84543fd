import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import type { Item } from './item-bytes.ts';

/** Items by address, in a temporary file: neither they nor their bytes count to the heap whose size is measured. */
export class ItemFile {
  readonly #database: DatabaseSync = new DatabaseSync('');

  constructor() {
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE');
    this.#database.exec('CREATE TABLE items (address TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID');
    this.put = this.#putter();
    this.get = this.#getter();
  }

  readonly put: (address: string, item: Item) => void;
  readonly get: (address: string) => Item | undefined;

  /** Those whose address starts like this. */
  *all(start: string): Generator<Item> {
    const statement = this.#database.prepare('SELECT body FROM items WHERE address >= ? AND address < ?');
    for (const row of statement.iterate(start, `${start}\u{10ffff}`)) yield itemOf(row);
  }

  #putter() {
    const statement = this.#database.prepare('INSERT OR REPLACE INTO items VALUES (?, ?)');
    return (address: string, item: Item) => void statement.run(address, serialize(item));
  }

  #getter() {
    const statement = this.#database.prepare('SELECT body FROM items WHERE address = ?');
    return (address: string) => {
      const row = statement.get(address);
      return row && itemOf(row);
    };
  }
}

function itemOf({ body }: Record<string, unknown>): Item {
  return deserialize(body as Uint8Array) as Item;
}
