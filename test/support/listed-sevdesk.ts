import { createHash } from 'node:crypto';
import { errorKnowledge } from '../../shared/domain/error-knowledge.ts';
import { RequestRejected } from '../../shared/domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import type { SevdeskAnswer, SevdeskCall, SevdeskClient } from '../../shared/sevdesk/client.ts';

/** A sevdesk account that a test changes between polls: lists, newest first, and records by id. */
export class ListedSevdesk implements SevdeskClient {
  readonly calls: SevdeskCall[] = [];
  /** Rows by path of their list. */
  readonly lists: Record<string, SevdeskRecord[]>;
  /** Answers instead of its own, by path. */
  readonly replies: Record<string, () => unknown> = {};
  /** Runs before each call, for what happens in between. */
  before: (call: SevdeskCall) => void = () => undefined;
  ignoresTimeFilter = false;
  countsOver = 0;
  clockSeconds = 2000;

  constructor(lists: Record<string, SevdeskRecord[]>) {
    this.lists = lists;
  }

  /** Calls to a path since the last `forget`. */
  paths(): string[] {
    return this.calls.map(({ path }) => path);
  }

  async call(call: SevdeskCall): Promise<SevdeskAnswer> {
    this.before(call);
    this.calls.push(call);
    const body = this.replies[call.path]?.() ?? this.#answer(call);
    const text = JSON.stringify(body);
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    const arrival = { dateSeconds: this.clockSeconds, receivedAtMs: this.clockSeconds * 1000, hash };
    if (hash === call.knownAnswer) return { objects: undefined, total: undefined, unchanged: true, ...arrival };
    const { objects, total } = JSON.parse(text);
    return { objects, total, ...arrival };
  }

  #answer({ path, query = {} }: SevdeskCall) {
    const rows = this.lists[path];
    if (rows) return this.#list(rows, query);
    const [model = '', id = '', rest] = path.split('/');
    if (rest) return { objects: [{ id: `${id}0`, name: 'Consulting' }] };
    const record = this.lists[model]?.find((row) => row.id === id);
    if (record) return { objects: [record] };
    throw notFound(model, id);
  }

  #list(rows: readonly SevdeskRecord[], query: Readonly<Record<string, string>>) {
    const since = this.ignoresTimeFilter ? 0 : Number(query.updateAfter ?? 0) * 1000;
    const matching = rows.filter(({ update }) => Date.parse(String(update)) >= since);
    const offset = Number(query.offset ?? 0);
    return {
      total: matching.length + this.countsOver,
      objects: matching.slice(offset, offset + Number(query.limit)),
    };
  }
}

/** What sevdesk answers about a record that is not there (measured). */
export function notFound(model: string, id: string, said: Record<string, unknown> = {}): RequestRejected {
  const message = `No Model_${model} with the id ${id} was found`;
  const answered = { status: 404, code: '151', message, ...said };
  return new RequestRejected(message, answered, errorKnowledge(answered));
}
