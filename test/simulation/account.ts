import type { SevdeskRecord } from '../../shared/domain/sevdesk-record.ts';
import { type DocumentStatus, SIMULATED, type Simulated, type UserStep } from './history.ts';
import { canonicalText, contentText } from './oracle/canonical-text.ts';
import {
  isDocument,
  newRecord,
  positionsOf,
  respelled,
  stampOf,
  statusFields,
  statusOf,
  TEXT_FIELD,
  textOf,
} from './wire-records.ts';

/** A record from one moment on. */
export interface Version {
  readonly atMs: number;
  /** When lists begin to show it. */
  readonly visibleAtMs: number;
  /** `undefined`: it is gone. */
  readonly record: SevdeskRecord | undefined;
  readonly positions: readonly SevdeskRecord[];
  /** What counts as content, in a form that can be compared. */
  readonly content: string;
  readonly positionsContent: string;
}

interface Moment {
  readonly nowMs: number;
  readonly clockMs: number;
}

interface Content {
  readonly record: SevdeskRecord | undefined;
  readonly positions: readonly SevdeskRecord[];
}

/** What is true of one sevdesk account, and always was. */
export class Account {
  readonly records: Readonly<Record<Simulated, Map<string, Version[]>>>;
  /** Cancelled invoices, and what cancels them. */
  readonly cancellers = new Map<string, string>();

  constructor() {
    this.records = Object.fromEntries(SIMULATED.map((name) => [name, new Map()])) as Account['records'];
  }

  versions(resource: Simulated, id: string): readonly Version[] {
    return this.records[resource].get(id) ?? [];
  }

  current(resource: Simulated, id: string): Version | undefined {
    return this.records[resource].get(id)?.at(-1);
  }

  /** `clockMs` is sevdesk's own time. A step that makes no sense now does nothing. */
  apply(step: UserStep, at: Moment): void {
    const { resource, id } = step;
    if (step.does === 'delete-all') this.#deleteAll(step, at);
    else if (step.does === 'create') this.#create(step, at);
    else if (step.does === 'cancel') this.#cancel(step, at);
    else {
      const now = this.current(resource, id);
      const next = now?.record && afterStep(step, { ...now, record: now.record }, at);
      if (next) this.#put(step, next, at.nowMs);
    }
  }

  #create(step: Extract<UserStep, { does: 'create' }>, { nowMs, clockMs }: Moment): void {
    const { resource, id, text } = step;
    if (this.current(resource, id)?.record) return;
    const record = newRecord({ ...step, atMs: clockMs });
    this.#put(step, { record, positions: positionsOf(resource, id, text) }, nowMs);
  }

  #deleteAll({ resource }: UserStep, at: Moment): void {
    for (const id of this.records[resource].keys()) this.apply({ does: 'delete', resource, id, lagMs: 0 }, at);
  }

  /** The cancellation is an invoice of its own; the original ends as paid, with nothing paid (measured). */
  #cancel(step: Extract<UserStep, { does: 'cancel' }>, { nowMs, clockMs }: Moment): void {
    const { id, by, lagOfCancellationMs } = step;
    const now = this.current('Invoice', id);
    const isTaken = this.records.Invoice.has(by) || this.cancellers.has(id);
    if (!now?.record || isTaken || now.record.invoiceType !== 'RE' || statusOf(now.record) === 'draft') return;
    this.cancellers.set(id, by);
    const closed = { ...bumped(now.record, clockMs), ...CLOSED };
    this.#put(step, { record: closed, positions: now.positions }, nowMs);
    const cancellation = newRecord({ ...step, id: by, text: 0, status: 'paid', termDays: 0, atMs: clockMs });
    const record = { ...cancellation, ...REVERSED, origin: { id, objectName: 'Invoice' } };
    const place = { resource: 'Invoice', id: by, lagMs: lagOfCancellationMs } as const;
    this.#put(place, { record, positions: positionsOf('Invoice', by, 0) }, nowMs);
  }

  #put(
    { resource, id, lagMs }: { readonly resource: Simulated; readonly id: string; readonly lagMs: number },
    { record, positions }: Content,
    nowMs: number,
  ): void {
    const versions = this.records[resource].get(id) ?? [];
    const visibleAtMs = Math.max(nowMs + lagMs, versions.at(-1)?.visibleAtMs ?? 0);
    versions.push({
      atMs: nowMs,
      visibleAtMs,
      record,
      positions,
      content: contentText(record),
      positionsContent: canonicalText(positions),
    });
    this.records[resource].set(id, versions);
  }
}

const CLOSED = { status: '1000', paidAmount: 0, payDate: null };
const REVERSED = {
  ...CLOSED,
  invoiceType: 'SR',
  sumNet: '-33.61',
  sumTax: '-6.39',
  sumGross: '-40',
};

/** What is there after a step that concerns one record; `undefined` if it does nothing. */
function afterStep(
  step: Exclude<UserStep, { does: 'create' | 'cancel' | 'delete-all' }>,
  { record, positions }: Content & { readonly record: SevdeskRecord },
  { clockMs }: Moment,
): Content | undefined {
  const { resource, id } = step;
  const moved = bumped(record, clockMs);
  switch (step.does) {
    case 'edit':
      return { record: { ...moved, [TEXT_FIELD[resource]]: textOf(step.text) }, positions };
    case 'touch':
      return { record: moved, positions };
    case 'respell':
      return { record: respelled(record), positions };
    case 'edit-positions':
      return isDocument(resource) ? { record: moved, positions: positionsOf(resource, id, step.text) } : undefined;
    case 'set-status': {
      const status = statusFields(resource, { ...step, atMs: clockMs });
      return mayMove(record, step.status) ? { record: { ...moved, ...status }, positions } : undefined;
    }
    case 'delete':
      return (statusOf(record) ?? 'draft') === 'draft' ? { record: undefined, positions } : undefined;
  }
}

/** sevdesk never makes a draft of what was open, and what is cancelled stays so. */
function mayMove(record: SevdeskRecord, to: DocumentStatus): boolean {
  const isCancelled = statusOf(record) === 'paid' && Number(record.paidAmount) === 0;
  return statusOf(record) !== undefined && to !== 'draft' && !isCancelled;
}

function bumped(record: SevdeskRecord, clockMs: number): SevdeskRecord {
  return { ...record, ...(record.objectName !== 'Tag' && { update: stampOf(clockMs) }) };
}

/** The version that lists show at a moment. */
export function visibleVersion(versions: readonly Version[], atMs: number): number {
  return versions.findLastIndex(({ visibleAtMs }) => visibleAtMs <= atMs);
}
