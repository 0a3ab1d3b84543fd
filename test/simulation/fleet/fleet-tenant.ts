import type { ResourceName } from '../../../shared/contract/event.ts';
import { Random } from '../random.ts';
import type { FleetChoice } from './fleet-choice.ts';

/** A tenant of the fleet, and how its sevdesk behaves. */
export interface FleetTenant {
  readonly tenantId: string;
  /** Usual time of a call to its sevdesk. */
  readonly callMs: number;
  /** This part of its calls gets no answer. */
  readonly timeoutPart: number;
  /** Every call is answered with 429. */
  readonly isThrottled: boolean;
  /** Every list answers everything, whatever is asked for. */
  readonly ignoresFilter: boolean;
  /** Records at the start. */
  readonly records: Readonly<Record<ResourceName, number>>;
  readonly random: Random;
}

export const HUGE = 'huge';
export const THROTTLED = 'throttled';

const FASTEST_MS = 80;
const SLOWEST_MS = 3000;
const FEWEST_RECORDS = 10;
const MOST_RECORDS = 20_000;
const MEDIAN_RECORDS = 400;
const SPREAD = 1.4;
/** So many tenants have a sevdesk that does not answer one call in a hundred. */
const SHAKY_PART = 0.03;
const TIMEOUT_PART = 0.01;

const SHARES: Readonly<Record<ResourceName, number>> = {
  Contact: 0.2,
  ContactAddress: 0.1,
  CommunicationWay: 0.1,
  AccountingContact: 0.02,
  Invoice: 0.2,
  CreditNote: 0.02,
  Order: 0.06,
  Voucher: 0.1,
  Part: 0.04,
  CheckAccount: 0.005,
  CheckAccountTransaction: 0.15,
  Tag: 0.005,
};

/** The same tenants for the same seed, whether the two troublemakers are among them or not. */
export function makeFleet(choice: FleetChoice): readonly FleetTenant[] {
  const usual = Array.from({ length: choice.tenants - 2 }, (_, index) => usualTenant(`tenant-${index}`, choice));
  return choice.troublemakers ? [...usual, hugeTenant(choice), throttledTenant(choice)] : usual;
}

export function isTroublemaker(tenantId: string): boolean {
  return tenantId === HUGE || tenantId === THROTTLED;
}

function usualTenant(tenantId: string, { seed }: FleetChoice): FleetTenant {
  const random = new Random(seed, tenantId);
  const callMs = FASTEST_MS * (SLOWEST_MS / FASTEST_MS) ** random.next();
  const records = MEDIAN_RECORDS * Math.exp(SPREAD * normal(random));
  return {
    tenantId,
    callMs,
    timeoutPart: random.chance(SHAKY_PART) ? TIMEOUT_PART : 0,
    isThrottled: false,
    ignoresFilter: false,
    records: shared(Math.min(MOST_RECORDS, Math.max(FEWEST_RECORDS, records))),
    random,
  };
}

/** Nine tenths are transactions, which are listed at each poll anyway. */
function hugeTenant({ seed, hugeRecords, hugeCallMs }: FleetChoice): FleetTenant {
  const rest = shared(hugeRecords / 10);
  const records = { ...rest, CheckAccountTransaction: Math.round(hugeRecords * 0.9) + rest.CheckAccountTransaction };
  const trouble = { callMs: hugeCallMs, timeoutPart: 0, isThrottled: false, ignoresFilter: true };
  return { tenantId: HUGE, ...trouble, records, random: new Random(seed, HUGE) };
}

function throttledTenant({ seed }: FleetChoice): FleetTenant {
  const trouble = { callMs: 200, timeoutPart: 0, isThrottled: true, ignoresFilter: false };
  return { tenantId: THROTTLED, ...trouble, records: shared(MEDIAN_RECORDS), random: new Random(seed, THROTTLED) };
}

function shared(records: number): Record<ResourceName, number> {
  const parts = Object.entries(SHARES).map(([name, share]) => [name, Math.max(1, Math.round(records * share))]);
  return Object.fromEntries(parts);
}

/** Of mean 0 and deviation 1 (Box–Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
