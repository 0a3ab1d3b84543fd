import type { Bound } from '../bound.ts';
import { alternatives } from './alternatives.ts';
import { type Activity, type BillLine, billOfUse, totalOf } from './bill.ts';
import type { CostFigures } from './measure-cost.ts';
import { CALL_MS } from './measured-relay.ts';
import { measuredTable } from './measured-table.ts';
import { type BillFacts, fleetOf, type MonthlyBill, monthlyBill } from './monthly-bill.ts';
import { OWN_METRICS_COUNT } from './own-metrics.ts';
import { EU_CENTRAL_1, type Prices, US_EAST_1 } from './prices.ts';
import { type Fleet, pollsAtOnce, pollsThatConnect, tokenReadsPerPoll, warmContainers } from './warm-containers.ts';
import type { Workload } from './workload.ts';

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface CostReport {
  readonly tables: readonly Table[];
  readonly bound: Bound;
}

const FLEETS = [10, 1000, 100_000] as const;
const BOUND_FLEET = 1000;
const MOST_DOLLARS = 0.08;

/** All that is told of a run: what was measured, and what it costs. */
export function costReport(figures: CostFigures, workload: Workload, tokenCacheSeconds: number): CostReport {
  const prices = EU_CENTRAL_1;
  const factsOf = (tenants: number): BillFacts => billFacts(figures, { workload, tenants, tokenCacheSeconds });
  const bills = FLEETS.map((tenants) => ({ tenants, bill: monthlyBill(factsOf(tenants), prices) }));
  const tables = [
    measuredTable(figures),
    containersTable(FLEETS.map(factsOf)),
    linesTable(bills),
    activitiesTable(bills, prices),
    stageTable(bills),
    totalsTable(bills, prices),
    alternativesTable(FLEETS.map(factsOf), prices),
  ];
  return { tables, bound: tenantBound(factsOf(BOUND_FLEET)) };
}

function billFacts(
  { use, stack, snapshotBytes }: CostFigures,
  fleet: Pick<BillFacts, 'workload' | 'tenants' | 'tokenCacheSeconds'>,
): BillFacts {
  const gb = stack.functionFacts('poll-tenant').memoryMb / 1024;
  return {
    ...fleet,
    measured: use,
    pollSeconds: use.idle.gbSeconds / gb,
    storedBytes: snapshotBytes,
    eventSources: stack.eventSources,
    holdings: { ...stack.holdings, metrics: OWN_METRICS_COUNT },
  };
}

/** Of a tenant that is polled, whatever its users do: that part is the relay's own. */
function tenantBound(facts: BillFacts): Bound {
  const { changesPerDay, commandsPerDay, pollSeconds } = facts.workload;
  const quiet = { ...facts, workload: { ...facts.workload, changesPerDay: 0, commandsPerDay: 0 } };
  const of = (what: BillFacts, prices: Prices) => totalOf(monthlyBill(what, prices).tenantLines);
  const dollars = of(quiet, EU_CENTRAL_1);
  return {
    text: `A tenant among ${facts.tenants}, 12 resources at ${pollSeconds} s, sevdesk at ${CALL_MS} ms a call, secret left out: at most $${MOST_DOLLARS} a month`,
    figure: `${money(dollars)} (${money(of(facts, EU_CENTRAL_1))} with ${changesPerDay} changes and ${commandsPerDay} commands a day; in us-east-1 ${money(of(quiet, US_EAST_1))} and ${money(of(facts, US_EAST_1))})`,
    holds: dollars <= MOST_DOLLARS,
  };
}

interface FleetBill {
  readonly tenants: number;
  readonly bill: MonthlyBill;
}

const FLEET_NAMES = FLEETS.map((tenants) => `${tenants.toLocaleString('en')} tenants`);

function containersTable(fleets: readonly BillFacts[]): Table {
  const row = (name: string, cell: (fleet: Fleet) => string) => [name, ...fleets.map((facts) => cell(fleetOf(facts)))];
  return {
    title: 'Containers of `poll-tenant` (computed)',
    head: ['', ...FLEET_NAMES],
    rows: [
      row('polls at the same time, on average', (fleet) => pollsAtOnce(fleet).toFixed(2)),
      row('warm containers', (fleet) => String(warmContainers(fleet))),
      row('reads of the token per poll', (fleet) => tokenReadsPerPoll(fleet).toFixed(3)),
      row('polls that connect to sevdesk anew', (fleet) => pollsThatConnect(fleet).toFixed(3)),
    ],
  };
}

function linesTable(bills: readonly FleetBill[]): Table {
  const lines = bills.map(({ bill }) => bill.tenantLines);
  const rows = (lines[0] ?? []).map(({ name }) => {
    const found = lines.map((of) => of.find((line) => line.name === name) as BillLine);
    return [name, found[1]?.amount ?? '', ...found.map(({ dollars }) => money(dollars))];
  });
  const sums = ['**sum**', '', ...lines.map((of) => `**${money(totalOf(of))}**`)];
  return {
    title: "A tenant's month, by what AWS bills, without its secret",
    head: ['', `among ${BOUND_FLEET.toLocaleString('en')}`, ...FLEET_NAMES],
    rows: [...rows, sums],
  };
}

function activitiesTable(bills: readonly FleetBill[], prices: Prices): Table {
  const dollarsOf = (activity: Activity) => money(totalOf(billOfUse([activity], prices)));
  const rows = (bills[0]?.bill.activities ?? []).map(({ name, perMonth }, index) => [
    name,
    Math.round(perMonth).toLocaleString('en'),
    ...bills.map(({ bill }) => dollarsOf(bill.activities[index] as Activity)),
  ]);
  return { title: 'The same, by what happens', head: ['', 'a month', ...FLEET_NAMES], rows };
}

function stageTable([first]: readonly FleetBill[]): Table {
  const lines = first?.bill.stageLines ?? [];
  const rows = lines.map(({ name, amount, dollars }) => [name, amount, dollarsAndCents(dollars)]);
  return {
    title: "A stage's month, whatever its tenants do",
    head: ['', 'amount', 'dollars'],
    rows: [...rows, ['**sum**', '', `**${dollarsAndCents(totalOf(lines))}**`]],
  };
}

function totalsTable(bills: readonly FleetBill[], { secrets }: Prices): Table {
  const row = (name: string, cell: (bill: FleetBill) => number) => [
    name,
    ...bills.map((of) => dollarsAndCents(cell(of))),
  ];
  const tenants = (of: FleetBill) => totalOf(of.bill.tenantLines) * of.tenants;
  const stage = (of: FleetBill) => totalOf(of.bill.stageLines);
  const secret = (of: FleetBill) => secrets.secretMonth * of.tenants;
  const all = (of: FleetBill) => tenants(of) + stage(of) + secret(of);
  return {
    title: 'The whole bill of a month',
    head: ['', ...FLEET_NAMES],
    rows: [
      row('what tenants do', tenants),
      row('the stage', stage),
      row('secrets, one per tenant', secret),
      row('**sum**', all),
      ['per tenant', ...bills.map((of) => money(all(of) / of.tenants))],
      ['per tenant, secret left out', ...bills.map((of) => money((tenants(of) + stage(of)) / of.tenants))],
    ],
  };
}

function alternativesTable(fleets: readonly BillFacts[], prices: Prices): Table {
  const costs = fleets.map((facts) => alternatives(facts, prices));
  const rows = (costs[0] ?? []).map(({ name }, index) => {
    return [name, ...costs.map((of) => money(of[index]?.dollars ?? Number.NaN))];
  });
  return {
    title: "Plain alternatives: a tenant's month with its share of ticks and sweeps",
    head: ['', ...FLEET_NAMES],
    rows,
  };
}

function money(dollars: number): string {
  return `$${dollars.toFixed(4)}`;
}

function dollarsAndCents(dollars: number): string {
  return `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
