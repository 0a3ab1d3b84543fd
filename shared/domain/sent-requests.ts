const MINUTE_SECONDS = 60;

/** How many requests go out in each second: those of the last minute, and those reserved for the next seconds. */
export interface SentRequests {
  /** The second that `counts` begins with, in Unix seconds. */
  readonly since: number;
  readonly counts: readonly number[];
}

export const NOTHING_SENT: SentRequests = { since: 0, counts: [] };

/** With requests that go out at these times (milliseconds). What is older than a minute is forgotten. */
export function noteRequests(sent: SentRequests, times: readonly number[], nowMs: number): SentRequests {
  const seconds = times.map(secondOf);
  const oldest = secondOf(nowMs) - MINUTE_SECONDS;
  const end = Math.max(endOf(sent), ...seconds.map((second) => second + 1));
  const counts = Array.from({ length: Math.max(0, end - oldest) }, (_, index) => {
    const second = oldest + index;
    return countAt(sent, second) + seconds.filter((other) => other === second).length;
  });
  const first = counts.findIndex((count) => count > 0);
  return first < 0 ? NOTHING_SENT : { since: oldest + first, counts: counts.slice(first) };
}

/** After 429: without the requests that were refused, which are some of the last, and without what was reserved for later. */
export function withoutRefused(sent: SentRequests, refused: number, nowMs: number): SentRequests {
  const counts = sent.counts.slice(0, Math.max(0, secondOf(nowMs) + 1 - sent.since));
  let left = refused;
  for (let index = counts.length - 1; index >= 0 && left > 0; index -= 1) {
    const count = counts[index] ?? 0;
    counts[index] = Math.max(0, count - left);
    left -= Math.min(left, count);
  }
  return counts.some((count) => count > 0) ? { ...sent, counts } : NOTHING_SENT;
}

/** Requests that went out in the minute before, up to one second more: a second counts whole. */
export function sentInMinute(sent: SentRequests, nowMs: number): number {
  return sentSince(sent, nowMs - MINUTE_SECONDS * 1000, nowMs);
}

/** Requests that went out since that second began. */
export function sentSince(sent: SentRequests, sinceMs: number, nowMs: number): number {
  const from = Math.max(0, secondOf(sinceMs) - sent.since);
  const end = Math.max(0, secondOf(nowMs) + 1 - sent.since);
  return sent.counts.slice(from, end).reduce((sum, count) => sum + count, 0);
}

/** When so few requests are left in the minute before, if none is added. */
export function roomAt(sent: SentRequests, most: number, nowMs: number): number {
  let left = sentInMinute(sent, nowMs);
  let second = secondOf(nowMs) - MINUTE_SECONDS;
  for (; left > most; second += 1) left -= countAt(sent, second);
  return Math.max(nowMs, (second + MINUTE_SECONDS) * 1000);
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}

function endOf({ since, counts }: SentRequests): number {
  return since + counts.length;
}

function countAt({ since, counts }: SentRequests, second: number): number {
  return counts[second - since] ?? 0;
}
