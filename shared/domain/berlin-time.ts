let dayFormat: Intl.DateTimeFormat | undefined;
let hourFormat: Intl.DateTimeFormat | undefined;

/** Built at first use: building one takes 5 ms, which a cold start would pay for nothing. */
const berlinDayFormat = () => (dayFormat ??= new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }));
const berlinHourFormat = () =>
  (hourFormat ??= new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' }));

/** The day in Berlin, `YYYY-MM-DD`: sevdesk's dates are Berlin days. */
export function berlinDay(atMs: number): string {
  return berlinDayFormat().format(atMs);
}

/** Unix seconds of midnight in Berlin at the start of a day `YYYY-MM-DD`; another time of day shifts sevdesk's date. */
export function berlinMidnight(day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`) / 1000;
  // Midnight UTC is 1 or 2 o'clock in Berlin, and the clock never changes between midnight and 2.
  return utc - Number(berlinHourFormat().format(utc * 1000)) * 3600;
}

/** The day `days` later, counted in calendar days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
