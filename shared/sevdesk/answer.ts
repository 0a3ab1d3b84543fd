import * as v from 'valibot';
import { noList } from '../contract/json-object.ts';
import { parseJson } from '../contract/parse-json.ts';
import { errorKnowledge } from '../domain/error-knowledge.ts';
import {
  OutcomeUnknown,
  RequestRejected,
  type SevdeskSaid,
  SevdeskThrottled,
  SevdeskUnavailable,
  TokenRejected,
  UnexpectedAnswer,
} from '../domain/sevdesk-error.ts';

/** Of what sevdesk says in a refusal: it is kept in the ledger, and told in an event. */
const CHARACTERS_KEPT = 2000;

/** What came over the wire, before anything is believed. */
export interface RawAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

/** A call whose answer is judged: a write that ends without an answer may have taken effect, a read can't. */
export interface AnsweredCall {
  readonly writes: boolean;
}

const textLike = v.union([v.string(), v.number(), v.boolean()]);

/** `{ error: { message, code, exceptionUUID } }`, which sevdesk may also send with status 200. */
const errorEnvelope = v.object({
  error: noList(
    v.object({
      message: v.optional(v.nullable(textLike)),
      code: v.optional(v.nullable(textLike)),
      exceptionUUID: v.optional(v.nullable(v.string())),
      data: v.optional(v.unknown()),
    }),
  ),
});
/** What code 830 says beside its message (measured). */
const missingInformation = v.object({ 'missing information': v.array(textLike) });
/** `{ status: 401, message }`: the shape of a refused token, unlike every other error (measured). */
const bareError = v.object({ status: v.number(), message: v.string() });
const successEnvelope = noList(
  v.looseObject({ objects: v.optional(v.unknown()), total: v.optional(v.nullable(textLike)) }),
);

/** A successful answer: `objects` unwrapped, and the `total` that `countAll=true` asks for (a string on the wire). */
export interface Answer {
  readonly objects: unknown;
  readonly total: number | undefined;
}

/**
 * Reads an answer by its body first and its status second, since sevdesk puts errors inside 200 and refusals inside 500.
 * @throws SevdeskThrottled, TokenRejected, RequestRejected, SevdeskUnavailable, OutcomeUnknown or UnexpectedAnswer: one
 * class for each way to react.
 */
export function readAnswer(raw: RawAnswer, call: AnsweredCall): Answer {
  // Not JSON: HTML from a proxy or a wrong host. The status decides.
  const json = parseJson(raw.body);
  const said = whatSevdeskSaid(raw.status, json);
  if (raw.status === 429) throw new SevdeskThrottled(said, retryAfterSeconds(raw.retryAfter));
  if (raw.status === 401) throw new TokenRejected(said);
  if (raw.status >= 500 || raw.status === 408) throw failedOnTheirSide(said, json, call);
  if (raw.status >= 400) throw refusal(said, json, call);
  if (v.safeParse(errorEnvelope, json).success) throw rejection(said, json);
  return readSuccess(raw, json, call);
}

function readSuccess(raw: RawAnswer, json: unknown, { writes }: AnsweredCall): Answer {
  const envelope = v.safeParse(successEnvelope, json);
  if (raw.status < 200 || raw.status >= 300 || !envelope.success) {
    const message = `sevdesk answered ${raw.status} with something that is not its JSON`;
    throw writes
      ? new OutcomeUnknown(message, { status: raw.status })
      : new UnexpectedAnswer(message, { status: raw.status });
  }
  const { objects, total } = envelope.output;
  // Plain POST and PUT are documented to answer the bare record; in practice it is wrapped. Both are read.
  return { objects: objects === undefined ? envelope.output : objects, total: readTotal(total) };
}

/** What a proxy says of the request alone: too large, or in no form to take. Not 405, with which a page of maintenance answers writes. */
const BLAMES_THE_REQUEST = [411, 413, 414, 415, 431];

/**
 * A refusal blames what was written. 402, 403 and other pages of a proxy do not: a locked token or a lapsed plan would otherwise
 * turn a whole backlog into dead letters. A page with 404 answers a read: that endpoint does not exist there.
 */
function refusal(said: SevdeskSaid, json: unknown, { writes }: AnsweredCall): Error {
  const { status = 0 } = said;
  const isPage = json === undefined && !BLAMES_THE_REQUEST.includes(status);
  const concernsTheAccount = status === 402 || status === 403 || isPage;
  if ((isPage && status !== 404) || (writes && concernsTheAccount)) {
    return new SevdeskUnavailable(refusalMessage(said), said);
  }
  return rejection(said, json);
}

/** With what is known of it. The message names what sevdesk lists as missing. */
function rejection(said: SevdeskSaid, json: unknown): RequestRejected {
  const message = kept([refusalMessage(said), missingFrom(json).join(', ')].filter(Boolean).join(': '));
  return new RequestRejected(message, said, errorKnowledge(said));
}

function missingFrom(json: unknown): readonly (string | number | boolean)[] {
  const envelope = v.safeParse(errorEnvelope, json);
  const told = v.safeParse(missingInformation, envelope.success ? envelope.output.error.data : undefined);
  return told.success ? told.output['missing information'] : [];
}

function refusalMessage({ message, status }: SevdeskSaid): string {
  return message ?? `sevdesk refused the call (${status})`;
}

/**
 * A 500 with a message of sevdesk's own often is a refusal ("normally a 400"). One that is known is taken as that; any
 * other blames the command, and leaves open what happened.
 */
function failedOnTheirSide(said: SevdeskSaid, json: unknown, { writes }: AnsweredCall): Error {
  if (errorKnowledge(said)) return rejection(said, json);
  const message = said.message ?? `sevdesk failed (${said.status})`;
  if (!writes) return new SevdeskUnavailable(message, said);
  return new OutcomeUnknown(message, said, said.status === 500 && said.message !== undefined);
}

function whatSevdeskSaid(status: number, json: unknown): SevdeskSaid {
  const enveloped = v.safeParse(errorEnvelope, json);
  if (enveloped.success) {
    const { message, code, exceptionUUID } = enveloped.output.error;
    return {
      status,
      ...(message !== null && message !== undefined && { message: kept(String(message)) }),
      ...(code !== null && code !== undefined && { code: kept(String(code)) }),
      ...(exceptionUUID && { exceptionUUID: kept(exceptionUUID) }),
    };
  }
  const bare = v.safeParse(bareError, json);
  return bare.success ? { status, message: kept(bare.output.message) } : { status };
}

function kept(text: string): string {
  return text.slice(0, CHARACTERS_KEPT).toWellFormed();
}

function retryAfterSeconds(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  if (!Number.isNaN(seconds)) return seconds;
  const until = Date.parse(header ?? '');
  return Number.isNaN(until) ? undefined : Math.max(0, (until - Date.now()) / 1000);
}

function readTotal(total: unknown): number | undefined {
  const value = Number(total ?? Number.NaN);
  return Number.isInteger(value) ? value : undefined;
}
