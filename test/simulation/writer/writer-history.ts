import { seconds } from '../history.ts';
import type { SimulatedType } from './simulated-commands.ts';

/** What is wrong with a command. `unreadable` is refused by us; sevdesk refuses the others, the last with a 500. */
export type Flaw = 'none' | 'unreadable' | 'refused' | 'error';

/** What is to become of a new invoice. `booked`: marked as sent, and paid in part. */
export type FollowUp = 'marked' | 'emailed' | 'booked';

/** A product sends a command; the same step again is the same message again. */
export interface SendStep {
  readonly does: 'send';
  readonly tenant: number;
  /** Makes the commandId, which is the same for several tenants. */
  readonly command: number;
  readonly type: SimulatedType;
  /** What it says: the same number, the same content. */
  readonly content: number;
  readonly flaw: Flaw;
  /** Makes its reference, where it has one; another command may have the same. */
  readonly reference?: number | undefined;
  readonly followUp?: FollowUp | undefined;
  /** The command that makes the invoice which it is about, where it needs one. */
  readonly about?: Pick<SendStep, 'command' | 'reference'> | undefined;
}

/** How a write to sevdesk ends for the one who made it. `death`: the writer dies. */
export type WriteEnd = 'reset' | 'timeout' | 'error-500' | 'page-502' | 'garbled' | 'death';

/** How sevdesk is out. Nothing is carried out then, unless it is `mute`: no answer gets through. */
export type Outage = 'unreachable' | 'page-503' | 'timeout' | 'reset' | 'locked' | 'mute';

/** What goes wrong outside. Without `tenant`, it does for all. */
export type WriterFault =
  | { readonly does: 'crash'; readonly calls: number; readonly side: 'before' | 'after' }
  | { readonly does: 'break-store'; readonly calls: number; readonly how: 'before' | 'after' | 'repeated' }
  | { readonly does: 'break-bus'; readonly calls: number; readonly how: 'before' | 'after' | 'repeated' }
  | { readonly does: 'break-queue'; readonly calls: number; readonly how: 'before' | 'after' | 'repeated' }
  | { readonly does: 'break-secrets'; readonly calls: number; readonly how: 'before' | 'after' }
  /** One answer of AWS takes so long that an invocation may lapse over it. */
  | { readonly does: 'stall'; readonly calls: number; readonly byMs: number }
  /** Without `effectAfterMs`, the write has none; else it takes effect so long after its connection broke. */
  | {
      readonly does: 'break-write';
      readonly calls: number;
      readonly how: WriteEnd;
      readonly effectAfterMs?: number | undefined;
    }
  | { readonly does: 'outage'; readonly how: Outage; readonly forMs: number; readonly tenant?: number | undefined }
  | {
      readonly does: 'throttle';
      readonly forMs: number;
      readonly retryAfterSeconds?: number | undefined;
      readonly tenant?: number | undefined;
    }
  /** sevdesk refuses what it would take later. */
  | { readonly does: 'refuse-writes'; readonly forMs: number; readonly tenant?: number | undefined }
  /** sevdesk's login is out: every token is refused. */
  | { readonly does: 'refuse-tokens'; readonly forMs: number; readonly tenant?: number | undefined }
  /** Messages that were acknowledged come again, since SQS did not hear it. */
  | { readonly does: 'lose-acknowledgements'; readonly forMs: number }
  /** Each message is delivered once more, to whoever is free: beside the first delivery, or after it was acknowledged. */
  | { readonly does: 'repeat-deliveries'; readonly forMs: number; readonly afterMs: number };

/** What people do to tenants and dead letters. */
export type OperatorStep =
  | { readonly does: 'disconnect'; readonly tenant: number }
  | { readonly does: 'connect'; readonly tenant: number }
  | { readonly does: 'pause'; readonly tenant: number }
  | { readonly does: 'resume'; readonly tenant: number }
  /** Somebody renews the token in sevdesk, and puts it into the secret that much later. */
  | { readonly does: 'renew-token'; readonly tenant: number; readonly storedAfterMs: number }
  /** Redrives what failed, and again after `againAfterMs`. */
  | { readonly does: 'redrive'; readonly tenant: number; readonly againAfterMs?: number | undefined }
  | { readonly does: 'drop'; readonly tenant: number };

export type WriterAction = SendStep | WriterFault | OperatorStep;
export type WriterStep = WriterAction & { readonly atMs: number };

export interface WriterSetting {
  readonly startMs: number;
  readonly tenants: number;
  readonly timeoutMs: number;
  /** Longest time of a call to sevdesk, without faults. */
  readonly callMs: number;
  /** Lists show a new record up to so much late. */
  readonly listLagMs: number;
  /** The ledger's index shows a change up to so much late. */
  readonly indexLagMs: number;
  /** sevdesk's clock is so much ahead of ours. */
  readonly skewSeconds: number;
  /** sevdesk ignores the filter by marker, and answers all. */
  readonly ignoresFilter: boolean;
  readonly ratePerMinute: number;
  /** So many tenants are left away at the end. */
  readonly staysAway: number;
}

/** Everything that decides a run. */
export interface WriterHistory {
  readonly seed: number;
  readonly setting: WriterSetting;
  /** In the order of their times. */
  readonly steps: readonly WriterStep[];
}

export function wordsOfWriterStep({ atMs, does, ...rest }: WriterStep): string {
  const details = Object.entries(rest).filter(([, value]) => value !== undefined && value !== 'none');
  return `${seconds(atMs)} ${does} ${details.map(([name, value]) => `${name}=${wordOf(value)}`).join(' ')}`;
}

function wordOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `tenant-07`: nothing of one tenant's may ever turn up beside another's. */
export function tenantName(tenant: number): string {
  return `tenant-${String(tenant).padStart(2, '0')}`;
}

const OPERATIONS: readonly string[] = [
  'disconnect',
  'connect',
  'pause',
  'resume',
  'renew-token',
  'redrive',
  'drop',
] satisfies OperatorStep['does'][];

export function isOperatorStep(step: WriterAction): step is OperatorStep {
  return OPERATIONS.includes(step.does);
}
