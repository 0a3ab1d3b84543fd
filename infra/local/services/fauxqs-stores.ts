import { mkdirSync } from 'node:fs';
import type { buildApp } from 'fauxqs';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;

interface Persistence {
  readonly db: { prepare(sql: string): { run(...values: string[]): unknown } };
  load(sqs: Stores['sqsStore'], sns: Stores['snsStore'], s3: Stores['s3Store']): void;
  updateMessageReady(messageId: string): void;
  close(): void;
}

/**
 * fauxqs keeps state (SQLite) only when started by startFauxqs, which binds 0.0.0.0; this loads the same parts
 * from its package, past its `exports`, for buildApp. Deduplication ids are not kept over a restart.
 */
export async function openStores(directory: string): Promise<{ stores: Stores; close(): void }> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { PersistenceManager } = await part<{ PersistenceManager: new (directory: string) => Persistence }>(
    'persistence',
  );
  const { SqsStore } = await part<{ SqsStore: new () => Stores['sqsStore'] }>('sqs/sqsStore');
  const { SnsStore } = await part<{ SnsStore: new () => Stores['snsStore'] }>('sns/snsStore');
  const { S3Store } = await part<{ S3Store: new () => Stores['s3Store'] }>('s3/s3Store');
  const stores: Stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const persistence = new PersistenceManager(directory);
  keepReceiveCount(persistence);
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  for (const store of Object.values(stores)) Object.assign(store, { persistence });
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence });
  return { stores, close: () => persistence.close() };
}

/** fauxqs 2.4.1 writes NULL into a NOT NULL column when a message's visibility is set to 0: it answers 500 and loses it. */
function keepReceiveCount(persistence: Persistence): void {
  const makeReady = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => {
    makeReady.run(messageId);
  };
}

function part<T>(name: string): Promise<T> {
  return import(new URL(`./${name}.js`, import.meta.resolve('fauxqs')).href) as Promise<T>;
}
