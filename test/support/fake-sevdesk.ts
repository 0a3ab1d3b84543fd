import type { SevdeskAnswer, SevdeskCall, SevdeskClient } from '../../shared/sevdesk/client.ts';

type Reply = Partial<SevdeskAnswer> | Error;
/** Answers to `METHOD path`; a list is used up one by one, its last answer stays. */
export type Replies = Record<string, Reply | readonly Reply[]>;

/** A client that answers from a table and throws on everything that is not in it. */
export function fakeSevdesk(replies: Replies): SevdeskClient & { readonly calls: SevdeskCall[] } {
  const calls: SevdeskCall[] = [];
  const used = new Map<string, number>();
  return {
    calls,
    async call(call) {
      if (isFilterTest(call)) return { objects: [], total: 0, dateSeconds: 2000, receivedAtMs: 2_000_000 };
      const key = `${call.method ?? 'GET'} ${call.path}`;
      const reply = replies[key];
      if (reply === undefined) throw new Error(`The test did not expect ${key}`);
      calls.push(call);
      const turn = used.get(key) ?? 0;
      used.set(key, turn + 1);
      const answer = Array.isArray(reply) ? reply[Math.min(turn, reply.length - 1)] : (reply as Reply);
      if (answer instanceof Error) throw answer;
      return { objects: [], total: undefined, dateSeconds: 2000, receivedAtMs: 2_000_000, ...answer };
    },
  };
}

/** Whether the poller tries if the time filter works: here it always does. */
function isFilterTest({ query = {} }: SevdeskCall): boolean {
  return query.limit === '1' && query.updateAfter !== undefined;
}

/** An answer of a list, `total` included. */
export function listOf(...records: readonly unknown[]): Reply {
  return { objects: records, total: records.length };
}
