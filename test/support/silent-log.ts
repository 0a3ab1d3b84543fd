import type { Count, Log, Measure } from '../../shared/domain/log.ts';

/** A log that keeps its lines for the test to read. */
export function silentLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  return { lines, info: keep, warn: keep, error: keep };
}

export const noCount: Count = () => undefined;
export const noMeasure: Measure = () => undefined;
