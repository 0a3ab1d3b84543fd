const MINUTE_MS = 60_000;

/** The most of these instants, in order, that fall into any 60 seconds. */
export function mostInAnyMinute(instants: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, at] of instants.entries()) {
    while ((instants[first] ?? at) <= at - MINUTE_MS) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** The value below which this part of them lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
