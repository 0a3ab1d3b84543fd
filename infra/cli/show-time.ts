const BERLIN = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'medium',
});

const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

/** `2026-11-20 09:15:00`, by the clock in Berlin, as in sevdesk. */
export function berlinClock(atMs: number): string {
  return BERLIN.format(atMs);
}

/** A length of time in its largest unit: `12 s`, `3 min`, `2 h`, `5 d`. */
export function showDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const unit = UNITS.find((candidate) => seconds >= candidate.seconds);
  return unit ? `${Math.floor(seconds / unit.seconds)} ${unit.name}` : '0 s';
}

/** The same in its two largest units: `5 min 12 s`, `2 h`. */
export function showDurationInTwo(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const largest = UNITS.findIndex((unit) => seconds >= unit.seconds);
  const [first, second] = UNITS.slice(largest);
  if (largest < 0 || !first) return '0 s';
  const rest = second ? Math.floor((seconds % first.seconds) / second.seconds) : 0;
  const whole = `${Math.floor(seconds / first.seconds)} ${first.name}`;
  return second && rest > 0 ? `${whole} ${rest} ${second.name}` : whole;
}

/** An object with its times in milliseconds turned into ISO 8601, for JSON that others read. */
export function withIsoTimes<T extends object>(value: T, times: readonly (keyof T)[]): Record<string, unknown> {
  const shown = Object.entries(value).map(([key, field]) => [
    key,
    times.includes(key as keyof T) && typeof field === 'number' ? new Date(field).toISOString() : field,
  ]);
  return Object.fromEntries(shown);
}
