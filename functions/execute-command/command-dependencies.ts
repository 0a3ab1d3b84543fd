import type { SendDeadLetter } from '../../shared/aws/command-queue.ts';
import type { Publish } from '../../shared/aws/event-bus.ts';
import type { LedgerTable } from '../../shared/aws/ledger-table.ts';
import type { TenantsTable } from '../../shared/aws/tenants-table.ts';
import type { TokenCache } from '../../shared/aws/token-cache.ts';
import type { Command } from '../../shared/contract/command.ts';
import type { CallTally } from '../../shared/domain/circuit-breaker.ts';
import type { LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import type { Count, Log } from '../../shared/domain/log.ts';
import type { Tenant } from '../../shared/domain/tenant.ts';
import type { RefuseDependencies } from '../../shared/operations/refuse-token.ts';
import type { RequestSpender } from '../../shared/operations/request-spender.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import type { CommandFiles, CommandPlan } from '../../shared/sevdesk/commands/command-plan.ts';

/** A message of the command queue, as the step sees it. */
export interface CommandMessage {
  readonly messageId: string;
  readonly body: string;
  /** MessageGroupId: the tenant that the sender declared. */
  readonly group: string;
  /** When it was sent: its age counts from here. */
  readonly sentAtMs: number;
  /** How often SQS has delivered it. */
  readonly receives: number;
  /** When this invocation ends. */
  readonly deadlineMs: number;
}

export interface CommandSettings {
  readonly readOnly: boolean;
  readonly readBackPauseMs: number;
  readonly recheckMs: number;
  /** The unit of the circuit breaker. */
  readonly breakerMs: number;
  readonly backoffBaseSeconds: number;
  readonly backoffCapSeconds: number;
  readonly maxAgeMs: number;
  readonly ratePerMinute: number;
}

/** Everything outside that a command touches. */
export interface CommandDependencies {
  readonly stage: string;
  readonly tenants: RefuseDependencies['tenants'] & Pick<TenantsTable, 'lookUps' | 'saveLookUps'>;
  readonly ledger: Omit<LedgerTable, 'markerHolder' | 'creatorOf' | 'inState'>;
  readonly tokens: TokenCache;
  readonly publish: Publish;
  readonly sendDeadLetter: SendDeadLetter;
  /** `spend` is called before each call. */
  readonly connect: (token: string, spend: () => Promise<void>) => SevdeskClient;
  readonly files: (tenantId: string) => CommandFiles;
  readonly settings: CommandSettings;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
  readonly count: Count;
}

/** The way to sevdesk for one delivery, what it may spend there, and how its calls ended. */
export interface Line {
  readonly client: SevdeskClient;
  readonly spender: RequestSpender;
  readonly tally: CallTally;
}

/** One command under way: its message, where the ledger stands, and the tenant it is for. */
export interface Work {
  readonly dependencies: CommandDependencies;
  readonly message: CommandMessage;
  readonly command: Command;
  readonly plan: CommandPlan;
  readonly entry: LedgerEntry;
  readonly tenant: Tenant;
}
