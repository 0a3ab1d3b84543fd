import { Account } from './account.ts';
import { FakeDynamo } from './fake-dynamo.ts';
import { Faults } from './faults.ts';
import { type History, type Step, seconds, type UserStep, wordsOf } from './history.ts';
import { Invocation } from './invocation.ts';
import { ModelSevdesk } from './model-sevdesk.ts';
import { SNAPSHOTS, TENANT_ID, TENANTS } from './names.ts';
import { Oracle } from './oracle/oracle.ts';
import type { Violation } from './oracle/told.ts';
import { Random } from './random.ts';
import { confirmDeletions, newTenant, runPoll, runSchedule, TICK_MS } from './relay.ts';
import { VirtualTime } from './virtual-time.ts';

const DAY_MS = 86_400_000;
/** SQS delivers a request for a poll so often, if it fails. */
const RECEIVES = 3;
/** Polls in which everything must be told, once nothing goes wrong any more. */
const QUIET_TICKS = 20;

const USER_STEPS: readonly string[] = [
  'create',
  'edit',
  'touch',
  'respell',
  'edit-positions',
  'set-status',
  'cancel',
  'delete',
  'delete-all',
] satisfies UserStep['does'][];

/** Everything that takes part in one run. */
export class World {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults = new Faults();
  readonly dynamo = new FakeDynamo();
  readonly account = new Account();
  readonly sevdesk: ModelSevdesk;
  readonly oracle: Oracle;
  readonly history: History;
  readonly trace: ((line: string) => void) | undefined;
  readonly #queued = { invocations: 0, ticksAgainAt: 0 };

  constructor(history: History, trace?: (line: string) => void) {
    const { setting, seed } = history;
    this.history = history;
    this.trace = trace;
    this.time = new VirtualTime(setting.startMs);
    this.random = new Random(seed, 'world');
    const now = () => this.time.nowMs;
    const { account, faults } = this;
    this.oracle = new Oracle({
      account,
      setting,
      now,
      snapshots: (resource) =>
        [...this.dynamo.items(SNAPSHOTS).values()].filter(({ partition }) => partition === `${TENANT_ID}:${resource}`),
    });
    this.sevdesk = new ModelSevdesk({
      account,
      faults,
      setting,
      now,
      onPositions: (answer) => this.oracle.fetched(answer),
      onMiscount: (resource) => this.oracle.punctuality.miscounted(resource),
      onHidden: (resource, id) => this.oracle.punctuality.hidden(resource, id),
    });
    this.dynamo.items(TENANTS).set(`${TENANT_ID}/tenant`, newTenant(setting.startMs));
  }

  async run(): Promise<Violation | undefined> {
    const { time, history } = this;
    const { startMs, leaseMs } = history.setting;
    const stops = () => this.oracle.violation !== undefined;
    for (const step of history.steps) {
      if (step.atMs < 0) this.#take(step);
      else time.at(startMs + step.atMs, () => this.#take(step));
    }
    time.at(startMs, () => this.#tick());
    const endMs = startMs + (history.steps.at(-1)?.atMs ?? 0);
    await time.runUntil(endMs + TICK_MS, stops);
    this.note('from here on nothing goes wrong');
    this.faults.end();
    await time.runUntil(time.nowMs + leaseMs + QUIET_TICKS * TICK_MS, stops);
    // A day without polls: then everything is listed, whatever the relay believes to know.
    this.#queued.ticksAgainAt = time.nowMs + DAY_MS;
    await time.runUntil(time.nowMs + DAY_MS + QUIET_TICKS * TICK_MS, stops);
    if (!stops()) this.oracle.checkEnd();
    return this.oracle.violation;
  }

  note(text: string): void {
    this.trace?.(`${seconds(this.time.nowMs - this.history.setting.startMs)}   ${text}`);
  }

  /** A request for a poll is on its way, perhaps twice. */
  send(body: string, delayMs: number, receives = 1): void {
    const { time, faults } = this;
    const late = faults.active('delay-messages', time.nowMs).reduce((sum, { byMs }) => sum + byMs, 0);
    const at = time.nowMs + delayMs + late + this.random.int(5, 400);
    time.at(at, () => this.#receive(body, receives));
    for (const { afterMs } of faults.active('repeat-messages', time.nowMs))
      time.at(at + afterMs, () => this.#receive(body, receives));
  }

  #take(step: Step): void {
    const { time, history } = this;
    const nowMs = history.setting.startMs + step.atMs;
    if (this.trace && step.atMs >= 0) this.note(`${isOfUser(step) ? '*' : '!'} ${wordsOf(step)}`);
    if (isOfUser(step)) this.account.apply(step, { nowMs, clockMs: nowMs + history.setting.skewSeconds * 1000 });
    else if (step.does === 'confirm-deletions') confirmDeletions(this, step.resource);
    else this.faults.start(step, time.nowMs);
  }

  #tick(): void {
    const { time, faults } = this;
    time.at(Math.max(time.nowMs + TICK_MS, this.#queued.ticksAgainAt), () => this.#tick());
    if (faults.active('skip-ticks', time.nowMs).length > 0) return;
    const invocation = this.#invocation('schedule', () => undefined);
    invocation.run(() => runSchedule(this, invocation));
  }

  #receive(body: string, receives: number): void {
    const { time, faults, history } = this;
    const timeoutMs = faults.take('cut-short')?.toMs ?? history.setting.timeoutMs;
    const invocation = this.#invocation('poll', ({ outcome }) => {
      const isLeft = outcome === 'done' || receives >= RECEIVES;
      if (!isLeft) this.send(body, history.setting.timeoutMs, receives + 1);
    });
    const deadlineMs = time.nowMs + timeoutMs;
    time.at(deadlineMs, () => invocation.die('its time is over'));
    invocation.run(() => runPoll(this, invocation, { body, deadlineMs }));
  }

  #invocation(name: string, onEnd: (invocation: Invocation) => void): Invocation {
    this.#queued.invocations += 1;
    const outside = { ...this, note: (text: string) => this.note(text) };
    return new Invocation(`${name} ${this.#queued.invocations}`, outside, (invocation) => {
      this.oracle.ended(invocation);
      onEnd(invocation);
    });
  }
}

function isOfUser(step: Step): step is UserStep & Step {
  return USER_STEPS.includes(step.does);
}

/** Runs a history to its end, or to the first broken promise. */
export function simulate(history: History, trace?: (line: string) => void): Promise<Violation | undefined> {
  return new World(history, trace).run();
}
