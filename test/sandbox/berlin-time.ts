const BERLIN = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/Berlin',
  timeZoneName: 'longOffset',
});
const HOUR_MS = 3_600_000;

/** Offsets by hour since 1970: Intl is slow, seeding thousands of records is not, and clocks change on the hour. */
const offsets = new Map<number, number>();

/** `2026-03-29T03:00:00+02:00`: Berlin's time with its offset and whole seconds, as every sevdesk date (measured). */
export function berlinIso(atMs: number): string {
  const offsetHours = berlinOffsetHours(atMs);
  const local = new Date(atMs + offsetHours * HOUR_MS).toISOString().slice(0, 19);
  // Joined, for strings that are joined otherwise compare slowly, and filters compare whole tables.
  return [local, '+0', offsetHours, ':00'].join('');
}

/** The instant of midnight in Berlin at the start of a day. */
export function berlinMidnightMs(year: number, month: number, day: number): number {
  const utc = Date.UTC(year, month - 1, day);
  // Midnight UTC is 1 or 2 o'clock in Berlin, and clocks never change between midnight and 2.
  return utc - berlinOffsetHours(utc) * HOUR_MS;
}

function berlinOffsetHours(atMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const zone = BERLIN.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const offset = Number(/GMT\+0(\d)/.exec(zone)?.[1] ?? 0);
  offsets.set(hour, offset);
  return offset;
}
