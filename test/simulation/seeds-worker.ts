import { parentPort, workerData } from 'node:worker_threads';
import { generateHistory } from './generate.ts';
import { profileOf } from './profiles.ts';
import type { BrokenSeed, SeedShare } from './run-seeds.ts';
import { simulate } from './world.ts';

const { profile, from, until, every, steps, untilBroken } = workerData as SeedShare;
const broken: BrokenSeed[] = [];
let stopped = false;
parentPort?.once('message', () => {
  stopped = true;
});

for (let seed = from; seed < until && !stopped; seed += every) {
  const violation = await simulate(generateHistory(seed, profileOf(profile), steps));
  if (violation) broken.push({ seed, violation });
  if (violation && untilBroken) break;
}
parentPort?.postMessage(broken);
parentPort?.close();
