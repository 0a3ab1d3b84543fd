/** Loaded in place of a bundle, by a thread that runs functions: times it, on a clock that is moved from outside. */
import { pathToFileURL } from 'node:url';

/** Sets the clock, or is handed to the bundle. */
export type TimedPayload = { readonly aheadMs: number } | { readonly payload: unknown };

export interface TimedAnswer {
  readonly wallMs: number;
  /** Of the thread. */
  readonly cpuMs: number;
  readonly result: unknown;
}

let aheadMs = 0;
const now = Date.now;
Date.now = () => now() + aheadMs;

const bundle = await import(pathToFileURL(process.env.BUNDLE ?? '').href);

export async function handler(given: TimedPayload, context: unknown): Promise<TimedAnswer | null> {
  if ('aheadMs' in given) {
    aheadMs = given.aheadMs;
    return null;
  }
  const startedAt = performance.now();
  const before = process.threadCpuUsage();
  const result = await bundle.handler(given.payload, context);
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.threadCpuUsage(before);
  return { wallMs, cpuMs: (user + system) / 1000, result };
}
