import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Archives } from './archives.ts';
import type { EventArchive, EventBusStore, EventReplay } from './event-bus-store.ts';
import type { DeliveredEvent } from './event-entry.ts';
import { timeOf } from './event-log.ts';

/** So many are on their way at a time: a replay can be cancelled between two such lots. */
const EVENTS_AT_ONCE = 50;
const MINUTE_MS = 60_000;

/** Delivers a replayed event to the rules that may have it. */
export type DeliverReplayed = (event: DeliveredEvent, replay: EventReplay) => Promise<unknown>;

export interface Replays {
  /** Runs a replay in the background. */
  readonly start: (replay: EventReplay, archive: EventArchive) => void;
  /** Cancels all that run, and waits for their end. */
  readonly close: () => Promise<void>;
}

export function isUnderWay({ state }: EventReplay): boolean {
  return state === 'STARTING' || state === 'RUNNING' || state === 'CANCELLING';
}

/** Replays by minutes: an earlier minute is delivered before a later one; within one there is no order, as on AWS. */
export function openReplays(
  { store, archives }: { readonly store: EventBusStore; readonly archives: Archives },
  deliver: DeliverReplayed,
): Replays {
  endUnfinished(store);
  const running = new Set<Promise<void>>();
  return {
    start(replay, archive) {
      const events = eventsOf(replay, archives.events(archive));
      const run = deliverAll(replay, events, deliver)
        .catch((error: unknown) => end(replay, 'FAILED', String(error)))
        .finally(() => {
          running.delete(run);
          store.save();
        });
      running.add(run);
    },
    async close() {
      for (const replay of store.state.replays.filter(isUnderWay)) replay.state = 'CANCELLING';
      await Promise.all(running);
    },
  };
}

/** What an earlier run of the account did not bring to its end. */
function endUnfinished(store: EventBusStore): void {
  for (const replay of store.state.replays.filter(isUnderWay)) end(replay, 'FAILED', 'The local account was stopped.');
}

function eventsOf({ startMs, endMs }: EventReplay, archived: readonly DeliveredEvent[]): readonly DeliveredEvent[] {
  const minute = (event: DeliveredEvent) => Math.floor(timeOf(event) / MINUTE_MS);
  return archived
    .filter((event) => timeOf(event) >= startMs && timeOf(event) < endMs)
    .toSorted((a, b) => minute(a) - minute(b) || (a.id < b.id ? -1 : 1));
}

async function deliverAll(
  replay: EventReplay,
  events: readonly DeliveredEvent[],
  deliver: DeliverReplayed,
): Promise<void> {
  await nextTurn();
  if (replay.state === 'STARTING') replay.state = 'RUNNING';
  for (let next = 0; next < events.length && replay.state === 'RUNNING'; next += EVENTS_AT_ONCE) {
    const lot = events.slice(next, next + EVENTS_AT_ONCE);
    await Promise.all(lot.map((event) => deliver({ ...event, 'replay-name': replay.name }, replay)));
    replay.lastReplayedMs = Math.max(replay.lastReplayedMs ?? 0, ...lot.map(timeOf));
    await nextTurn();
  }
  end(replay, replay.state === 'CANCELLING' ? 'CANCELLED' : 'COMPLETED');
}

function end(replay: EventReplay, state: EventReplay['state'], reason?: string): void {
  Object.assign(replay, { state, endedAtMs: Date.now(), ...(reason !== undefined && { stateReason: reason }) });
}
