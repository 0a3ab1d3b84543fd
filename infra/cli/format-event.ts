import * as z from 'zod/mini';
import {
  type EventData,
  eventData,
  eventEnvelope,
  type RecordEventData,
  type RelayEvent,
} from '../../shared/contract/event.ts';
import { describeResult } from './format-entry.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { berlinClock } from './show-time.ts';

const CHANGES_TOLD = 4;
const FACTS_TOLD = 6;

const delivered = z.object({ detail: z.looseObject(eventEnvelope.shape) });

/** The event in what EventBridge delivered; undefined for one that this version does not know. */
export function readEvent(body: string): RelayEvent | undefined {
  const parsed = delivered.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  const { detail } = parsed.data;
  return eventData[detail.type].safeParse(detail.data).success ? (detail as unknown as RelayEvent) : undefined;
}

/** One line: when, whose, what, of which record, and what it is about. All that comes from outside is cleaned. */
export function formatEvent(event: RelayEvent, paint: Paint): string {
  const columns = [
    paint('dim', when(event.time)),
    oneLine(event.tenantid ?? '-').padEnd(12),
    paint(colourOf(event.type), event.type.padEnd(18)),
    oneLine(event.subject).padEnd(14),
    oneLine(describe(event), 400),
  ];
  return columns.join('  ');
}

/** What is no time is shown as it is: a bad event ends no `tail`. */
function when(time: string): string {
  const atMs = Date.parse(time);
  return Number.isNaN(atMs) ? oneLine(time) : berlinClock(atMs);
}

function colourOf(type: string): Parameters<Paint>[0] {
  if (/\.(failed|disconnected|suspended|removed)$/.test(type)) return 'red';
  if (/\.parked$/.test(type)) return 'yellow';
  return /\.(succeeded|paid|connected|resumed|completed)$/.test(type) ? 'green' : 'cyan';
}

function describe(event: RelayEvent): string {
  switch (event.type) {
    case 'tenant.connected':
    case 'tenant.resumed':
      return event.data.message;
    case 'tenant.disconnected':
    case 'tenant.suspended':
    case 'tenant.removed':
      return `${event.data.reason}: ${event.data.message}`;
    case 'baseline.started':
      return event.data.resources.join(', ');
    case 'baseline.completed':
      return pairs(event.data.counts);
    case 'command.succeeded':
      return `${event.data.commandId} made ${describeResult(event.data.result)}`;
    case 'command.ambiguous':
      return event.data.message;
    case 'command.parked':
      return `${event.data.commandId} ${event.data.reason}: ${event.data.message}`;
    case 'command.failed':
      return describeFailure(event.data);
    default:
      return describeRecord(event.data, event.correlationid);
  }
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

function describeRecord(data: RecordEventData, correlationId: string | undefined): string {
  const cause = data.origin === 'self' && correlationId ? `by command ${correlationId}` : '';
  return [describeChanges(data), pairs(data.summary), cause].filter(Boolean).join(' · ');
}

/** `status: 200 → 1000, address, +3`. Only scalars are shown with their values. */
function describeChanges({ changed, previous, record }: RecordEventData): string {
  const told = changed.slice(0, CHANGES_TOLD).map((field) => {
    const [before, after] = [previous[field], record?.[field]];
    return isScalar(before) && isScalar(after) ? `${field}: ${show(before)} → ${show(after)}` : field;
  });
  return [...told, ...(changed.length > told.length ? [`+${changed.length - told.length}`] : [])].join(', ');
}

function pairs(facts: Readonly<Record<string, string | number | null>>): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .slice(0, FACTS_TOLD)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function isScalar(value: unknown): value is string | number | boolean | null | undefined {
  return typeof value !== 'object' || value === null;
}

function show(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined || value === '' ? 'none' : oneLine(String(value), 40);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // Not an event, which the caller says.
  }
}
