import { BatchGetCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, itemBytes } from './item-bytes.ts';
import { ItemFile } from './item-file.ts';

/** Bytes that one unit reads, consistently, and writes. */
const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

export interface MeteredTable {
  readonly keys: readonly [hash: string, range: string];
  /** Holds keys only. */
  readonly index: { readonly name: string; readonly keys: readonly [string, string] };
}

/**
 * Tables for one poller alone, so conditions always hold, that count request units as DynamoDB bills them.
 */
export class MeteredDynamo {
  readonly #tables: Readonly<Record<string, MeteredTable>>;
  readonly #items: ItemFile = new ItemFile();
  #readUnits = 0;
  #writeUnits = 0;

  constructor(tables: Readonly<Record<string, MeteredTable>>) {
    this.#tables = tables;
  }

  /** Since the last question. */
  takeUnits() {
    const units = { readUnits: this.#readUnits, writeUnits: this.#writeUnits };
    this.#readUnits = 0;
    this.#writeUnits = 0;
    return units;
  }

  async send(command: unknown): Promise<unknown> {
    if (command instanceof GetCommand) return { Item: this.#get(String(command.input.TableName), command.input.Key) };
    if (command instanceof PutCommand) return this.put(String(command.input.TableName), command.input.Item ?? {});
    if (command instanceof BatchGetCommand) return this.#getBatch(command);
    if (command instanceof QueryCommand) return this.#query(command);
    throw new Error(`Nobody expected ${command?.constructor.name}`);
  }

  put(table: string, item: Item): object {
    const address = this.#address(table, item);
    const before = this.#items.get(address);
    this.#writeUnits += writeUnits(Math.max(itemBytes(item), before ? itemBytes(before) : 0));
    this.#writeUnits += this.#indexUnits(table, before, item);
    this.#items.put(address, item);
    return {};
  }

  #get(table: string, key: Item = {}): Item | undefined {
    const item = this.#items.get(this.#address(table, key));
    this.#readUnits += readUnits(item ? itemBytes(item) : 0);
    return item;
  }

  #getBatch({ input }: BatchGetCommand) {
    const answers = Object.entries(input.RequestItems ?? {}).map(([table, { Keys = [] }]) => {
      return [table, Keys.flatMap((key) => this.#get(table, key) ?? [])];
    });
    return { Responses: Object.fromEntries(answers), UnprocessedKeys: {} };
  }

  /** Of the whole table, by reading all of it: for rare needs. Through the index, it reads eventually. */
  #query({ input }: QueryCommand) {
    const { TableName = '', IndexName, ExpressionAttributeValues: values = {} } = input;
    const table = this.#table(TableName);
    const [hash, range] = IndexName ? table.index.keys : table.keys;
    const partition = values[':partition'];
    const day = values[':day'];
    const found: Item[] = [];
    for (const item of this.#items.all(`${TableName}|`)) {
      if (item[hash] === partition && (day === undefined || String(item[range]) < day)) found.push(item);
    }
    const bytes = found.reduce((sum, item) => sum + itemBytes(IndexName ? this.#indexed(TableName, item) : item), 0);
    this.#readUnits += readUnits(bytes) / (IndexName ? 2 : 1);
    return { Items: found };
  }

  /** An index is written when what it holds of an item differs: once for an entry that comes or goes, twice for one that moves. */
  #indexUnits(table: string, before: Item | undefined, after: Item): number {
    const entries = [before, after].map((item) => item && this.#indexed(table, item));
    const [old, next] = entries.map((entry) => entry && JSON.stringify(entry));
    if (old === next) return 0;
    return entries.reduce((units, entry) => units + (entry ? writeUnits(itemBytes(entry)) : 0), 0);
  }

  /** What the index holds of an item; nothing if it lacks the index's keys. */
  #indexed(table: string, item: Item): Item | undefined {
    const { keys, index } = this.#table(table);
    if (item[index.keys[0]] === undefined || item[index.keys[1]] === undefined) return undefined;
    return Object.fromEntries([...keys, ...index.keys].map((key) => [key, item[key]]));
  }

  #address(table: string, item: Item): string {
    const [hash, range] = this.#table(table).keys;
    return `${table}|${item[hash]}|${item[range]}`;
  }

  #table(name: string): MeteredTable {
    const table = this.#tables[name];
    if (!table) throw new Error(`There is no table ${name}`);
    return table;
  }
}

function readUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / READ_BYTES));
}

function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / WRITE_BYTES));
}
