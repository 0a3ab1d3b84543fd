import { DatabaseSync } from 'node:sqlite';
import { parseEvent, type RelayEvent } from 'sevdesk-relay/contract';

const database = new DatabaseSync(process.env.DATABASE ?? 'billing.db');
database.exec('CREATE TABLE IF NOT EXISTS handled_events (id TEXT PRIMARY KEY) STRICT');
const remember = database.prepare('INSERT OR IGNORE INTO handled_events (id) VALUES (?)');

/** What `handle` writes into the database and the event's id are committed together: both, or none. */
export function handleOnce(message: string, handle: (event: RelayEvent, database: DatabaseSync) => void): void {
  const event = parseEvent(message);
  database.exec('BEGIN IMMEDIATE');
  try {
    if (remember.run(event.id).changes > 0) handle(event, database);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
