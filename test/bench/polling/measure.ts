import { getHeapSpaceStatistics } from 'node:v8';

/** What one piece of work cost this process. */
export interface Cost {
  /** Of all threads: the garbage collector has its own. */
  readonly cpuMs: number;
  readonly mainThreadMs: number;
  readonly wallMs: number;
  /** Peaks of old space (large objects included) and of the resident set, sampled. */
  readonly oldSpaceMb: number;
  readonly rssMb: number;
}

const SAMPLE_MS = 20;
const MB = 1024 * 1024;

/** Runs work and says what it cost. Garbage of before is collected first, where the process was started with `--expose-gc`. */
export async function measure(work: () => Promise<void>): Promise<Cost> {
  globalThis.gc?.();
  const peak = { oldSpaceMb: 0, rssMb: 0 };
  const sample = () => {
    peak.oldSpaceMb = Math.max(peak.oldSpaceMb, oldSpaceMb());
    peak.rssMb = Math.max(peak.rssMb, process.memoryUsage.rss() / MB);
  };
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const mainBefore = process.threadCpuUsage();
  await work();
  const cpuMs = inMs(process.cpuUsage(before));
  const mainThreadMs = inMs(process.threadCpuUsage(mainBefore));
  const wallMs = performance.now() - startedAt;
  clearInterval(timer);
  sample();
  return { cpuMs, mainThreadMs, wallMs, ...peak };
}

function inMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

function oldSpaceMb(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => /^(old|large_object)_space$/.test(name));
  return spaces.reduce((sum, { space_used_size: bytes }) => sum + bytes, 0) / MB;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
