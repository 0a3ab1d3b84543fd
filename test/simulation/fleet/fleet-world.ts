import { pollTenant } from '../../../functions/poll-tenant/poll-tenant.ts';
import { requestedTenant } from '../../../functions/poll-tenant/requested-tenant.ts';
import { schedulePolls } from '../../../functions/schedule-polls/schedule-polls.ts';
import type { ResourceName } from '../../../shared/contract/event.ts';
import { productionSettings } from '../../bench/poll-settings.ts';
import { FakeDynamo } from '../fake-dynamo.ts';
import { Invocation } from '../invocation.ts';
import { SNAPSHOTS, TENANTS } from '../names.ts';
import { Random } from '../random.ts';
import { VirtualTime } from '../virtual-time.ts';
import type { FleetChoice } from './fleet-choice.ts';
import { FleetOracle } from './fleet-oracle.ts';
import { fleetPoller, fleetScheduler } from './fleet-poller.ts';
import { FleetSevdesk } from './fleet-sevdesk.ts';
import { FleetTally } from './fleet-tally.ts';
import { type FleetTenant, makeFleet } from './fleet-tenant.ts';
import { groundItem } from './ground.ts';
import { type Delivery, PollsQueueModel } from './polls-queue-model.ts';
import { settledTenant } from './settled-tenant.ts';

const START_MS = Date.parse('2026-11-20T08:00:00Z');
const MINUTE_MS = 60_000;
const TICK_MS = MINUTE_MS;
/** A schedule fires so much late. */
const LATEST_TICK_MS = 2000;
const TIMEOUT_MS = 300_000;
const VISIBILITY_MS = TIMEOUT_MS + 30_000;

/** What changes, and how often relative to the others. Most of it is in resources that are polled at each interval. */
const CHANGES: Readonly<Record<ResourceName, number>> = {
  Contact: 20,
  ContactAddress: 4,
  CommunicationWay: 4,
  AccountingContact: 1,
  Invoice: 25,
  CreditNote: 4,
  Order: 8,
  Voucher: 12,
  Part: 4,
  CheckAccount: 1,
  CheckAccountTransaction: 16,
  Tag: 1,
};
const CREATED_PART = 0.3;
const SETTINGS = productionSettings();
/** Seldom resources are polled at each sixth interval. */
const QUIET_INTERVALS = 8;

/** Tenants with their sevdesk accounts, the scheduler, the queue and the poller, by one clock. */
export class FleetWorld {
  readonly oracle = new FleetOracle();
  readonly tally = new FleetTally();
  readonly queue: PollsQueueModel;
  readonly fleet: readonly FleetTenant[];
  readonly #choice: FleetChoice;
  readonly #time = new VirtualTime(START_MS);
  readonly #random: Random;
  readonly #accounts = new Map<string, FleetSevdesk>();
  readonly #tenants = new Map<string, FleetTenant>();
  readonly #dynamo: FakeDynamo;
  #invocations = 0;

  constructor(choice: FleetChoice) {
    this.#choice = choice;
    this.#random = new Random(choice.seed, 'fleet');
    this.#dynamo = new FakeDynamo((table, { partition, recordId }) => {
      return table === SNAPSHOTS ? groundItem(this.#accounts, String(partition), String(recordId)) : undefined;
    });
    this.queue = new PollsQueueModel({
      time: this.#time,
      random: this.#random,
      places: choice.places,
      visibilityMs: VISIBILITY_MS,
      deliver: (delivery) => this.#poll(delivery),
    });
    this.fleet = makeFleet(choice);
    for (const tenant of this.fleet) this.#connect(tenant);
  }

  /** Until everything must be told. */
  async run(): Promise<void> {
    const { warmUpMinutes, minutes } = this.#choice;
    const changesUntil = START_MS + (warmUpMinutes + minutes) * MINUTE_MS;
    for (const tenant of this.fleet) this.#planChanges(tenant, changesUntil);
    this.#time.at(START_MS, () => this.#tick());
    await this.#time.runUntil(changesUntil + QUIET_INTERVALS * SETTINGS.intervalMs, () => false);
    this.tally.ended(this.#time.nowMs - START_MS, this.queue.busyMs());
  }

  #now = (): number => Math.floor(this.#time.nowMs);

  #connect(tenant: FleetTenant): void {
    const sevdesk = new FleetSevdesk(tenant, START_MS, this.#now);
    this.#accounts.set(tenant.tenantId, sevdesk);
    this.#tenants.set(tenant.tenantId, tenant);
    this.#dynamo.items(TENANTS).set(`${tenant.tenantId}/tenant`, settledTenant(tenant, sevdesk, START_MS));
  }

  #planChanges({ tenantId }: FleetTenant, untilMs: number): void {
    // Of its own, so that the same happens in both runs.
    const random = new Random(this.#choice.seed, `changes of ${tenantId}`);
    const meanPauseMs = (60 * MINUTE_MS) / this.#choice.changesPerTenantAndHour;
    const pauseMs = () => -Math.log(1 - random.next()) * meanPauseMs;
    for (let at = START_MS + pauseMs(); at < untilMs; at += pauseMs()) {
      const resource = random.weighted(CHANGES);
      const [creates, place] = [random.chance(CREATED_PART), random.next()];
      this.#time.at(at, () => this.#change(tenantId, { resource, creates, place }));
    }
  }

  #change(tenantId: string, what: { resource: ResourceName; creates: boolean; place: number }): void {
    const records = this.#accounts.get(tenantId)?.records[what.resource];
    if (!records) return;
    const { nowMs: atMs } = this.#time;
    const number = what.creates ? records.create(atMs) : 1 + Math.floor(what.place * records.total);
    const version = what.creates ? records.versionOf(number) : records.edit(number, atMs);
    const counts = atMs >= START_MS + this.#choice.warmUpMinutes * MINUTE_MS;
    this.oracle.changed({ tenantId, resource: what.resource, number }, { version, atMs, counts });
  }

  #tick(): void {
    this.#time.at(this.#time.nowMs + TICK_MS, () => this.#tick());
    this.#time.at(this.#time.nowMs + this.#random.int(0, LATEST_TICK_MS), () => {
      const invocation = this.#invocation('schedule', () => undefined);
      const outside = { invocation, dynamo: this.#dynamo, now: this.#now };
      const scheduler = fleetScheduler(outside, (body, delayMs) => this.queue.send(body, delayMs));
      invocation.run(() => schedulePolls({ ...scheduler, tickMs: TICK_MS, now: this.#now }));
    });
  }

  #poll({ body, end }: Delivery): void {
    const tenantId = requestedTenant(body);
    const tenant = this.#tenants.get(tenantId);
    const sevdesk = this.#accounts.get(tenantId);
    if (!tenant || !sevdesk) throw new Error(`There is no tenant ${tenantId}`);
    const deadlineMs = this.#now() + TIMEOUT_MS;
    const invocation = this.#invocation('poll', ({ outcome }) => {
      this.tally.invocationEnded(outcome);
      end(outcome === 'done');
    });
    this.#time.at(deadlineMs, () => invocation.die('its time is over'));
    const dependencies = fleetPoller({
      invocation,
      tenant,
      sevdesk,
      dynamo: this.#dynamo,
      now: this.#now,
      settings: SETTINGS,
      onRequest: () => this.tally.requested(tenantId),
      onEvent: (event) => this.oracle.told(tenantId, event, this.#time.nowMs),
      onWentThrough: () => this.tally.wentThrough(tenantId, this.#time.nowMs),
    });
    invocation.run(() => pollTenant(dependencies, { tenantId, deadlineMs }));
  }

  #invocation(name: string, onEnd: (invocation: Invocation) => void): Invocation {
    this.#invocations += 1;
    const outside = { time: this.#time, random: this.#random, faults: NO_CRASHES, note: () => undefined };
    return new Invocation(`${name} ${this.#invocations}`, outside, onEnd);
  }
}

const NO_CRASHES = { count: () => undefined };
