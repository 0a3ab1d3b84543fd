import { inMemoryDigests, inMemorySnapshots, inMemoryTenants } from '../../support/in-memory-stores.ts';
import { answerParent } from './bench-process.ts';
import { type Cost, measure } from './measure.ts';
import type { Figures, MeasuredThing } from './measured-thing.ts';
import { meteredStores } from './metered-stores.ts';
import { bareLoop, fullRefetch } from './plain-things.ts';
import { newTenant } from './relay-poller.ts';
import { type MeteredStores, relayThing } from './relay-thing.ts';
import type { Situation } from './situations.ts';

/** `relay`: our poller with stores in memory · `adapters`: with those of production, on tables that count. */
export type MeasuredName = 'bare' | 'refetch' | 'relay' | 'adapters';

export interface MeasuredQuestion {
  readonly situation: Situation;
  readonly step: 'prepare' | 'run';
}

/** Of one look; memory and events of all. */
export interface MeasuredAnswer extends Cost, Figures {
  readonly looks: number;
}

const things: Readonly<Record<MeasuredName, (baseUrl: string) => MeasuredThing>> = {
  bare: bareLoop,
  refetch: fullRefetch,
  relay: (baseUrl) => relayThing(baseUrl, storesInMemory()),
  adapters: (baseUrl) => relayThing(baseUrl, meteredStores(newTenant())),
};

const [name, baseUrl = ''] = process.argv.slice(2);
const thing = things[name as MeasuredName](baseUrl);

answerParent<MeasuredQuestion, MeasuredAnswer>(async ({ situation, step }) => {
  const looks = thing.looks(situation);
  if (step === 'prepare') await thing.prepare(situation);
  else thing.figures();
  const cost = await measure(async () => {
    if (step === 'run') await thing.run(situation);
  });
  const { recordEvents, readUnits, writeUnits } = thing.figures();
  return {
    ...cost,
    looks,
    recordEvents,
    cpuMs: cost.cpuMs / looks,
    mainThreadMs: cost.mainThreadMs / looks,
    wallMs: cost.wallMs / looks,
    readUnits: readUnits / looks,
    writeUnits: writeUnits / looks,
  };
});

function storesInMemory(): MeteredStores {
  const stores = {
    tenants: inMemoryTenants(newTenant()),
    snapshots: inMemorySnapshots(),
    digests: inMemoryDigests(),
  };
  return { stores, takeUnits: () => ({ readUnits: 0, writeUnits: 0 }) };
}
