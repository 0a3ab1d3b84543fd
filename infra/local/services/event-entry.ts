import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const entrySchema = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  Time: z.union([z.number(), z.string()]).optional(),
});

export type EventEntry = z.output<typeof entrySchema>;

/** An event as rules match it and targets get it. */
export interface DeliveredEvent {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  /** RFC 3339 in whole seconds, UTC. */
  readonly time: string;
  readonly detail: unknown;
}

export type EntryResult =
  | { readonly event: DeliveredEvent }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** The event an entry becomes, or why EventBridge refuses it while it takes the others. */
export function readEntry(entry: EventEntry, region: string): EntryResult {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name]) return invalid(name, `${name} is a required argument.`);
  }
  const { Source = '', DetailType = '', Detail = '' } = entry;
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseDetail(Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const time = readTime(entry.Time);
  if (!time) return invalid('Time', 'Time is not a date.');
  return {
    event: newEvent({ detailType: DetailType, source: Source, time, region, resources: entry.Resources, detail }),
  };
}

export function newEvent(content: {
  detailType: string;
  source: string;
  time: Date;
  region: string;
  resources: readonly string[] | undefined;
  detail: object;
}): DeliveredEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': content.detailType,
    source: content.source,
    account: '000000000000',
    time: content.time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: content.region,
    resources: content.resources ?? [],
    detail: content.detail,
  };
}

/** As AWS counts: 14 bytes for a time, UTF-8 bytes for the rest. */
export function entryBytes(entry: EventEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes + (entry.Time === undefined ? 0 : 14);
}

function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

function readTime(time: EventEntry['Time']): Date | undefined {
  if (time === undefined) return new Date();
  const date = new Date(typeof time === 'number' ? time * 1000 : time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function invalid(name: string, reason: string): EntryResult {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}` };
}
