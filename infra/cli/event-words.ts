import type { EventData, RecordEventData, RelayEvent } from '../../shared/contract/event.ts';
import { describeResult } from './format-entry.ts';
import { oneLine } from './one-line.ts';

const CHANGES_TOLD = 4;
const FACTS_TOLD = 6;
/** What people know a record by comes first; the others follow in their own order. */
const TOLD_FIRST = ['number', 'name', 'status', 'gross', 'amount', 'dueDate', 'contactId'];

type Facts = Readonly<Record<string, unknown>>;

/** What an event is about, in words; not cleaned for a terminal. */
export interface EventWords {
  readonly facts: string;
  /** What changed, and what caused it. */
  readonly more: string;
}

export function eventWords(event: RelayEvent): EventWords {
  switch (event.type) {
    case 'tenant.connected':
    case 'tenant.resumed':
      return only(event.data.message);
    case 'tenant.disconnected':
    case 'tenant.suspended':
    case 'tenant.removed':
      return only(`${event.data.reason}: ${event.data.message}`);
    case 'baseline.started':
      return only(event.data.resources.join(', '));
    case 'baseline.completed':
      return only(pairs(Object.entries(event.data.counts)));
    case 'command.succeeded':
      return only(`${event.data.commandId} made ${describeResult(event.data.result)}`);
    case 'command.ambiguous':
      return only(event.data.message);
    case 'command.parked':
      return only(`${event.data.commandId} ${event.data.reason}: ${event.data.message}`);
    case 'command.failed':
      return only(describeFailure(event.data));
    default:
      return recordWords(event.data, event.correlationid);
  }
}

function only(facts: string): EventWords {
  return { facts, more: '' };
}

function recordWords(data: RecordEventData, correlationId: string | undefined): EventWords {
  const cause = data.origin === 'self' && correlationId ? `by command ${correlationId}` : '';
  return { facts: describeSummary(data.summary), more: [describeChanges(data), cause].filter(Boolean).join(' · ') };
}

function describeFailure({
  commandId = '(no command id)',
  reason,
  message,
  sevdesk,
}: EventData<'command.failed'>): string {
  // Most messages begin with sevdesk's own words.
  const said = sevdesk?.message && !message.includes(sevdesk.message) ? ` (sevdesk: ${sevdesk.message})` : '';
  return `${commandId} ${reason}: ${message}${said}`;
}

/** `number RE-1017, status paid, gross 46.65 EUR, dueDate 2026-12-04`. */
function describeSummary({ currency, ...summary }: Facts): string {
  const rank = (name: string) => (TOLD_FIRST.includes(name) ? TOLD_FIRST.indexOf(name) : TOLD_FIRST.length);
  const told = Object.entries(summary)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .slice(0, FACTS_TOLD)
    .map(([name, value]) => [name, isMoney(name) && currency ? `${value} ${currency}` : value] as const);
  return pairs(told);
}

function isMoney(name: string): boolean {
  return name === 'gross' || name === 'amount';
}

function pairs(facts: readonly (readonly [string, unknown])[]): string {
  return facts.map(([name, value]) => `${name} ${value}`).join(', ');
}

/** `status: 200 → 1000, address, +3`. Only scalars are shown with their values. */
function describeChanges({ changed, previous, record }: RecordEventData): string {
  const told = changed.slice(0, CHANGES_TOLD).map((field) => {
    const [before, after] = [previous[field], record?.[field]];
    return isScalar(before) && isScalar(after) ? `${field}: ${show(before)} → ${show(after)}` : field;
  });
  return [...told, ...(changed.length > told.length ? [`+${changed.length - told.length}`] : [])].join(', ');
}

function isScalar(value: unknown): value is string | number | boolean | null | undefined {
  return typeof value !== 'object' || value === null;
}

function show(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined || value === '' ? 'none' : oneLine(String(value), 40);
}
