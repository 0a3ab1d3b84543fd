import type { Stage } from '../../../infra/stages.ts';
import { setIntervals } from '../../../shared/operations/tenant-intervals.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { RECORDS } from './account-records.ts';
import { type Invocation, useOf } from './invocation-use.ts';
import { wireItemBytes } from './item-units.ts';
import { measureChange } from './measure-change.ts';
import { measureCommand } from './measure-command.ts';
import { measureFleet } from './measure-fleet.ts';
import { type MeasuredRelay, putSecret, startMeasuredRelay, TENANT } from './measured-relay.ts';
import type { MeasuredUse } from './monthly-bill.ts';
import { type StackFacts, stackFacts } from './stack-facts.ts';
import { difference, meanOf } from './use.ts';

const DAY_MS = 86_400_000;

export interface Length {
  /** Each of as many polls as there are between two probes. */
  readonly rounds: number;
  /** Tenants beside the first one, for what tick and sweep take for each. */
  readonly others: number;
}
export const FULL: Length = { rounds: 7, others: 300 };
export const QUICK: Length = { rounds: 1, others: 50 };

export interface CostFigures {
  readonly stack: StackFacts;
  readonly use: MeasuredUse;
  /** Of the round of idle polls that is the median by time. */
  readonly idlePolls: readonly Invocation[];
  readonly tenantItemBytes: number;
  readonly snapshots: number;
  readonly snapshotBytes: number;
}

/** Measures the stack of a stage: one tenant whose twelve resources are polled alike, then many tenants for tick and sweep. */
export async function measureCost(stage: Stage, { rounds, others }: Length): Promise<CostFigures> {
  const relay = await startMeasuredRelay({ stage, records: RECORDS });
  try {
    const stack = stackFacts(relay.account.template);
    await connect(relay, stage);
    const idlePolls = medianRound(await pollRounds(relay, rounds * stage.probeEveryPolls, stage.probeEveryPolls));
    const poller = stack.functionFacts('poll-tenant');
    const idle = meanOf(idlePolls.map((one) => useOf(one, poller)));
    const change = await measureChange(relay, poller, idle);
    const command = await measureCommand(relay, stack.functionFacts('execute-command'));
    // Tells what the commands made.
    await relay.poll();
    const daily = difference(useOf(await relay.poll(DAY_MS), poller), idle);
    const stored = storedBy(relay);
    const use = { idle, daily, change, command, ...(await measureFleet(relay, others, stack)) };
    return { stack, use, idlePolls, ...stored };
  } finally {
    await relay.close();
  }
}

/** Until the baseline is complete, and the first poll of the day and one with a probe are over. */
async function connect(relay: MeasuredRelay, stage: Stage): Promise<void> {
  await putSecret(relay, TENANT);
  await relay.invoke('sweep-tenants', {});
  const wishes = Object.fromEntries(Object.keys(resources).map((name) => [name, stage.pollIntervalSeconds]));
  await setIntervals({ tenants: relay.tenants, now: Date.now }, TENANT, wishes);
  while ((await relay.tenants.get(TENANT))?.state !== 'active') await relay.poll();
  for (let polls = 0; polls < stage.probeEveryPolls; polls += 1) await relay.poll();
}

async function pollRounds(relay: MeasuredRelay, polls: number, perRound: number): Promise<Invocation[][]> {
  const rounds: Invocation[][] = [];
  for (let poll = 0; poll < polls; poll += 1) {
    if (poll % perRound === 0) rounds.push([]);
    rounds.at(-1)?.push(await relay.poll());
  }
  return rounds;
}

/** The machine is shared, so some rounds are slower than others. */
function medianRound(rounds: readonly (readonly Invocation[])[]): readonly Invocation[] {
  const wallMs = (round: readonly Invocation[]) => round.reduce((sum, { timing }) => sum + timing.wallMs, 0);
  return rounds.toSorted((a, b) => wallMs(a) - wallMs(b))[Math.floor(rounds.length / 2)] ?? [];
}

function storedBy({ account: { meter, names } }: MeasuredRelay) {
  const tenant = meter.tables.stored(names.tenantsTable, TENANT).find(({ item }) => item?.S === 'tenant');
  const snapshots = meter.tables
    .stored(names.snapshotsTable, TENANT)
    .filter(({ partition }) => !/:(digest|listing)$/.test(String(partition?.S)));
  const snapshotBytes = snapshots.reduce((sum, item) => sum + wireItemBytes(item), 0);
  return { tenantItemBytes: wireItemBytes(tenant), snapshots: snapshots.length, snapshotBytes };
}
