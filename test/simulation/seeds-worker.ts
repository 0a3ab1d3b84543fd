import { parentPort, workerData } from 'node:worker_threads';
import type { BrokenSeed, SeedShare } from './run-seeds.ts';
import type { AnyHistory, Subject } from './subject.ts';

const share = workerData as SeedShare;
let stopped = false;
parentPort?.once('message', () => {
  stopped = true;
});

async function run<H extends AnyHistory>({ generate, simulate }: Subject<H>): Promise<readonly BrokenSeed[]> {
  const { profile, from, until, every, steps, untilBroken } = share;
  const broken: BrokenSeed[] = [];
  for (let seed = from; seed < until && !stopped; seed += every) {
    const violation = await simulate(generate(seed, profile, steps));
    if (violation) broken.push({ seed, violation });
    if (violation && untilBroken) break;
  }
  return broken;
}

async function runShare(): Promise<readonly BrokenSeed[]> {
  if (share.subject === 'writer') return run((await import('./writer/writer-subject.ts')).WRITER);
  return run((await import('./poller-subject.ts')).POLLER);
}

parentPort?.postMessage(await runShare());
parentPort?.close();
