import { RequestRejected, SevdeskUnavailable } from './sevdesk-error.ts';

/** sevdesk does not let this tenant's token read a resource. Times in milliseconds. */
export interface DeniedAccess {
  /** The first time. */
  readonly since: number;
  /** In a row. */
  readonly times: number;
  /** What sevdesk said. */
  readonly message: string;
  /** The resource is off, and asked for again then. */
  readonly retryAt?: number;
}

/** No permission, or a plan without it (documentation; neither body was ever seen). */
const DENIED = [402, 403];
/** One refusal may be a mishap: it takes two, and somebody else's good answer in between. */
const TIMES_TO_BELIEVE = 2;
/** Asked again after an hour, then after twice as long each time, at least once a day. */
const HOUR_MS = 3_600_000;
const LONGEST_MS = 24 * HOUR_MS;
const CHARACTERS_KEPT = 200;

/** Whether sevdesk refuses something to this account, rather than blaming the call. */
export function isAccessDenied(error: unknown): error is RequestRejected | SevdeskUnavailable {
  const isAnswer = error instanceof RequestRejected || error instanceof SevdeskUnavailable;
  return isAnswer && DENIED.includes(error.said.status ?? 0);
}

/** The resource after one more refusal. `alone`: others were read since the first one, so it is not the whole account. */
export function deniedOnceMore(
  before: DeniedAccess | undefined,
  { message, nowMs, alone }: { readonly message: string; readonly nowMs: number; readonly alone: boolean },
): DeniedAccess {
  const times = (before?.times ?? 0) + 1;
  const denied = { since: before?.since ?? nowMs, times, message: message.slice(0, CHARACTERS_KEPT) };
  return alone && times >= TIMES_TO_BELIEVE ? { ...denied, retryAt: retryAt(times, nowMs) } : denied;
}

/** A resource that was found denied when its token was tested, where others were read. */
export function deniedAtTest(message: string, nowMs: number): DeniedAccess {
  return {
    since: nowMs,
    times: TIMES_TO_BELIEVE,
    message: message.slice(0, CHARACTERS_KEPT),
    retryAt: nowMs + HOUR_MS,
  };
}

function retryAt(times: number, nowMs: number): number {
  return nowMs + Math.min(LONGEST_MS, HOUR_MS * 2 ** Math.min(times - TIMES_TO_BELIEVE, 10));
}

/** Whether a resource is off: it is neither polled in its turn nor part of the baseline. */
export function isOff({ denied }: { readonly denied?: DeniedAccess | undefined }): boolean {
  return denied?.retryAt !== undefined;
}
