import type { CommandMessage } from '../../../functions/execute-command/command-dependencies.ts';
import { executeCommand } from '../../../functions/execute-command/execute-command.ts';
import type { Stage } from '../../../infra/stages.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import type { Log } from '../../../shared/domain/log.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import type { MessageOutcome } from '../../../shared/lambda/queue-handler.ts';
import type { SevdeskClient } from '../../../shared/sevdesk/client.ts';
import { Random } from '../../simulation/random.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';
import { anInvoiceCommand, invoiceData } from '../../support/builders.ts';
import { inMemoryLedger, inMemoryTenants } from '../../support/in-memory-stores.ts';
import { noCount } from '../../support/silent-log.ts';
import { CommandQueue } from './command-queue.ts';
import { CALL_MS, latency, REFUSAL_MS } from './latencies.ts';
import { LimitedSevdesk } from './limited-sevdesk.ts';
import { slowed, slowTenants } from './slow-stores.ts';

export const START_MS = Date.parse('2026-11-20T08:00:00Z');

export interface WritingOptions {
  readonly seed: number;
  readonly stage: Stage;
  readonly tenants: readonly Tenant[];
  /** Requests that sevdesk accepts of a tenant in any minute. */
  readonly allowedPerMinute: number;
  /** How a function waits; by the clock unless given. */
  readonly wait?: (ms: number, sleep: (ms: number) => Promise<void>) => Promise<void>;
}

/** A command, when it was sent and when its success was told. */
export interface Answered {
  readonly tenantId: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

const POSITION = { name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' };
const LEDGER_CALLS = ['get', 'add', 'save', 'claimMarker', 'releaseMarker', 'link', 'linked', 'note'] as const;
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The writer of production on a clock of its own, between a queue, tables and a sevdesk that take their usual time. */
export class WritingWorld {
  readonly time = new VirtualTime(START_MS);
  readonly tenants: ReturnType<typeof inMemoryTenants>;
  readonly ledger = inMemoryLedger();
  readonly queue: CommandQueue;
  readonly answered: Answered[] = [];
  readonly options: WritingOptions;
  /** Milliseconds that functions slept in their places. */
  sleptMs = 0;
  readonly #sevdesks = new Map<string, LimitedSevdesk>();
  readonly #randoms = new Map<string, Random>();
  readonly #open = new Map<string, Pick<Answered, 'tenantId' | 'sentAt'>>();
  #sent = 0;
  #failure: unknown;

  constructor(options: WritingOptions) {
    this.options = options;
    this.tenants = inMemoryTenants(...options.tenants);
    this.queue = new CommandQueue({
      time: this.time,
      random: (tenantId) => this.random(tenantId),
      places: options.stage.maxConcurrentCommands,
      timeoutMs: options.stage.commandTimeoutSeconds * 1000,
      consume: (message) => this.#consume(message),
    });
  }

  /** @throws what the code under test threw */
  async runFor(ms: number): Promise<void> {
    await this.time.runUntil(this.time.nowMs + ms, () => this.#failure !== undefined);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Sends one `invoice.create` with three positions. */
  send(tenantId: string): void {
    this.#sent += 1;
    const commandId = `order-${this.#sent}`;
    this.#open.set(commandId, { tenantId, sentAt: this.time.nowMs });
    const data = invoiceData({ reference: commandId, positions: [POSITION, POSITION, POSITION] });
    this.queue.send(tenantId, JSON.stringify(anInvoiceCommand({ tenantId, commandId, data })));
  }

  /** Commands whose success was not told yet. */
  unanswered(): readonly Pick<Answered, 'tenantId' | 'sentAt'>[] {
    return [...this.#open.values()];
  }

  /** Something that must not fail. */
  start(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#failure ??= error;
    });
  }

  sevdesk(tenantId: string): LimitedSevdesk {
    const known = this.#sevdesks.get(tenantId) ?? new LimitedSevdesk(this.time, this.options.allowedPerMinute);
    this.#sevdesks.set(tenantId, known);
    return known;
  }

  /** A stream of its own for each tenant: what happens to one changes nothing for another. */
  random(tenantId: string): Random {
    const known = this.#randoms.get(tenantId) ?? new Random(this.options.seed, tenantId);
    this.#randoms.set(tenantId, known);
    return known;
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.time.at(this.time.nowMs + ms, resolve));
  }

  now(): number {
    return Math.floor(this.time.nowMs);
  }

  /** What poller and writer share, for one tenant. */
  outside(tenantId: string) {
    const random = this.random(tenantId);
    const dynamo = () => this.pause(latency(random, 'dynamo'));
    return {
      stage: this.options.stage.name,
      tenants: slowTenants(this.tenants, dynamo),
      ledger: slowed(this.ledger, LEDGER_CALLS, dynamo),
      tokens: {
        read: async () => ({ kind: 'token', token: 't'.repeat(32), version: 'v1' }) as const,
        forget: () => undefined,
      },
      publish: (events: readonly RelayEvent[]) => this.#publish(tenantId, events),
      connect: (_token: string, spend: () => Promise<void>) => this.#connect(tenantId, spend),
      now: () => this.now(),
      random: () => random.next(),
      log: SILENT,
      count: noCount,
    };
  }

  async #consume(message: CommandMessage): Promise<MessageOutcome> {
    const { stage, wait } = this.options;
    const sleep = async (ms: number) => {
      this.sleptMs += ms;
      await this.pause(ms);
    };
    const outcome = executeCommand(
      {
        ...this.outside(message.group),
        sendDeadLetter: () => Promise.reject(new Error(`A command failed: ${message.body}`)),
        files: () => ({ read: notThere, store: notThere, download: notThere }),
        sleep: wait ? (ms) => wait(ms, sleep) : sleep,
        settings: {
          readOnly: false,
          readBackPauseMs: stage.readBackPauseSeconds * 1000,
          recheckMs: stage.tokenRecheckSeconds * 1000,
          breakerMs: 60_000,
          backoffBaseSeconds: stage.backoffBaseSeconds,
          backoffCapSeconds: stage.backoffCapSeconds,
          maxAgeMs: stage.commandMaxAgeSeconds * 1000,
          ratePerMinute: stage.requestsPerMinute,
        },
      },
      message,
    );
    this.start(outcome);
    return outcome;
  }

  async #publish(tenantId: string, events: readonly RelayEvent[]): Promise<void> {
    await this.pause(latency(this.random(tenantId), 'putEvents'));
    for (const { type, correlationid = '' } of events) {
      const sent = this.#open.get(correlationid);
      if (type !== 'command.succeeded' || !sent) continue;
      this.#open.delete(correlationid);
      this.answered.push({ ...sent, answeredAt: this.time.nowMs });
    }
  }

  #connect(tenantId: string, spend: () => Promise<void>): SevdeskClient {
    return {
      call: async (call) => {
        await spend();
        const uplinkMs = latency(this.random(tenantId), 'uplink');
        await this.pause(uplinkMs);
        try {
          const answer = this.sevdesk(tenantId).answer(call);
          await this.pause(CALL_MS - uplinkMs);
          return answer;
        } catch (refused) {
          await this.pause(REFUSAL_MS - uplinkMs);
          throw refused;
        }
      },
    };
  }
}

function notThere(): Promise<never> {
  return Promise.reject(new Error('There are no files here'));
}
