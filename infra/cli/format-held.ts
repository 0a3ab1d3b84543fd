import type { HeldBack } from '../../shared/operations/held-deletions.ts';
import { showNumber } from './show-number.ts';
import { berlinClock, showDuration, withIsoTimes } from './show-time.ts';
import { renderTable } from './table.ts';

const HEAD = ['RESOURCE', 'DELETIONS', 'OF KNOWN', 'SHARE', 'HELD SINCE', 'STATE'];

const CAUSES = [
  "sevdesk no longer lists these records. Either the rights of the token's user were cut, or sevdesk has a fault (then nothing is",
  'gone, and confirming would be wrong), or somebody really cleaned up. Look for some of them in sevdesk as an administrator.',
].join('\n');

/** What is held back, and what may have caused it. */
export function formatHeld(held: readonly HeldBack[], nowMs: number): string {
  const rows = held.map(({ resource, records, known, since, confirmed }) => [
    resource,
    showNumber(records),
    showNumber(known),
    `${Math.round((records / known) * 100)} %`,
    `${berlinClock(since)} (${showDuration(nowMs - since)})`,
    confirmed ? 'confirmed, told a few at each poll' : 'waits for --yes',
  ]);
  return `${renderTable(rows, HEAD)}\n\n${CAUSES}`;
}

/** The same as JSON, times in ISO 8601. */
export function heldAsJson(held: readonly HeldBack[]): string {
  return JSON.stringify(held.map((one) => withIsoTimes(one, ['since'])));
}
