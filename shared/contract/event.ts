import * as z from 'zod/mini';
import { EVENT_SOURCE } from './names.ts';

/** Resources of sevdesk that are polled, and the prefix of their events. */
export const resourcePrefixes = {
  Contact: 'contact',
  ContactAddress: 'contact_address',
  CommunicationWay: 'communication_way',
  AccountingContact: 'accounting_contact',
  Invoice: 'invoice',
  CreditNote: 'credit_note',
  Order: 'order',
  Voucher: 'voucher',
  Part: 'part',
  CheckAccount: 'check_account',
  CheckAccountTransaction: 'transaction',
  Tag: 'tag',
} as const;
export type ResourceName = keyof typeof resourcePrefixes;
export type ResourcePrefix = (typeof resourcePrefixes)[ResourceName];
export const RESOURCE_NAMES = Object.keys(resourcePrefixes) as [ResourceName, ...ResourceName[]];

/** What can become of a record. `snapshot` tells no change: it is what `sevdesk-relay snapshot` publishes on request. */
const RECORD_KINDS = ['created', 'updated', 'deleted', 'snapshot'] as const;

const DOCUMENT_MEANINGS = ['partially_paid', 'paid', 'reopened', 'cancelled', 'enshrined', 'overdue'] as const;

/** What a change can mean, told beside `created` or `updated`. */
export const recordMeanings = {
  invoice: ['sent', ...DOCUMENT_MEANINGS],
  credit_note: ['sent', ...DOCUMENT_MEANINGS],
  voucher: ['opened', ...DOCUMENT_MEANINGS],
  order: ['sent', 'accepted', 'rejected', 'invoiced'],
} as const satisfies Partial<Record<ResourcePrefix, readonly string[]>>;

type MeaningsOf<P extends ResourcePrefix> = P extends keyof typeof recordMeanings
  ? (typeof recordMeanings)[P][number]
  : never;
/** The event types about records of one prefix. */
export type RecordEventType<P extends ResourcePrefix = ResourcePrefix> = {
  [K in P]: `${K}.${(typeof RECORD_KINDS)[number] | MeaningsOf<K>}`;
}[P];

const recordData = z.object({
  resource: z.enum(RESOURCE_NAMES),
  recordId: z.string(),
  /** `self`: a command of this relay made the change; `correlationid` names it. */
  origin: z.enum(['external', 'self']),
  /** Names of the top-level fields that differ. Empty for a created record. */
  changed: z.array(z.string()),
  /** Old values of `changed` only; `null` where the field was absent. */
  previous: z.record(z.string(), z.unknown()),
  /** The same facts for every tenant, with real numbers, for rules with `numeric`. */
  summary: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** The whole record as sevdesk answered it, with `positions` where known; left out of an event beyond 240 KB. */
  record: z.optional(z.record(z.string(), z.unknown())),
});

const tenantData = z.object({ reason: z.string(), message: z.string() });

export const FAILURE_REASONS = [
  'invalid_command',
  'tenant_unknown',
  'rejected_by_sevdesk',
  'dependency_missing',
  'ambiguous',
  'attempts_exhausted',
  'conflicting_command',
  'unsupported',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

const commandResult = z.object({ resource: z.string(), recordId: z.string() });

const meaningsOf: Partial<Record<string, readonly string[]>> = recordMeanings;
const recordTypes = Object.values(resourcePrefixes).flatMap((prefix) =>
  [...RECORD_KINDS, ...(meaningsOf[prefix] ?? [])].map((kind) => `${prefix}.${kind}` as RecordEventType),
);

/** Every event type and the schema of its data. */
export const eventData = {
  ...(Object.fromEntries(recordTypes.map((type) => [type, recordData])) as Record<RecordEventType, typeof recordData>),
  'tenant.connected': z.object({ message: z.string() }),
  'tenant.disconnected': tenantData,
  'tenant.suspended': tenantData,
  'tenant.resumed': z.object({ message: z.string() }),
  'tenant.removed': tenantData,
  'baseline.started': z.object({ resources: z.array(z.string()) }),
  'baseline.completed': z.object({ counts: z.record(z.string(), z.number()) }),
  'command.succeeded': z.object({
    commandId: z.string(),
    type: z.string(),
    result: z.looseObject(commandResult.shape),
  }),
  'command.failed': z.object({
    /** Absent when the message carried no usable one. */
    commandId: z.optional(z.string()),
    type: z.optional(z.string()),
    reason: z.enum(FAILURE_REASONS),
    message: z.string(),
    /** Whether sending it again, unchanged, can succeed. */
    retryable: z.boolean(),
    attempts: z.number(),
    completed: z.array(z.looseObject({ step: z.string(), ...commandResult.shape })),
    sevdesk: z.optional(
      z.object({
        status: z.optional(z.number()),
        code: z.optional(z.string()),
        message: z.optional(z.string()),
        exceptionUUID: z.optional(z.string()),
      }),
    ),
  }),
  /** More records carry a command's marker than it may have made: a call may have taken effect twice. */
  'command.ambiguous': z.object({
    commandId: z.string(),
    type: z.string(),
    message: z.string(),
    records: z.array(z.object({ resource: z.string(), recordId: z.string() })),
  }),
  'command.parked': z.object({
    commandId: z.string(),
    type: z.string(),
    reason: z.enum(['tenant_disconnected', 'tenant_suspended']),
    message: z.string(),
  }),
} as const;

export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;
export type RecordEventData = z.infer<typeof recordData>;

/** The CloudEvents 1.0 attributes around the data of every event. */
export const eventEnvelope = z.object({
  specversion: z.literal('1.0'),
  /** The same over crashes and repeated polls: remember it to drop repeats. */
  id: z.string().check(z.regex(/^evt_[A-Za-z0-9_-]{32}$/)),
  source: z.string().check(z.startsWith(`urn:${EVENT_SOURCE}:`)),
  type: z.enum(Object.keys(eventData) as [EventType, ...EventType[]]),
  subject: z.string(),
  /** When sevdesk says that it happened. */
  time: z.string(),
  /** When the relay received the answer that showed it. */
  recordedtime: z.string(),
  /** Per record, rises by one with each change; all events of one change share it. */
  sequence: z.optional(z.string().check(z.regex(/^\d{12}$/))),
  partitionkey: z.string(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  /** Absent only for a `command.failed` whose message named no tenant. */
  tenantid: z.optional(z.string()),
  /** The command that caused it, when one of ours did. */
  correlationid: z.optional(z.string()),
  /** Where the whole `data` is, for an event beyond 240 KB: its own `data` comes without `record`. */
  dataref: z.optional(z.string().check(z.startsWith('s3://'))),
  data: z.unknown(),
});

/** An event as it stands in `detail` of an EventBridge event. */
export type RelayEvent<T extends EventType = EventType> = {
  [K in T]: Omit<z.infer<typeof eventEnvelope>, 'type' | 'data'> & { readonly type: K; readonly data: EventData<K> };
}[T];
