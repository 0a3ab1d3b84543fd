import { Worker } from 'node:worker_threads';
import type { ComparedFleets } from './fleet-bounds.ts';
import type { FleetChoice } from './fleet-choice.ts';
import type { FleetFigures } from './fleet-figures.ts';

/** Runs both on a thread of their own. */
export async function compareFleets(choice: Omit<FleetChoice, 'troublemakers'>): Promise<ComparedFleets> {
  const [beside, alone] = await Promise.all([
    runOnThread({ ...choice, troublemakers: true }),
    runOnThread({ ...choice, troublemakers: false }),
  ]);
  return { beside, alone };
}

function runOnThread(choice: FleetChoice): Promise<FleetFigures> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fleet-worker.ts', import.meta.url), { workerData: choice });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}
