import { setTimeout as sleep } from 'node:timers/promises';
import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { RelayEvent } from '../contract/event.ts';
import { EVENT_SOURCE } from '../contract/names.ts';
import type { Count } from '../domain/log.ts';
import type { StoreRecord } from './record-store.ts';

const ENTRIES_PER_CALL = 10;
/** EventBridge took 256 KB a call for years, and takes more of late (practice); some of it is overhead per entry. */
const BYTES_PER_CALL = 240_000;
const ATTEMPTS = 5;
const PAUSE_MS = 50;

/**
 * Publishes events in order, at least once.
 * @throws Error when entries are still refused after five attempts; those that were accepted are not sent again.
 */
export type Publish = (events: readonly RelayEvent[]) => Promise<void>;

/**
 * PutEvents has two traps: it answers success when entries failed (`FailedEntryCount`), and when the bus does not exist.
 * The first is handled here; for the second the bus name comes from the same stack. What is too large for the bus is
 * stored before anything is published, so that no `dataref` leads nowhere; without a store it is left out.
 */
export function publishTo(client: EventBridgeClient, busName: string, storeRecord?: StoreRecord): Publish {
  return async (events) => {
    const fitting = await Promise.all(events.map((event) => (fits(event) ? event : shortened(event, storeRecord))));
    for (const batch of batches(fitting.map((event) => toEntry(event, busName)))) await putBatch(client, batch);
  };
}

/** Counts what went to the bus; where it did not take all, what was to go there. */
export function counting(publish: Publish, count: Count): Publish {
  return async (events) => {
    try {
      await publish(events);
    } catch (error) {
      count('eventsRefused', events.length);
      throw error;
    }
    count('events', events.length);
  };
}

async function putBatch(client: EventBridgeClient, batch: readonly PutEventsRequestEntry[]): Promise<void> {
  let rest = batch;
  let lastCode: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS && rest.length > 0; attempt += 1) {
    // Entries are refused one by one when the bus is throttled.
    if (attempt > 1) await sleep(PAUSE_MS * 2 ** attempt * Math.random());
    const answer = await client.send(new PutEventsCommand({ Entries: [...rest] }));
    if (!answer.FailedEntryCount) return;
    const results = answer.Entries ?? [];
    lastCode = results.find(({ ErrorCode }) => ErrorCode)?.ErrorCode;
    rest = rest.filter((_, index) => results[index]?.ErrorCode !== undefined);
  }
  if (rest.length > 0) throw new Error(`EventBridge refused ${rest.length} events (${lastCode})`);
}

function toEntry(event: RelayEvent, busName: string): PutEventsRequestEntry {
  return { EventBusName: busName, Source: EVENT_SOURCE, DetailType: event.type, Detail: JSON.stringify(event) };
}

function fits(event: RelayEvent): boolean {
  return Buffer.byteLength(JSON.stringify(event)) <= BYTES_PER_CALL;
}

/** Without the record and, where that is not enough, without old values: ids, `changed` and summary stay. */
async function shortened(event: RelayEvent, storeRecord?: StoreRecord): Promise<RelayEvent> {
  const { record: _record, ...data } = event.data as Record<string, unknown>;
  const dataref = await storeRecord?.(event);
  const short = { ...event, ...(dataref && { dataref }), data } as unknown as RelayEvent;
  return fits(short) ? short : ({ ...short, data: { ...data, previous: {} } } as unknown as RelayEvent);
}

function* batches(entries: readonly PutEventsRequestEntry[]): Generator<PutEventsRequestEntry[]> {
  let batch: PutEventsRequestEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(`${entry.Detail}${entry.DetailType}${entry.Source}`);
    if (batch.length > 0 && (batch.length === ENTRIES_PER_CALL || bytes + size > BYTES_PER_CALL)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
