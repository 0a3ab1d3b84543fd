/** The resources that are simulated, with the rows of production. */
export const SIMULATED = ['Contact', 'Invoice', 'Voucher', 'Part', 'Tag'] as const;
export type Simulated = (typeof SIMULATED)[number];

/** One record of one resource. */
interface Target {
  readonly resource: Simulated;
  readonly id: string;
  /** How much later lists show it than it happens, in milliseconds. */
  readonly lagMs: number;
}

export type DocumentStatus = 'draft' | 'open' | 'partly' | 'paid';

/** What people do in their sevdesk account. A step whose record is not there, or not in a state for it, does nothing. */
export type UserStep =
  | ({
      readonly does: 'create';
      readonly text: number;
      readonly status: DocumentStatus;
      readonly termDays: number;
    } & Target)
  | ({ readonly does: 'edit'; readonly text: number } & Target)
  | ({ readonly does: 'touch' } & Target)
  | ({ readonly does: 'respell' } & Target)
  | ({ readonly does: 'edit-positions'; readonly text: number } & Target)
  | ({ readonly does: 'set-status'; readonly status: DocumentStatus; readonly paid: number } & Target)
  | ({ readonly does: 'cancel'; readonly by: string; readonly lagOfCancellationMs: number } & Target)
  | ({ readonly does: 'delete' } & Target)
  /** All of them, at once. The id says nothing. */
  | ({ readonly does: 'delete-all' } & Target);

export type Answered = 'list' | 'positions' | 'record';

/** What goes wrong outside. */
export type FaultStep =
  | { readonly does: 'throttle'; readonly forMs: number; readonly retryAfterSeconds: number | undefined }
  | {
      readonly does: 'fail';
      readonly how: '500' | '503' | 'timeout' | 'refusal';
      readonly on: Answered;
      readonly forMs: number;
    }
  | { readonly does: 'foreign-404'; readonly how: 'html' | 'other-id'; readonly forMs: number }
  | { readonly does: 'miscount'; readonly resource: Simulated; readonly by: number; readonly forMs: number }
  | { readonly does: 'ignore-filter'; readonly resource: Simulated; readonly forMs: number }
  | {
      readonly does: 'hide';
      readonly resource: Simulated;
      readonly id: string;
      readonly counted: boolean;
      readonly forMs: number;
    }
  | { readonly does: 'crash'; readonly calls: number; readonly side: 'before' | 'after' }
  | { readonly does: 'break-store'; readonly calls: number; readonly how: 'before' | 'after' | 'repeated' }
  | { readonly does: 'break-bus'; readonly calls: number; readonly how: 'some' | 'before' | 'after' }
  | { readonly does: 'break-queue'; readonly how: 'before' | 'after' }
  | { readonly does: 'repeat-messages'; readonly afterMs: number; readonly forMs: number }
  | { readonly does: 'delay-messages'; readonly byMs: number; readonly forMs: number }
  | { readonly does: 'skip-ticks'; readonly forMs: number }
  | { readonly does: 'cut-short'; readonly toMs: number };

/** An operator lets through what is held back. */
export interface OperatorStep {
  readonly does: 'confirm-deletions';
  readonly resource: Simulated;
}

/** One step of a history, at a time of its own: taking out others does not move it. */
export type Step = (UserStep | FaultStep | OperatorStep) & { readonly atMs: number };

/** What stays the same through a history. */
export interface Setting {
  readonly startMs: number;
  /** sevdesk's clock is so much ahead of ours. */
  readonly skewSeconds: number;
  /** sevdesk sends a `Date` header. */
  readonly tellsDate: boolean;
  /** sevdesk counts its lists. */
  readonly tellsTotal: boolean;
  readonly pageLimit: number;
  readonly probeEvery: number;
  readonly intervalMs: number;
  readonly ratePerMinute: number;
  readonly timeoutMs: number;
  readonly leaseMs: number;
  /** Longest time of a call to sevdesk, without faults. */
  readonly callMs: number;
  /** sevdesk denies every record that is asked for by its id. */
  readonly deniesRecords: boolean;
  /** Pollers may overlap: only what holds even then is checked. */
  readonly overlaps: boolean;
}

/** Everything that decides a run. */
export interface History {
  readonly seed: number;
  readonly setting: Setting;
  /** In the order of their times. Those before time 0 make the account that the baseline finds. */
  readonly steps: readonly Step[];
}

/** One line for people. */
export function wordsOf({ atMs, does, ...rest }: Step): string {
  const details = Object.entries(rest).filter(([, value]) => value !== undefined && value !== 0);
  return `${seconds(atMs)} ${does} ${details.map(([name, value]) => `${name}=${value}`).join(' ')}`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`.padStart(12);
}
