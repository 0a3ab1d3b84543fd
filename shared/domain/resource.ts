import type { CommandType } from '../contract/command.ts';
import type { RecordEventType, ResourceName, resourcePrefixes } from '../contract/event.ts';
import type { Summary } from '../contract/summaries.ts';
import type { SevdeskRecord } from './sevdesk-record.ts';

/** Something that a change of certain fields means, told beside `updated` or `created`. */
export interface Meaning {
  readonly type: RecordEventType;
  /** The fields whose old and new values make it; nothing else enters the event's id. */
  readonly fields: readonly string[];
  /** `previous` is undefined for a created record, which counts as coming from draft. */
  readonly applies: (previous: SevdeskRecord | undefined, current: SevdeskRecord) => boolean;
}

/** Where a part of sevdesk is asked for. */
export interface Place {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** A kind of thing in sevdesk, as a row of data: how it is listed, compared and told. */
export interface Resource<N extends ResourceName = ResourceName> {
  /** sevdesk's name of the model. */
  readonly name: N;
  /** Prefix of its event types. */
  readonly prefix: (typeof resourcePrefixes)[N];
  /** Path of its list, below the base address; a record is at `<path>/<id>`. */
  readonly path: string;
  /** Always part of the list's query, for example `depth=1`, without which persons are missing. */
  readonly query: Readonly<Record<string, string>>;
  /** `cursor`: what changed since the last look is asked for, if the filter works · `listing`: everything, each time. */
  readonly strategy: 'cursor' | 'listing';
  /** How many of the stage's poll intervals pass from one poll to the next. */
  readonly everyIntervals: number;
  /** Fields that move without meaning anything. */
  readonly volatile: readonly string[];
  /** Where the positions of one record are, for documents. They are not part of the list. */
  readonly positions?: (recordId: string) => Place;
  /** The marker that a command of ours left in a record, for resources that commands create. */
  readonly marker?: (record: SevdeskRecord) => { readonly type: CommandType; readonly marker: string } | undefined;
  /** What the writer's note on a record that it is about to create stands under, where the record carries no marker. */
  readonly noteKey?: (record: SevdeskRecord) => string | undefined;
  /** The record of the same resource that this one cancels (Storno). The cancelled one then carries `cancelledBy`. */
  readonly cancels?: (record: SevdeskRecord) => string | undefined;
  /** The Berlin day `YYYY-MM-DD` on which an open record is due; `undefined` when it is settled, a draft, or never due. */
  readonly dueDate?: (record: SevdeskRecord) => string | undefined;
  readonly summarize: (record: SevdeskRecord) => Summary<N>;
  readonly meanings: readonly Meaning[];
}
