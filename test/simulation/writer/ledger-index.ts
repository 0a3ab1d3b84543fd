import { DeleteCommand, PutCommand, type QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type FakeDynamo, keyOf } from '../fake-dynamo.ts';
import type { Random } from '../random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { COMMANDS } from './names.ts';

type Item = Readonly<Record<string, unknown>>;

export interface LedgerIndexParts {
  readonly dynamo: FakeDynamo;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly longestLagMs: number;
}

/** The index of the ledger by state. It follows the table a moment late, each item for itself. */
export class LedgerIndex {
  readonly #parts: LedgerIndexParts;
  readonly #shown = new Map<string, Item>();

  constructor(parts: LedgerIndexParts) {
    this.#parts = parts;
  }

  /** Shows sooner or later what a write made of an item. */
  follow(command: unknown): void {
    if (!(command instanceof PutCommand || command instanceof DeleteCommand)) return;
    if (command.input.TableName !== COMMANDS) return;
    const { time, random, longestLagMs } = this.#parts;
    const key = keyOf('Item' in command.input ? (command.input.Item ?? {}) : (command.input.Key ?? {}));
    if (longestLagMs === 0) this.#show(key);
    else time.at(time.nowMs + random.next() * longestLagMs, () => this.#show(key));
  }

  query({ input }: QueryCommand): { readonly Items: readonly Item[] } {
    const wanted = input.ExpressionAttributeValues?.[':tenantState'];
    const found = [...this.#shown.values()].filter(({ tenantState }) => tenantState === wanted);
    found.sort((a, b) => (String(a.stateAt) < String(b.stateAt) ? -1 : 1));
    return { Items: structuredClone(found) };
  }

  #show(key: string): void {
    const item = this.#parts.dynamo.items(COMMANDS).get(key);
    if (item?.tenantState === undefined) this.#shown.delete(key);
    else this.#shown.set(key, item);
  }
}
