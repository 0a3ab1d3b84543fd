/** Which requests a fault hits, and how often. */
interface FaultTarget {
  readonly token?: string;
  readonly method?: string;
  /** Source of a regular expression, tested against the path after `/api/v1`: `/Invoice/17/sendBy`. */
  readonly path?: string;
  /** How many matching requests it hits; 1 unless told. */
  readonly times?: number;
}

/** What goes wrong. */
export type FaultKind =
  /** 429, with JSON or this HTML. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number; readonly html?: string }
  /** 401, as for an unknown token: what an outage of the login looks like. Nothing took effect. */
  | { readonly kind: 'unauthenticated' }
  /** An error in sevdesk's envelope; nothing took effect. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly message: string;
      readonly code?: number | string | null;
      readonly data?: unknown;
    }
  /** A page instead of JSON; nothing took effect. */
  | { readonly kind: 'html'; readonly status: number; readonly html?: string }
  /** No answer until one side closes; nothing took effect. */
  | { readonly kind: 'timeout' }
  /** The connection is destroyed; nothing took effect. */
  | { readonly kind: 'drop-before' }
  /** It took effect, and the connection is destroyed without an answer. */
  | { readonly kind: 'drop-after' }
  /** The connection is destroyed now, and it takes effect later. */
  | { readonly kind: 'late-effect'; readonly delayMs: number }
  /** It took effect, and the answer is 500. */
  | { readonly kind: 'error-after'; readonly message?: string }
  /** The right answer, late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** A record is created right after the page was read, so that the rows of the next one shift. */
  | { readonly kind: 'insert-between-pages' }
  /** The newest record is deleted right after the page was read, so that the next one skips a row. */
  | { readonly kind: 'remove-between-pages' }
  /** The right rows, but a `total` that is one too many; without `countAll` there is none. */
  | { readonly kind: 'wrong-total' };

export type Fault = FaultTarget & FaultKind;
