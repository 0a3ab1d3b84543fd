import type { Refusal } from '../../../../shared/aws/ledger-item.ts';
import type { LedgerEntry } from '../../../../shared/domain/ledger-entry.ts';
import type { FakeDynamo } from '../../fake-dynamo.ts';
import { COMMANDS } from '../names.ts';

/** The ledger as it stands, read past everybody. */
export class Ledger {
  readonly #dynamo: FakeDynamo;

  constructor(dynamo: FakeDynamo) {
    this.#dynamo = dynamo;
  }

  entry({ tenantId, commandId }: { readonly tenantId: string; readonly commandId: string }): LedgerEntry | undefined {
    return this.#item(`${tenantId}/command:${commandId}`) as LedgerEntry | undefined;
  }

  refusal(tenantId: string, messageId: string): Refusal | undefined {
    return this.#item(`${tenantId}/refused:${messageId}`) as Refusal | undefined;
  }

  #item(key: string): unknown {
    return this.#dynamo.items(COMMANDS).get(key);
  }
}
