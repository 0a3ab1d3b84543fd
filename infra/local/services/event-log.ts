import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DeliveredEvent } from './event-entry.ts';

/** Some 300 MB of events with whole records. */
const MOST_EVENTS = 50_000;

/** The events of one archive, in the order of their arrival: one line of JSON each in a file, or in memory when there is no path. */
export interface EventLog {
  /** When there are too many, the first tenth is forgotten. */
  readonly append: (event: DeliveredEvent) => void;
  /** Events that did not expire, that is whose time is not before `sinceMs`. What did is forgotten. */
  readonly read: (sinceMs: number) => readonly DeliveredEvent[];
  /** Forgets everything, and deletes the file. */
  readonly remove: () => void;
}

export function openEventLog(path: string | undefined, mostEvents = MOST_EVENTS): EventLog {
  let events = path === undefined ? [] : readLines(path);
  const rewrite = () => {
    if (path !== undefined) writeFileSync(path, events.map(line).join(''), { mode: 0o600 });
  };
  return {
    append(event) {
      events.push(event);
      if (path !== undefined) appendLine(path, event);
      if (events.length <= mostEvents) return;
      events = events.slice(Math.ceil(mostEvents / 10));
      rewrite();
    },
    read(sinceMs) {
      const kept = events.filter((event) => timeOf(event) >= sinceMs);
      if (kept.length < events.length) {
        events = kept;
        rewrite();
      }
      return [...kept];
    },
    remove() {
      events = [];
      if (path !== undefined) rmSync(path, { force: true });
    },
  };
}

/** When an event happened, in milliseconds. */
export function timeOf({ time }: DeliveredEvent): number {
  return Date.parse(time);
}

function readLines(path: string): DeliveredEvent[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  // Behind the last line feed is nothing, or what a crash left of a line: the next one would be written behind it.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeFileSync(path, whole, { mode: 0o600 });
  return whole
    .split('\n')
    .slice(0, -1)
    .map((one) => JSON.parse(one) as DeliveredEvent);
}

function appendLine(path: string, event: DeliveredEvent): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  appendFileSync(path, line(event), { mode: 0o600 });
}

function line(event: DeliveredEvent): string {
  return `${JSON.stringify(event)}\n`;
}
