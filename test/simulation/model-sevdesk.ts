import { createHash } from 'node:crypto';
import { RequestRejected, SevdeskThrottled, SevdeskUnavailable } from '../../shared/domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import type { SevdeskAnswer, SevdeskCall } from '../../shared/sevdesk/client.ts';
import { type Account, visibleVersion } from './account.ts';
import type { Faults } from './faults.ts';
import { type Answered, type Setting, SIMULATED, type Simulated } from './history.ts';
import type { Invocation } from './invocation.ts';

export interface ModelParts {
  readonly account: Account;
  readonly faults: Faults;
  readonly setting: Setting;
  readonly now: () => number;
  /** Told of positions that were answered. */
  readonly onPositions: (answer: PositionsAnswer) => void;
  /** Told of a list whose count was wrong. */
  readonly onMiscount: (resource: Simulated) => void;
  /** Told of a record that a list should have shown. */
  readonly onHidden: (resource: Simulated, id: string) => void;
}

export interface PositionsAnswer {
  readonly invocation: Invocation;
  readonly resource: Simulated;
  readonly recordId: string;
  readonly positions: readonly SevdeskRecord[] | 'failed';
}

/** Something that is asked of sevdesk. */
interface Question {
  readonly kind: Answered;
  readonly resource: Simulated;
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly invocation: Invocation;
}

/** sevdesk, as it is known to answer: what it says is true at the moment it says it, but for lists, which may lag. */
export class ModelSevdesk {
  readonly #parts: ModelParts;

  constructor(parts: ModelParts) {
    this.#parts = parts;
  }

  answer(call: SevdeskCall, invocation: Invocation): SevdeskAnswer {
    const question = { ...placeOf(call), query: call.query ?? {}, invocation };
    this.#fail(question);
    const text = JSON.stringify(this.#body(question));
    const nowMs = this.#parts.now();
    const { tellsDate, skewSeconds } = this.#parts.setting;
    const dateSeconds = tellsDate ? Math.floor(nowMs / 1000) + skewSeconds : undefined;
    const hash = call.knownAnswer === undefined ? undefined : hashOf(text);
    const arrival = { dateSeconds, receivedAtMs: Math.round(nowMs), hash };
    if (hash && hash === call.knownAnswer) {
      return { objects: undefined, total: undefined, unchanged: true, ...arrival };
    }
    const { objects, total } = JSON.parse(text);
    return { objects, total, ...arrival };
  }

  /** @throws what is going wrong at the moment. */
  #fail({ kind, resource, id, invocation }: Question): void {
    const { faults, now, onPositions } = this.#parts;
    const throttle = faults.active('throttle', now())[0];
    const failure = faults.active('fail', now()).find(({ on }) => on === kind);
    const foreign = kind === 'record' ? faults.active('foreign-404', now())[0] : undefined;
    if (!throttle && !failure && !foreign) return;
    invocation.faulted = true;
    if (kind === 'positions') onPositions({ invocation, resource, recordId: id, positions: 'failed' });
    if (throttle) throw new SevdeskThrottled({ status: 429 }, throttle.retryAfterSeconds);
    if (failure) throw errorOf(failure.how);
    if (foreign?.how === 'html') throw new RequestRejected('sevdesk refused the call (404)', { status: 404 });
    throw notFound(resource, `${id}9`);
  }

  #body(question: Question): { objects: unknown; total?: number } {
    const { kind, resource, id, invocation } = question;
    if (kind === 'list') return this.#list(question);
    const current = this.#parts.account.current(resource, id);
    const isThere = current?.record !== undefined && !(kind === 'record' && this.#parts.setting.deniesRecords);
    const positions = isThere ? current.positions : 'failed';
    if (kind === 'positions') this.#parts.onPositions({ invocation, resource, recordId: id, positions });
    if (!isThere) throw notFound(resource, id);
    return { objects: kind === 'record' ? [current.record] : positions };
  }

  #list({ resource, query, invocation }: Question): { objects: unknown; total?: number } {
    if (query.limit !== '1') invocation.reads.add(resource);
    const { setting, faults, now, onMiscount } = this.#parts;
    const { rows, uncounted } = this.#rows(resource, invocation);
    const ignores = faults.active('ignore-filter', now()).some((fault) => fault.resource === resource);
    const since = ignores ? 0 : Number(query.updateAfter ?? 0) * 1000;
    const matching = rows.filter(({ update }) => !(Date.parse(String(update ?? '')) < since));
    const miscount = faults.active('miscount', now()).find((fault) => fault.resource === resource);
    if (miscount) {
      invocation.faulted = true;
      onMiscount(resource);
    }
    const total = Math.max(0, matching.length + (since ? 0 : uncounted) + (miscount?.by ?? 0));
    const offset = Number(query.offset ?? 0);
    const objects = matching.slice(offset, offset + Number(query.limit));
    return { objects, ...(setting.tellsTotal && query.countAll === 'true' && { total }) };
  }

  /** Newest first. */
  #rows(resource: Simulated, invocation: Invocation) {
    const { account, faults, now, onHidden } = this.#parts;
    const hidden = faults.active('hide', now()).filter((fault) => fault.resource === resource);
    const rows: SevdeskRecord[] = [];
    let uncounted = 0;
    for (const [id, versions] of account.records[resource]) {
      const record = versions[visibleVersion(versions, now())]?.record;
      if (!record) continue;
      const hide = hidden.find((fault) => fault.id === id);
      if (!hide) {
        rows.push(record);
        continue;
      }
      invocation.faulted = true;
      onHidden(resource, id);
      if (hide.counted) uncounted += 1;
    }
    rows.sort((a, b) => Number(b.id) - Number(a.id));
    return { rows, uncounted };
  }
}

function placeOf({ path, query = {} }: SevdeskCall): Pick<Question, 'kind' | 'resource' | 'id'> {
  const [model = '', id = '', rest] = path.split('/');
  if (model === 'VoucherPos') return { kind: 'positions', resource: 'Voucher', id: query['voucher[id]'] ?? '' };
  const resource = SIMULATED.find((name) => name === model);
  if (!resource) throw new Error(`The simulation does not know ${path}`);
  return { kind: rest ? 'positions' : id ? 'record' : 'list', resource, id };
}

function errorOf(how: '500' | '503' | 'timeout' | 'refusal'): Error {
  if (how === 'refusal') return new RequestRejected('Not allowed', { status: 400, code: '0', message: 'Not allowed' });
  if (how === 'timeout') return new SevdeskUnavailable('sevdesk could not be reached (timeout)');
  return new SevdeskUnavailable('sevdesk failed', { status: Number(how), ...(how === '500' && { message: 'failed' }) });
}

/** What sevdesk answers about a record that is not there (measured). */
function notFound(resource: string, id: string): RequestRejected {
  const message = `No Model_${resource} with the id ${id} was found`;
  return new RequestRejected(message, { status: 404, code: '151', message });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
