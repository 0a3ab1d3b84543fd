import { type Activity, billOfUse, totalOf } from './bill.ts';
import { type BillFacts, stageActivities, tenantActivities } from './monthly-bill.ts';
import type { Prices } from './prices.ts';
import { NO_USE, type Use } from './use.ts';
import { monthly } from './workload.ts';

/** The due index is written twice by a poll: the tenant's entry goes and comes. */
const INDEX_UNITS = 2;
const READ_BYTES = 4096;

export interface Alternative {
  readonly name: string;
  /** A tenant's month, with its share of what all tenants need together; without alarms and the like, which each of them needs. */
  readonly dollars: number;
}

/** Plain ways to poll, each with all else as it is. */
export function alternatives(facts: BillFacts, prices: Prices): readonly Alternative[] {
  const { polls } = monthly(facts.workload);
  const tenant = tenantActivities(facts);
  const stage = stageActivities(facts).map((one) => ({ ...one, perMonth: one.perMonth / facts.tenants }));
  const usual = [...tenant, ...stage];
  const unscheduled = usual.filter(({ name }) => name !== 'ticks' && name !== 'asking for polls');
  const eachPoll = (use: Partial<Use>): Activity => ({
    name: 'each poll',
    perMonth: polls,
    use: { ...NO_USE, ...use },
  });
  const scheduled = { schedulerInvocations: 1, writeUnits: -INDEX_UNITS };
  const dollars = (activities: readonly Activity[]) => totalOf(billOfUse(activities, prices));
  return [
    { name: 'as it is', dollars: dollars(usual) },
    {
      name: 'a schedule per tenant that sends to the queue',
      dollars: dollars([...unscheduled, eachPoll({ ...scheduled, sqsRequests: 1 })]),
    },
    {
      name: 'a schedule per tenant that starts the poll, without a queue',
      dollars: dollars([...unscheduled, eachPoll({ ...scheduled, sqsRequests: -2 })]),
    },
    {
      name: 'every snapshot read at each poll',
      dollars: dollars([...usual, eachPoll({ readUnits: facts.storedBytes / READ_BYTES })]),
    },
  ];
}
