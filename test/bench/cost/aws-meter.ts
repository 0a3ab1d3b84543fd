import { type DynamoExchange, MeteredTables, type ReadStored, type TableLayout } from './metered-tables.ts';

/** Requests to AWS, told apart by service and action, and what some of them are billed with. */
export interface AwsUse {
  /** `dynamodb PutItem`, and how often. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Events that were published, and their bytes. */
  readonly events: number;
  readonly eventBytes: number;
}

export interface AwsExchange {
  readonly service: string;
  readonly action: string;
  readonly exchange: DynamoExchange;
}

/** Counts what AWS would bill. It must see every request, since writes are billed by what was there before. */
export class AwsMeter {
  readonly tables: MeteredTables;
  #use = unused();

  constructor(layouts: Readonly<Record<string, TableLayout>>) {
    this.tables = new MeteredTables(layouts);
  }

  /** Since the last question. */
  take(): AwsUse {
    const taken = this.#use;
    this.#use = unused();
    return taken;
  }

  async record({ service, action, exchange }: AwsExchange, readStored: ReadStored): Promise<void> {
    const use = this.#use;
    const name = `${service} ${action}`;
    use.calls[name] = (use.calls[name] ?? 0) + 1;
    if (service === 'dynamodb') {
      const { read, write } = await this.tables.units(action, exchange, readStored);
      use.readUnits += read;
      use.writeUnits += write;
    }
    if (action === 'PutEvents') {
      const { Entries = [] } = exchange.input as { Entries?: readonly { Detail: string }[] };
      use.events += Entries.length;
      use.eventBytes += Entries.reduce((sum, { Detail }) => sum + Buffer.byteLength(Detail), 0);
    }
  }
}

function unused() {
  return { calls: {} as Record<string, number>, readUnits: 0, writeUnits: 0, events: 0, eventBytes: 0 };
}
