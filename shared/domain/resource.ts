import type { CommandType } from '../contract/command.ts';
import type { EventType, ResourceName } from '../contract/event.ts';
import type { SevdeskRecord } from './sevdesk-record.ts';

export type Summary = Readonly<Record<string, string | number | null>>;

/** Something that a change of certain fields means, told beside `updated` or `created`. */
export interface Meaning {
  readonly type: EventType;
  /** The fields whose old and new values make it; nothing else enters the event's id. */
  readonly fields: readonly string[];
  /** `previous` is undefined for a created record, which counts as coming from draft. */
  readonly applies: (previous: SevdeskRecord | undefined, current: SevdeskRecord) => boolean;
}

/** A kind of thing in sevdesk, as a row of data: how it is listed, compared and told. */
export interface Resource {
  readonly name: ResourceName;
  /** Prefix of its event types. */
  readonly prefix: 'contact' | 'invoice';
  /** Path of its list, below the base address. */
  readonly path: string;
  /** Always part of the list's query, for example `depth=1`, without which persons are missing. */
  readonly query: Readonly<Record<string, string>>;
  /** Fields that move without meaning anything. */
  readonly volatile: readonly string[];
  /** Where the positions of one record are, for documents. They are not part of the list. */
  readonly positionsPath?: (recordId: string) => string;
  /** The marker that a command of ours left in a record, for resources that commands create. */
  readonly marker?: (record: SevdeskRecord) => { readonly type: CommandType; readonly marker: string } | undefined;
  readonly summarize: (record: SevdeskRecord) => Summary;
  readonly meanings: readonly Meaning[];
}
