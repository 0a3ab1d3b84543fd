/** A value as DynamoDB's JSON carries it: `{"S":"text"}`. */
export type WireValue = Readonly<Record<string, unknown>>;
export type WireItem = Readonly<Record<string, WireValue>>;

/** Bytes that one unit reads, consistently, and writes (developer guide, "Read and write request units"). */
const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

/** Size of an item by DynamoDB's rules (developer guide, "Item sizes and formats"): names count as well. */
export function wireItemBytes(item: WireItem = {}): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

const BYTES_OF: Readonly<Record<string, (value: unknown) => number>> = {
  S: (value) => Buffer.byteLength(String(value)),
  // One byte for two digits, and one more.
  N: (value) => Math.ceil(String(value).replace(/^-?0*\.?0*|\./g, '').length / 2) + 1,
  B: (value) => Buffer.from(String(value), 'base64').length,
  BOOL: () => 1,
  NULL: () => 1,
  L: (value) => (value as WireValue[]).reduce((sum, element) => sum + 1 + valueBytes(element), 3),
  M: (value) => 3 + Object.keys(value as WireItem).length + wireItemBytes(value as WireItem),
  SS: (value) => (value as string[]).reduce((sum, element) => sum + Buffer.byteLength(element), 0),
};

function valueBytes(value: WireValue): number {
  const [[type, content] = ['', undefined]] = Object.entries(value);
  const bytes = BYTES_OF[type];
  if (!bytes) throw new Error(`The size of a value of type ${type} is not known here`);
  return bytes(content);
}

/** One item read by its key. Half the units when it may be stale. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / READ_BYTES)) / (consistent ? 1 : 2);
}

/** What an index holds of an item: nothing of one that lacks the index's keys. */
export interface IndexLayout {
  readonly keys: readonly string[];
  /** All that it holds; `undefined`: the whole item. */
  readonly projected?: readonly string[];
}

/** One write, that of the table and those of its indexes; `undefined` is an item that was not there, or is no more. */
export function writeUnits(
  before: WireItem | undefined,
  after: WireItem | undefined,
  indexes: readonly IndexLayout[],
): number {
  const own = Math.max(unitsOf(before), unitsOf(after), 1);
  return indexes.reduce((sum, index) => sum + indexUnits(entryOf(before, index), entryOf(after, index), index), own);
}

/** An entry that stays under its keys is written once; one whose keys change is taken out and put in. */
function indexUnits(before: WireItem | undefined, after: WireItem | undefined, { keys }: IndexLayout): number {
  if (JSON.stringify(before) === JSON.stringify(after)) return 0;
  const moves = before && after && keys.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return moves ? unitsOf(before) + unitsOf(after) : Math.max(unitsOf(before), unitsOf(after));
}

function entryOf(item: WireItem | undefined, { keys, projected }: IndexLayout): WireItem | undefined {
  if (!item || keys.some((key) => item[key] === undefined)) return undefined;
  const names = (projected ?? Object.keys(item)).toSorted();
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

function unitsOf(item: WireItem | undefined): number {
  return item ? Math.ceil(wireItemBytes(item) / WRITE_BYTES) : 0;
}
