import { startProcess } from './bench-process.ts';
import type { MeasuredAnswer, MeasuredName, MeasuredQuestion } from './measured-process.ts';
import type { ServerAnswer, ServerQuestion } from './page-server.ts';
import { CHANGE_BEFORE, SITUATIONS, type Situation } from './situations.ts';

export interface Comparison {
  /** Invoices of the account. */
  readonly records: number;
  readonly runs: number;
  /** In the first run only: 100,000 records take long with all that the adapters do. */
  readonly adaptersOnce: boolean;
  /** Old space that the poller with the adapters may have. */
  readonly adaptersOldSpaceMb?: number;
}

/** What one look cost. */
export interface Sample extends MeasuredAnswer {
  readonly calls: number;
}

/** The samples of one size: one for each run. */
export type Samples = Readonly<Record<MeasuredName, Readonly<Record<Situation, readonly Sample[]>>>>;

export const MEASURED: readonly MeasuredName[] = ['bare', 'refetch', 'relay', 'adapters'];

/** These two do the same whatever happened: they are measured when the process is new, and once it is warm. */
const PLAIN: readonly MeasuredName[] = ['bare', 'refetch'];
const PLAIN_SITUATIONS: readonly Situation[] = ['first listing', 'unchanged listing'];

type Server = ReturnType<typeof startProcess<ServerQuestion, ServerAnswer>>;
type Measured = ReturnType<typeof startProcess<MeasuredQuestion, MeasuredAnswer>>;
type Keep = (name: MeasuredName, situation: Situation, sample: Sample) => void;

/** Measures everything on the same account, in turns, in several runs. */
export async function compare(comparison: Comparison): Promise<Samples> {
  const samples = emptySamples();
  const nodeOptions = ['--max-old-space-size=8192'];
  const server: Server = startProcess({ file: 'page-server.ts', nodeOptions });
  const { url } = await server.ask({ kind: 'load', records: comparison.records });
  for (let run = 0; run < comparison.runs; run += 1) {
    const names = MEASURED.filter((name) => name !== 'adapters' || run === 0 || !comparison.adaptersOnce);
    const processes = names.map((name) => ({ name, measured: startMeasured(name, url, comparison) }));
    await compareOnce(server, processes, (name, situation, sample) => samples[name][situation].push(sample));
    for (const { measured } of processes) await measured.stop();
    // The account is as large in the next run.
    await server.ask({ kind: 'change', change: 'create' });
  }
  await server.stop();
  return samples;
}

interface Running {
  readonly name: MeasuredName;
  readonly measured: Measured;
}

async function compareOnce(server: Server, processes: readonly Running[], keep: Keep): Promise<void> {
  let running = processes;
  for (const situation of SITUATIONS) {
    for (const { measured } of running) await measured.ask({ situation, step: 'prepare' });
    const change = CHANGE_BEFORE[situation];
    if (change) await server.ask({ kind: 'change', change });
    for (const each of running) {
      if (!isMeasured(each.name, situation)) continue;
      await server.ask({ kind: 'requests' });
      const answer = await answerOrDeath(each, situation);
      const { requests } = await server.ask({ kind: 'requests' });
      if (answer) keep(each.name, situation, { ...answer, calls: requests / answer.looks });
      else running = running.filter((other) => other !== each);
    }
  }
}

function isMeasured(name: MeasuredName, situation: Situation): boolean {
  return !PLAIN.includes(name) || PLAIN_SITUATIONS.includes(situation);
}

/** The poller with little memory may run out of it: then it has no samples, which fails its bound. */
async function answerOrDeath({ name, measured }: Running, situation: Situation): Promise<MeasuredAnswer | undefined> {
  try {
    return await measured.ask({ situation, step: 'run' });
  } catch (error) {
    if (name !== 'adapters') throw error;
    console.error(`${situation}:`, error);
    return undefined;
  }
}

function startMeasured(name: MeasuredName, url: string, { adaptersOldSpaceMb: limitMb }: Comparison): Measured {
  const limit = name === 'adapters' && limitMb !== undefined ? [`--max-old-space-size=${limitMb}`] : [];
  return startProcess({ file: 'measured-process.ts', args: [name, url], nodeOptions: ['--expose-gc', ...limit] });
}

function emptySamples(): Record<MeasuredName, Record<Situation, Sample[]>> {
  const each = <K extends string, V>(keys: readonly K[], value: () => V) =>
    Object.fromEntries(keys.map((key) => [key, value()])) as Record<K, V>;
  return each(MEASURED, () => each(SITUATIONS, (): Sample[] => []));
}
