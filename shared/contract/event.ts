import * as v from 'valibot';
import { COMMAND_TYPES } from './command.ts';
import { commandSucceeded } from './command-succeeded.ts';
import { described, formed, oneOf } from './commands/fields.ts';
import { anyObject, openObject } from './json-object.ts';
import { knownWord } from './known-word.ts';
import { EVENT_SOURCE } from './names.ts';
import { summaries } from './summaries.ts';

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

const toldOfRecord = {
  recordId: v.string(),
  /** `self`: a command of this relay made the change; `correlationid` names it. */
  origin: knownWord(['external', 'self']),
  /** Names of the top-level fields that differ. Empty for a created record. */
  changed: v.array(v.string()),
  /** Old values of `changed` only; `null` where the field was absent. */
  previous: anyObject,
  /** The whole record as sevdesk answered it, with `positions` where known; left out of an event beyond 240 KB. */
  record: v.optional(anyObject),
};

const recordData = <N extends ResourceName>(resource: N) =>
  openObject({
    /** sevdesk's name of the model. */
    resource: v.literal(resource, `must be ${resource}`),
    ...toldOfRecord,
    /** The same facts for every tenant, with real numbers, for rules with `numeric`. */
    summary: summaries[resource],
  });

const commandType = knownWord(COMMAND_TYPES);

const tenantData = openObject({ reason: v.string(), message: v.string() });

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

const madeRecord = { resource: v.string(), recordId: v.string() };

const meaningsOf: Partial<Record<string, readonly string[]>> = recordMeanings;
const recordSchemas = RESOURCE_NAMES.flatMap((name) => {
  const prefix = resourcePrefixes[name];
  const schema = recordData(name);
  return [...RECORD_KINDS, ...(meaningsOf[prefix] ?? [])].map((kind) => [`${prefix}.${kind}`, schema] as const);
});
type RecordSchemas = {
  readonly [N in ResourceName as RecordEventType<(typeof resourcePrefixes)[N]>]: ReturnType<typeof recordData<N>>;
};

const counts = Object.fromEntries(RESOURCE_NAMES.map((name) => [name, v.optional(v.number())])) as {
  readonly [N in ResourceName]: v.OptionalSchema<v.NumberSchema<undefined>, undefined>;
};

/** Every event type and the schema of its data. */
export const eventData = {
  ...(Object.fromEntries(recordSchemas) as RecordSchemas),
  'tenant.connected': openObject({ message: v.string() }),
  'tenant.disconnected': tenantData,
  'tenant.suspended': tenantData,
  'tenant.resumed': openObject({ message: v.string() }),
  'tenant.removed': tenantData,
  'baseline.started': openObject({ resources: v.array(v.string()) }),
  'baseline.completed': openObject({ counts: openObject(counts) }),
  'command.succeeded': commandSucceeded,
  'command.failed': openObject({
    commandId: described('Absent when the message carried no usable one.', v.optional(v.string())),
    type: described('As the message said it: it need not be one of ours.', v.optional(v.string())),
    reason: knownWord(FAILURE_REASONS),
    message: v.string(),
    retryable: described('Whether the same command can succeed later.', v.boolean()),
    attempts: described('Calls that may have taken effect.', v.number()),
    completed: described(
      'Steps that took effect before, and stay done.',
      v.array(openObject({ step: v.string(), ...madeRecord })),
    ),
    sevdesk: described(
      'What sevdesk said.',
      v.optional(
        openObject({
          status: v.optional(v.number()),
          code: v.optional(v.string()),
          message: v.optional(v.string()),
          exceptionUUID: v.optional(v.string()),
        }),
      ),
    ),
  }),
  /** More records carry a command's marker than it may have made: a call may have taken effect twice. */
  'command.ambiguous': openObject({
    commandId: v.string(),
    type: commandType,
    message: v.string(),
    records: v.array(openObject(madeRecord)),
  }),
  'command.parked': openObject({
    commandId: v.string(),
    type: commandType,
    reason: knownWord(['tenant_disconnected', 'tenant_suspended']),
    message: v.string(),
  }),
} as const;

export type EventType = keyof typeof eventData;
export const EVENT_TYPES = Object.keys(eventData) as [EventType, ...EventType[]];

type DataByType = { readonly [T in EventType]: v.InferOutput<(typeof eventData)[T]> };
export type EventData<T extends EventType = EventType> = DataByType[T];
type DataByResource = { readonly [N in ResourceName]: v.InferOutput<ReturnType<typeof recordData<N>>> };
export type RecordEventData<N extends ResourceName = ResourceName> = DataByResource[N];

/** The CloudEvents 1.0 attributes around the data of every event. */
export const eventEnvelope = openObject({
  specversion: oneOf(['1.0']),
  /** The same over crashes and repeated polls: remember it to drop repeats. */
  id: formed(/^evt_[A-Za-z0-9_-]{32}$/, 'an id such as "evt_" with 32 characters behind it'),
  source: formed(new RegExp(`^urn:${EVENT_SOURCE}:`), `text that starts with "urn:${EVENT_SOURCE}:"`),
  type: v.string(),
  subject: v.string(),
  /** When sevdesk says that it happened. */
  time: v.string(),
  /** When the relay received the answer that showed it. */
  recordedtime: v.string(),
  /** Per record, rises by one with each change; all events of one change share it. */
  sequence: v.optional(formed(/^\d{12}$/, '12 digits in quotes')),
  partitionkey: v.string(),
  datacontenttype: oneOf(['application/json']),
  dataschema: v.string(),
  /** Absent only for a `command.failed` whose message named no tenant. */
  tenantid: v.optional(v.string()),
  /** The command that caused it, when one of ours did. */
  correlationid: v.optional(v.string()),
  /** Where the whole `data` is, for an event beyond 240 KB: its own `data` comes without `record`. */
  dataref: v.optional(formed(/^s3:\/\//, 'text that starts with "s3://"')),
  data: v.unknown(),
});

/** An event as it stands in `detail` of an EventBridge event. */
export type RelayEvent<T extends EventType = EventType> = {
  [K in T]: Omit<v.InferOutput<typeof eventEnvelope>, 'type' | 'data'> & {
    readonly type: K;
    readonly data: EventData<K>;
  };
}[T];
