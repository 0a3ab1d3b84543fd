import { parentPort, workerData } from 'node:worker_threads';
import type { FleetChoice } from './fleet-choice.ts';
import { runFleet } from './fleet-figures.ts';

parentPort?.postMessage(await runFleet(workerData as FleetChoice));
