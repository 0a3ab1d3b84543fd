import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';

type Item = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, unknown>>;
type Condition = (item: Item | undefined, values: Values) => boolean;

/** The conditions that production writes under: another one must be added here before it is simulated. */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  'revision = :revision': (item, values) => item?.revision === values[':revision'],
  'attribute_not_exists(recordId)': (item) => item === undefined,
  'attribute_not_exists(tenantId)': (item) => item === undefined,
  'attribute_not_exists(tenantId) OR commandId = :commandId': (item, values) =>
    item === undefined || item.commandId === values[':commandId'],
  'commandId = :commandId': (item, values) => item !== undefined && item.commandId === values[':commandId'],
  'holder = :holder AND claimedAt = :claimedAt': (item, values) =>
    item?.holder === values[':holder'] && item?.claimedAt === values[':claimedAt'],
  '#sequence = :previous': (item, values) => item?.sequence === values[':previous'],
  'attribute_not_exists(fence) OR fence <= :fence': (item, values) =>
    item?.fence === undefined || Number(item.fence) <= Number(values[':fence']),
};

const QUERIES: Readonly<Record<string, Condition>> = {
  'tenantId = :partition': (item, values) => item?.tenantId === values[':partition'],
  '#partition = :partition': (item, values) => item?.partition === values[':partition'],
  'dueOf = :partition AND dueOn < :day': (item, values) =>
    item?.dueOf === values[':partition'] && String(item?.dueOn) < String(values[':day']),
  'dueShard = :shard AND dueAt < :before': (item, values) =>
    item?.dueShard === values[':shard'] && Number(item?.dueAt) < Number(values[':before']),
};

/** What was there at the beginning, made when it is read for the first time. */
type Ground = (table: string, key: Item) => Item | undefined;

/** As much of DynamoDB as the tables use, at the level of the document client. Each command takes effect at once. */
export class FakeDynamo {
  readonly #tables = new Map<string, Map<string, Item>>();
  readonly #ground: Ground;

  constructor(ground: Ground = () => undefined) {
    this.#ground = ground;
  }

  /** @throws ConditionalCheckFailedException like DynamoDB, and Error for a command that is not known here. */
  execute(command: unknown): unknown {
    if (command instanceof GetCommand) return { Item: this.#read(command.input.TableName, command.input.Key) };
    if (command instanceof PutCommand) return this.#put(command);
    if (command instanceof DeleteCommand) return this.#delete(command);
    if (command instanceof QueryCommand) return this.#query(command);
    if (command instanceof BatchGetCommand) return { Responses: this.#readBatch(command) };
    throw new Error(`The simulation does not know ${(command as object).constructor.name}`);
  }

  items(table = ''): Map<string, Item> {
    const items = this.#tables.get(table) ?? new Map<string, Item>();
    this.#tables.set(table, items);
    return items;
  }

  #read(table: string | undefined, key: Item | undefined): Item | undefined {
    const item = this.#find(table, key ?? {});
    return item && copyOf(item);
  }

  #find(table = '', key: Item): Item | undefined {
    const items = this.items(table);
    const ground = items.has(keyOf(key)) ? undefined : this.#ground(table, key);
    if (ground) items.set(keyOf(key), ground);
    return items.get(keyOf(key));
  }

  #put({ input }: PutCommand): object {
    const item = copyOf(input.Item ?? {});
    const items = this.items(input.TableName);
    checkCondition(this.#find(input.TableName, item), input);
    items.set(keyOf(item), item);
    return {};
  }

  #delete({ input }: DeleteCommand): object {
    const items = this.items(input.TableName);
    const key = keyOf(input.Key ?? {});
    checkCondition(items.get(key), input);
    items.delete(key);
    return {};
  }

  #query({ input }: QueryCommand): { readonly Items: Item[]; readonly Count: number } {
    const holds = known(QUERIES, input.KeyConditionExpression ?? '');
    const found = [...this.items(input.TableName).values()].filter((item) =>
      holds(item, input.ExpressionAttributeValues ?? {}),
    );
    return { Items: found.map(copyOf), Count: found.length };
  }

  #readBatch({ input }: BatchGetCommand): Record<string, unknown[]> {
    const tables = Object.entries(input.RequestItems ?? {});
    return Object.fromEntries(
      tables.map(([table, { Keys = [] }]) => [table, Keys.flatMap((key) => this.#read(table, key) ?? [])]),
    );
  }
}

/** `structuredClone` would copy all of the memory that a few bytes are a part of: 16 KB for each that were compressed. */
function copyOf(item: Item): Item {
  const copies = Object.entries(item).map(([name, value]) => {
    if (typeof value !== 'object' || value === null) return [name, value];
    return [name, value instanceof Uint8Array ? new Uint8Array(value) : structuredClone(value)];
  });
  return Object.fromEntries(copies);
}

/** @throws ConditionalCheckFailedException */
function checkCondition(
  item: Item | undefined,
  {
    ConditionExpression: expression,
    ExpressionAttributeValues: values = {},
  }: PutCommand['input'] | DeleteCommand['input'],
): void {
  if (expression === undefined || known(CONDITIONS, expression)(item, values)) return;
  throw new ConditionalCheckFailedException({ message: 'The condition did not hold', $metadata: {} });
}

function known(table: Readonly<Record<string, Condition>>, expression: string): Condition {
  const condition = table[expression];
  if (!condition) throw new Error(`The simulation does not know the condition "${expression}"`);
  return condition;
}

/** By the keys of the three tables: tenants, snapshots, commands. */
export function keyOf({ partition, recordId, tenantId, item, entry }: Item): string {
  return partition === undefined ? `${tenantId}/${item ?? entry}` : `${partition}/${recordId}`;
}
