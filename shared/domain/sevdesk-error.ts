import type { FailureReason } from '../contract/event.ts';
import type { ErrorKnowledge } from './known-errors.ts';

/** What sevdesk said, as far as it said something. Never carries a token or a URL. */
export interface SevdeskSaid {
  /** HTTP status. */
  readonly status?: number;
  /** sevdesk's own error code, for example `151`. */
  readonly code?: string;
  readonly message?: string;
  /** What sevdesk's support asks for. */
  readonly exceptionUUID?: string;
}

abstract class SevdeskError extends Error {
  readonly said: SevdeskSaid;
  constructor(message: string, said: SevdeskSaid = {}) {
    super(message);
    this.name = new.target.name;
    this.said = said;
  }
}

/** 429: the call was not processed. Wait, both poller and writer. */
export class SevdeskThrottled extends SevdeskError {
  readonly retryAfterSeconds: number | undefined;
  constructor(said: SevdeskSaid, retryAfterSeconds?: number) {
    super('sevdesk limits requests (429)', said);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The call had no effect because sevdesk could not be reached, or a read failed on its side. Back off. */
export class SevdeskUnavailable extends SevdeskError {}

/** 401: the token is not (or no longer) accepted. */
export class TokenRejected extends SevdeskError {
  constructor(said: SevdeskSaid) {
    super('sevdesk does not accept the token (401)', said);
  }
}

/** sevdesk understood and refused. The same call would be refused again. */
export class RequestRejected extends SevdeskError {
  /** What it means, where that is known. */
  readonly knowledge: ErrorKnowledge | undefined;
  constructor(message: string, said: SevdeskSaid = {}, knowledge?: ErrorKnowledge) {
    super(message, said);
    this.knowledge = knowledge;
  }
}

/** What a command asks for can't be done, found out before anything was written. */
export class CommandRefused extends Error {
  readonly reason: FailureReason;
  /** Whether the same command can succeed later. */
  readonly retryable: boolean;
  constructor(reason: FailureReason, message: string, retryable = false) {
    super(message);
    this.name = 'CommandRefused';
    this.reason = reason;
    this.retryable = retryable;
  }
}

/** A write may or may not have taken effect. Read, then decide. */
export class OutcomeUnknown extends SevdeskError {
  /** sevdesk answered 500 with a message, which often is a refusal: repeating it without end helps nobody. */
  readonly blamesCommand: boolean;
  constructor(message: string, said: SevdeskSaid = {}, blamesCommand = false) {
    super(message, said);
    this.blamesCommand = blamesCommand;
  }
}

/** An answer in a shape that sevdesk was never seen to use. */
export class UnexpectedAnswer extends SevdeskError {}

/**
 * Whether an error of a read says something about what was read only: sevdesk answered, and neither about the token nor about limits. All
 * else (429, 401, no connection) concerns the whole tenant.
 */
export function concernsOneResource(error: unknown): boolean {
  if (error instanceof RequestRejected || error instanceof UnexpectedAnswer) return true;
  return error instanceof SevdeskUnavailable && error.said.status !== undefined;
}

/** The tenant's share of requests is used up for now. Nothing was sent. */
export class BudgetExhausted extends Error {
  readonly waitMs: number;
  constructor(waitMs: number) {
    super(`The tenant's request budget is used up for ${waitMs} ms`);
    this.name = 'BudgetExhausted';
    this.waitMs = waitMs;
  }
}
