import { tenantItem, tenantOf } from '../../../shared/aws/tenant-item.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aTenant } from '../../support/builders.ts';
import { FakeDynamo } from '../fake-dynamo.ts';
import { Faults } from '../faults.ts';
import { seconds } from '../history.ts';
import { Invocation } from '../invocation.ts';
import type { Violation } from '../oracle/told.ts';
import { Random } from '../random.ts';
import { VirtualTime } from '../virtual-time.ts';
import { COMMAND_MAX_AGE_MS } from './command-writer.ts';
import { FifoQueue } from './fifo-queue.ts';
import { LedgerIndex } from './ledger-index.ts';
import { SECRETS, TENANTS } from './names.ts';
import { Office } from './office.ts';
import { WriterOracle } from './oracle/writer-oracle.ts';
import { Secrets } from './secrets.ts';
import { sendCommand } from './send-command.ts';
import { SevdeskAccounts } from './sevdesk-accounts.ts';
import { pretendPoll, sweep } from './sweep.ts';
import {
  isOperatorStep,
  tenantName,
  type WriterFault,
  type WriterHistory,
  type WriterStep,
  wordsOfWriterStep,
} from './writer-history.ts';
import { Writers } from './writers.ts';

const SWEEP_MS = 300_000;
const POLLS_MS = 60_000;
const MARGIN_MS = 30_000;
const DEAD_LETTERS_MS = 30_000;
/** By then everything must have come to its end, once nothing goes wrong any more. */
const LONGEST_QUIET_MS = 8 * 3_600_000;
const LOOK_MS = 900_000;
/** So that sweeps have passed, and nothing came of it. */
const QUIET_LOOKS = 3;

/** Everything that takes part in one run. */
export class WriterWorld {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults = new Faults<WriterFault>();
  readonly dynamo = new FakeDynamo();
  readonly secrets = new Secrets();
  readonly late = { pending: 0 };
  readonly ledgerIndex: LedgerIndex;
  readonly queues: { readonly commands: FifoQueue; readonly 'dead-letters': FifoQueue };
  readonly sevdesk: SevdeskAccounts;
  readonly oracle: WriterOracle;
  readonly history: WriterHistory;
  readonly now = () => Math.floor(this.time.nowMs);
  readonly #trace: ((line: string) => void) | undefined;
  readonly #writers: Writers;
  readonly #office: Office;
  #invocations = 0;

  constructor(history: WriterHistory, trace?: (line: string) => void) {
    const { setting, seed } = history;
    this.history = history;
    this.#trace = trace;
    this.time = new VirtualTime(setting.startMs);
    this.random = new Random(seed, 'writer');
    this.sevdesk = new SevdeskAccounts(setting, this.random, this.now);
    this.ledgerIndex = new LedgerIndex({ ...this, longestLagMs: setting.indexLagMs });
    this.oracle = new WriterOracle({
      dynamo: this.dynamo,
      now: this.now,
      maxAgeMs: COMMAND_MAX_AGE_MS,
      note: (text) => this.note(text),
    });
    this.#writers = new Writers(this);
    this.#office = new Office(this);
    this.queues = this.#newQueues();
    for (const tenantId of this.tenantIds) this.#connect(tenantId);
  }

  get tenantIds(): readonly string[] {
    return Array.from({ length: this.history.setting.tenants }, (_, index) => tenantName(index + 1));
  }

  tenant(tenantId: string): Tenant {
    return tenantOf(this.dynamo.items(TENANTS).get(`${tenantId}/tenant`) ?? {});
  }

  async run(): Promise<Violation | undefined> {
    const { time, history } = this;
    const { startMs } = history.setting;
    const stops = () => this.oracle.violation !== undefined;
    for (const step of history.steps) time.at(startMs + step.atMs, () => this.#take(step));
    time.at(startMs, () => this.#sweep());
    time.at(startMs, () => this.#poll());
    await time.runUntil(startMs + (history.steps.at(-1)?.atMs ?? 0) + LOOK_MS, stops);
    this.note('from here on nothing goes wrong');
    this.faults.end();
    this.#office.closeDown();
    const endMs = time.nowMs + LONGEST_QUIET_MS;
    for (let quietLooks = 0; quietLooks < QUIET_LOOKS && time.nowMs < endMs && !stops(); ) {
      await time.runUntil(time.nowMs + LOOK_MS, stops);
      quietLooks = this.#isQuiet && this.#office.isQuiet ? quietLooks + 1 : 0;
    }
    if (!stops()) this.oracle.checkEnd(this.#atEnd());
    return this.oracle.violation;
  }

  note(text: string): void {
    this.#trace?.(`${seconds(this.time.nowMs - this.history.setting.startMs)}   ${text}`);
  }

  invocation(name: string, onEnd: (invocation: Invocation) => void): Invocation {
    this.#invocations += 1;
    const outside = { ...this, note: (text: string) => this.note(text) };
    return new Invocation(`${name} ${this.#invocations}`, outside, onEnd);
  }

  /** Whether a step that names a tenant, or none, is about this one. */
  concerns({ tenant }: { readonly tenant?: number | undefined }, tenantId: string | undefined): boolean {
    return tenant === undefined || tenantName(tenant) === tenantId;
  }

  #newQueues(): WriterWorld['queues'] {
    const { time, random, oracle, history } = this;
    const none = () => undefined;
    return {
      commands: new FifoQueue({
        name: 'message',
        time,
        random,
        visibilityMs: history.setting.timeoutMs + MARGIN_MS,
        onReady: () => time.at(time.nowMs, () => this.#writers.wake()),
        onSent: (message) => oracle.asked.sent(message),
      }),
      'dead-letters': new FifoQueue({
        name: 'letter',
        time,
        random,
        visibilityMs: DEAD_LETTERS_MS,
        onReady: none,
        onSent: none,
      }),
    };
  }

  #connect(tenantId: string): void {
    const { token, account } = this.sevdesk.of(tenantId);
    this.oracle.know(account);
    const { version } = this.secrets.put(`${SECRETS}${tenantId}`, JSON.stringify({ token }));
    const tenant = aTenant({ tenantId, secretVersion: version, dueAt: this.now() });
    this.dynamo.items(TENANTS).set(`${tenantId}/tenant`, tenantItem(tenant));
  }

  #take(step: WriterStep): void {
    this.note(`${step.does === 'send' ? '*' : '!'} ${wordsOfWriterStep(step)}`);
    if (step.does === 'send') sendCommand(this, step);
    else if (isOperatorStep(step)) this.#office.take(step);
    else this.faults.start(step, this.time.nowMs);
  }

  #sweep(): void {
    this.time.at(this.time.nowMs + SWEEP_MS, () => this.#sweep());
    const invocation = this.invocation('sweep', () => undefined);
    invocation.run(() => sweep({ world: this, invocation, tenantId: undefined }));
  }

  #poll(): void {
    this.time.at(this.time.nowMs + POLLS_MS, () => this.#poll());
    for (const tenantId of this.tenantIds) {
      if ((this.tenant(tenantId).dueAt ?? Number.POSITIVE_INFINITY) > this.now()) continue;
      const invocation = this.invocation('poll', () => undefined);
      invocation.run(() => pretendPoll({ world: this, invocation, tenantId }, tenantId));
    }
  }

  get #isQuiet(): boolean {
    return this.queues.commands.isEmpty && this.#writers.areIdle && this.late.pending === 0;
  }

  #atEnd() {
    return {
      tenantIds: this.tenantIds,
      tenant: (tenantId: string) => this.tenant(tenantId),
      waiting: this.queues.commands.messages,
      letters: this.queues['dead-letters'].messages,
    };
  }
}

/** Runs a history to its end, or to the first broken promise. */
export function simulateWriter(history: WriterHistory, trace?: (line: string) => void): Promise<Violation | undefined> {
  return new WriterWorld(history, trace).run();
}
