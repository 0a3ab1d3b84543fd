import { InvalidArgumentError } from 'commander';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads an option's value such as `2h` or `30min` into milliseconds. */
export function durationMs(value: string): number {
  const ms = readDuration(value);
  if (ms === undefined) throw new InvalidArgumentError('A length of time is a whole number with s, min, h or d: 2h.');
  return ms;
}

/** `2h` or `30min` in milliseconds; undefined for what is no length of time. */
export function readDuration(text: string): number | undefined {
  const [, number = '', unit = ''] = /^([1-9]\d{0,5}) ?(s|min|h|d)$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  return unitMs === undefined ? undefined : Number(number) * unitMs;
}
