import { type IndexLayout, readUnits, type WireItem, wireItemBytes, writeUnits } from './item-units.ts';

export interface TableLayout {
  readonly keys: readonly string[];
  readonly indexes: Readonly<Record<string, IndexLayout>>;
}

/** What one answered request to DynamoDB is billed with. */
export interface Units {
  readonly read: number;
  readonly write: number;
}

const NOTHING: Units = { read: 0, write: 0 };

/** What is read of requests and answers. */
interface Input {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly FilterExpression?: string;
  readonly Item?: WireItem;
  readonly Key?: WireItem;
  readonly RequestItems?: Readonly<Record<string, { readonly ConsistentRead?: boolean; readonly Keys: WireItem[] }>>;
}
interface Output {
  readonly Item?: WireItem;
  readonly Items?: readonly WireItem[];
  readonly Responses?: Readonly<Record<string, readonly WireItem[]>>;
}

/** A request and its answer; `done`: it was carried out. */
export interface DynamoExchange {
  readonly input: Input;
  readonly output: Output;
  readonly done: boolean;
}

/** Asks for an item, after a write that does not say what comes of it. */
export type ReadStored = (table: string, key: WireItem) => Promise<WireItem | undefined>;

/**
 * Computes units from requests and answers, and so must see all of them: it knows what was stored before. A write whose condition
 * failed is billed, too, by the item that it left.
 */
export class MeteredTables {
  readonly #layouts: Readonly<Record<string, TableLayout>>;
  readonly #items = new Map<string, WireItem>();

  constructor(layouts: Readonly<Record<string, TableLayout>>) {
    this.#layouts = layouts;
  }

  async units(action: string, { input, output, done }: DynamoExchange, readStored: ReadStored): Promise<Units> {
    const { TableName: table = '', Key: key = {} } = input;
    switch (action) {
      case 'GetItem':
        return { ...NOTHING, read: readUnits(wireItemBytes(output.Item), input.ConsistentRead === true) };
      case 'BatchGetItem':
        return { ...NOTHING, read: batchUnits(input, output) };
      case 'Query':
      case 'Scan':
        return { ...NOTHING, read: readUnits(total(output.Items), input.ConsistentRead === true) };
      case 'PutItem':
        return this.#write(table, input.Item ?? {}, done ? input.Item : 'left');
      case 'DeleteItem':
        return this.#write(table, key, done ? undefined : 'left');
      case 'UpdateItem':
        return this.#write(table, key, done ? await readStored(table, key) : 'left');
      default:
        return this.#other(action);
    }
  }

  /** Items whose first key starts so. */
  stored(table: string, prefix: string): readonly WireItem[] {
    const [name = ''] = this.#layout(table).keys;
    return [...this.#items]
      .filter(([address, item]) => address.startsWith(`${table}|`) && String(item[name]?.S).startsWith(prefix))
      .map(([, item]) => item);
  }

  #write(table: string, key: WireItem, next: WireItem | undefined | 'left'): Units {
    const layout = this.#layout(table);
    const address = [table, ...layout.keys.map((name) => JSON.stringify(key[name]))].join('|');
    const before = this.#items.get(address);
    const after = next === 'left' ? before : next;
    if (after) this.#items.set(address, after);
    else this.#items.delete(address);
    return { ...NOTHING, write: writeUnits(before, after, Object.values(layout.indexes)) };
  }

  #layout(table: string): TableLayout {
    const layout = this.#layouts[table];
    if (!layout) throw new Error(`There is no table ${table}`);
    return layout;
  }

  #other(action: string): Units {
    if (/^(Create|Describe|List)/.test(action)) return NOTHING;
    throw new Error(`Nobody knows here what ${action} is billed with`);
  }
}

/** Each item of a batch is rounded up for itself; one that is not there is one unit. */
function batchUnits({ RequestItems = {} }: Input, { Responses = {} }: Output): number {
  const ofTables = Object.entries(RequestItems).map(([table, { Keys, ConsistentRead = false }]) => {
    const found = Responses[table] ?? [];
    const units = found.reduce((sum, item) => sum + readUnits(wireItemBytes(item), ConsistentRead), 0);
    return units + (Keys.length - found.length) * readUnits(0, ConsistentRead);
  });
  return ofTables.reduce((sum, units) => sum + units, 0);
}

function total(items: readonly WireItem[] = []): number {
  return items.reduce((sum, item) => sum + wireItemBytes(item), 0);
}
