import type { EventData, EventType } from '../../shared/contract/contract.ts';

type PrefixOf<T extends string> = T extends `${infer Prefix}.${string}` ? Prefix : never;
/** Every event type that begins with this: those of a later version, too. */
export type EventGroup = `${PrefixOf<EventType>}.*`;

type TypesOf<W extends EventType | EventGroup> = W extends `${infer Prefix}.*`
  ? Extract<EventType, `${Prefix}.${string}`>
  : Extract<EventType, W>;

/** Event types about records of sevdesk. */
type RecordEventType = { [T in EventType]: EventData<T> extends { summary: unknown } ? T : never }[EventType];

export interface EventFilter {
  /** Only events of one of these tenants. */
  readonly tenants?: readonly string[];
  /** The rule's name, as `replay --to-rule` asks for it; CloudFormation makes one up unless given. It is no condition. */
  readonly ruleName?: string;
}

export interface RecordEventFilter<T extends RecordEventType> extends EventFilter {
  /** Only changes of at least one of these fields, by sevdesk's names: `status`, `positions` … Not for `created`, `deleted`, `snapshot`, `overdue`. */
  readonly changed?: readonly string[];
  /** Only records whose summary fulfils each of these conditions. */
  readonly summary?: SummaryFilter<EventData<T>['summary']>;
  /** `external`: leave out what a command of the relay made, so that a product does not answer its own echo. */
  readonly origin?: 'external' | 'self';
}

/** What else can be asked of events of these types. */
export type FilterOf<T extends EventType> = [T] extends [RecordEventType] ? RecordEventFilter<T> : EventFilter;

/** Which events a rule gets: those of one of the types that fulfil everything else. */
export type Subscription<W extends EventType | EventGroup = EventType | EventGroup> = {
  /** Event types such as `invoice.paid`, or all of a kind: `invoice.*`. */
  readonly types: readonly W[];
} & FilterOf<TypesOf<W>>;

/** Not what a schema leaves open for fields to come. */
type NamedKey<S> = keyof { [F in keyof S as string extends F ? never : F]: true };

/** Conditions on the fields that all of these summaries have. */
export type SummaryFilter<S> = { readonly [F in NamedKey<S> & keyof S]?: SummaryCondition<S[F]> };

export type SummaryCondition<V> =
  /** This value, or one of these; `null` is "not known". */
  | V
  | readonly V[]
  /** Whether the field is there; it is, too, where its value is `null`. */
  | { readonly exists: boolean }
  | ([Extract<V, number>] extends [never] ? never : NumberRange)
  | ([Extract<V, string>] extends [never] ? never : TextMatch<Extract<V, string>>);

/** One lower bound, one upper bound, or both. */
export interface NumberRange {
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly atMost?: number;
}

export type TextMatch<V extends string = string> =
  | { readonly prefix: string }
  /** None of these. */
  | { readonly not: V | readonly V[] };
