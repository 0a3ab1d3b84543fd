import type { ResourceName } from '../../../shared/contract/event.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import type { CountedAccount, CountedPoll } from './counted-account.ts';

/** Records that one call adds to a listing. */
const ROWS_PER_CALL = 990;

/** What many polls came to in which nothing changed. */
export interface IdlePolls {
  /** The largest number of calls per poll, averaged, of a cursor resource. */
  readonly cursorCalls: number;
  /** Listing resources that took more calls than their pages, in any poll; each as text. */
  readonly overspent: readonly string[];
  readonly mostWrites: number;
  readonly averageWrites: number;
  readonly strayReads: readonly string[];
  readonly recordEvents: number;
}

/** Polls until the baseline is complete and the first poll of the day is over; answers the events about records. */
export async function settle(account: CountedAccount): Promise<number> {
  let recordEvents = 0;
  while ((await account.tenant())?.state !== 'active') recordEvents += (await account.poll()).recordEvents;
  return recordEvents + (await account.poll()).recordEvents;
}

export async function idlePolls(
  account: CountedAccount,
  { polls, records }: { polls: number; records: Readonly<Partial<Record<ResourceName, number>>> },
): Promise<IdlePolls> {
  const seen: CountedPoll[] = [];
  for (let poll = 1; poll <= polls; poll += 1) seen.push(await account.poll());
  const rows = Object.values(resources);
  const cursor = rows.filter(({ strategy }) => strategy === 'cursor');
  const listing = rows.filter(({ strategy }) => strategy === 'listing');
  const callsOf = (path: string) => seen.map(({ calls }) => calls[path] ?? 0);
  return {
    cursorCalls: Math.max(...cursor.map(({ path }) => average(callsOf(path)))),
    overspent: listing.flatMap(({ name, path }) => {
      const pages = Math.max(1, Math.ceil((records[name] ?? 0) / ROWS_PER_CALL));
      const most = Math.max(...callsOf(path));
      return most > pages ? [`${name}: ${most} calls for ${pages}`] : [];
    }),
    mostWrites: Math.max(...seen.map(({ writes }) => writes)),
    averageWrites: average(seen.map(({ writes }) => writes)),
    strayReads: seen.flatMap(({ strayReads }) => strayReads),
    recordEvents: seen.reduce((sum, { recordEvents }) => sum + recordEvents, 0),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
