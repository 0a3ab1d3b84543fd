import { type Activity, type BillLine, billOfHoldings, billOfStorage, billOfUse, type Holdings } from './bill.ts';
import type { Prices } from './prices.ts';
import type { EventSources } from './stack-facts.ts';
import { NO_USE, sumOf, type Use } from './use.ts';
import { type Fleet, pollsThatConnect, tokenReadsPerPoll } from './warm-containers.ts';
import { monthly, type Workload } from './workload.ts';

/** Use per occurrence, as measured. */
export interface MeasuredUse {
  /** A poll in which nothing changed. */
  readonly idle: Use;
  /** What the first poll of a day takes beyond an idle one. */
  readonly daily: Use;
  /** What a change takes beyond idle polls. */
  readonly change: Use;
  readonly command: Use;
  /** What the functions take that look at all tenants: with next to none, and for each one more. */
  readonly tick: Use;
  readonly dueTenant: Use;
  readonly sweep: Use;
  readonly sweptTenant: Use;
}

export interface BillFacts {
  readonly tenants: number;
  readonly measured: MeasuredUse;
  readonly workload: Workload;
  readonly holdings: Holdings;
  readonly eventSources: EventSources;
  /** Billed time of an idle poll. */
  readonly pollSeconds: number;
  readonly tokenCacheSeconds: number;
  /** Of a tenant's snapshots. */
  readonly storedBytes: number;
}

export interface MonthlyBill {
  /** Of one tenant, by what happens; secrets are not in it. */
  readonly activities: readonly Activity[];
  /** Of one tenant, by what AWS bills. */
  readonly tenantLines: readonly BillLine[];
  /** Of the stage, whatever its tenants do. */
  readonly stageLines: readonly BillLine[];
}

export function monthlyBill(facts: BillFacts, prices: Prices): MonthlyBill {
  const activities = tenantActivities(facts);
  return {
    activities,
    tenantLines: [...billOfUse(activities, prices), billOfStorage(facts.storedBytes, prices)],
    stageLines: [...billOfUse(stageActivities(facts), prices), ...billOfHoldings(facts.holdings, prices)],
  };
}

/** What a month of one tenant consists of. */
export function tenantActivities(facts: BillFacts): readonly Activity[] {
  const { measured, workload } = facts;
  const { idle, daily, change, command, dueTenant, sweptTenant } = measured;
  const { polls, days, changes, commands, sweeps } = monthly(workload);
  return [
    { name: 'polls in which nothing changed', perMonth: polls, use: sumOf([ofWarmContainers(idle, facts), DELIVERY]) },
    { name: 'more at the first poll of each day', perMonth: days, use: daily },
    { name: 'asking for polls', perMonth: polls, use: { ...dueTenant, sqsRequests: messagesPerPoll(facts) } },
    { name: 'sweeps', perMonth: sweeps, use: sweptTenant },
    { name: 'changes', perMonth: changes, use: change },
    { name: 'commands', perMonth: commands, use: sumOf([withTokenReads(command, 1, facts), FIFO_DELIVERY]) },
  ];
}

/** A batch of one: received and deleted. */
const DELIVERY: Use = { ...NO_USE, sqsRequests: 2 };
/** Sent by the product, received and deleted. */
const FIFO_DELIVERY: Use = { ...NO_USE, fifoRequests: 3 };

/** One container was measured, after a pause; how often all of them read a token and connect depends on how many there are. */
function ofWarmContainers(idle: Use, facts: BillFacts): Use {
  const fleet = fleetOf(facts);
  const connections = idle.connections * pollsThatConnect(fleet);
  return withTokenReads({ ...idle, connections }, tokenReadsPerPoll(fleet), facts);
}

/** What was measured found its token at hand; a command, which comes hours after the last one, does not. */
function withTokenReads(use: Use, reads: number, { holdings }: BillFacts): Use {
  return { ...use, secretCalls: reads, kmsRequests: holdings.keys > 0 ? reads : 0 };
}

export function fleetOf({ tenants, pollSeconds, workload, tokenCacheSeconds }: BillFacts): Fleet {
  return { tenants, pollSeconds, intervalSeconds: workload.pollSeconds, cacheSeconds: tokenCacheSeconds };
}

const MESSAGES_PER_CALL = 10;

/** Ten polls are asked for with one call, if so many tenants are due at a tick. */
function messagesPerPoll({ tenants, workload }: BillFacts): number {
  const due = (tenants * workload.tickSeconds) / workload.pollSeconds;
  return Math.ceil(due / MESSAGES_PER_CALL) / due;
}

export function stageActivities({ measured, workload, eventSources }: BillFacts): readonly Activity[] {
  const { ticks, sweeps, idleReceives } = monthly(workload);
  return [
    { name: 'ticks', perMonth: ticks, use: measured.tick },
    { name: 'sweeps', perMonth: sweeps, use: measured.sweep },
    {
      name: 'looks into empty queues',
      perMonth: idleReceives,
      use: { ...NO_USE, sqsRequests: eventSources.standard, fifoRequests: eventSources.fifo },
    },
  ];
}
