import { resources } from '../../../shared/sevdesk/resources.ts';
import type { MeasuredThing } from './measured-thing.ts';
import { BENCH_TENANT, relayPoller, type Stores } from './relay-poller.ts';
import type { Situation } from './situations.ts';

/** A whole round of probes. */
const IDLE_POLLS = 6;

/** The stores, and the units that they took since the last question. */
export interface MeteredStores {
  readonly stores: Stores;
  readonly takeUnits: () => { readonly readUnits: number; readonly writeUnits: number };
}

/** Our poller, on invoices alone. */
export function relayThing(baseUrl: string, { stores, takeUnits }: MeteredStores): MeasuredThing {
  const { Invoice } = resources;
  const relay = relayPoller({ baseUrl, token: 'b'.repeat(32), stores, polled: { Invoice } });
  const progress = async () => (await relay.tenant())?.resources.Invoice ?? {};
  const ask = () => stores.tenants.change(BENCH_TENANT, (tenant) => ({ ...tenant, asked: { Invoice: 'everything' } }));
  const untilProbe = async () => {
    while (((await progress()).unprobed ?? 0) + 1 < IDLE_POLLS) await relay.poll();
  };
  const untilWarm = async () => {
    await ask();
    await relay.poll();
    await ask();
  };
  const before: Readonly<Partial<Record<Situation, () => Promise<unknown>>>> = {
    // The first poll after a baseline tries the time filter and looks for what is overdue, as each day.
    'idle poll': relay.poll,
    'unchanged listing': untilWarm,
    'one deletion': untilProbe,
  };
  const looks = (situation: Situation) => (situation === 'idle poll' ? IDLE_POLLS : 1);
  return {
    looks,
    async prepare(situation) {
      await before[situation]?.();
    },
    async run(situation) {
      for (let look = 1; look <= looks(situation); look += 1) await relay.poll();
    },
    figures: () => ({ recordEvents: relay.takeRecordEvents(), ...takeUnits() }),
  };
}
