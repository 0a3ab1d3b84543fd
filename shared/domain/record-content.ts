import { fingerprint } from './fingerprint.ts';
import type { Resource } from './resource.ts';
import { referenceId, type SevdeskRecord, scalar } from './sevdesk-record.ts';

const POSITION_NOISE = ['create', 'update', 'additionalInformation'];

/** Added by us to a record that another one cancels; sevdesk's lists do not carry it. */
const CANCELLED_BY = 'cancelledBy';

/** The record's content without what moves for no reason. */
export function contentOf(record: SevdeskRecord, volatile: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([field]) => !volatile.includes(field)));
}

/** Records do not change once they are read, and one poll needs their fingerprint several times. */
const fingerprints = new WeakMap<SevdeskRecord, { readonly resource: Resource; readonly print: string }>();

/** Fingerprint of a record's content; the `update` timestamp and other volatile fields do not enter. */
export function recordFingerprint(record: SevdeskRecord, resource: Resource): string {
  const known = fingerprints.get(record);
  if (known?.resource === resource) return known.print;
  const print = fingerprint(record, [...resource.volatile, CANCELLED_BY]);
  fingerprints.set(record, { resource, print });
  return print;
}

/** What a list shows of a record, in one short text: it differs whenever the record deserves a closer look. */
export function sightOf(recordPrint: string, record: SevdeskRecord): string {
  return fingerprint([recordPrint, scalar(record, 'update')]);
}

/** The record with a reference to the one that cancels it (Storno). */
export function cancelledBy(record: SevdeskRecord, { name }: Resource, id: string): SevdeskRecord {
  return { ...record, [CANCELLED_BY]: { id, objectName: name } };
}

/** Which record cancels this one, as far as we know. */
export function cancellerOf(record: SevdeskRecord): string | undefined {
  return referenceId(record, CANCELLED_BY);
}

interface Positioned {
  readonly positions?: readonly SevdeskRecord[] | undefined;
}

/** Fingerprint of a document's positions, whatever their order and timestamps. */
export function positionsFingerprint({ positions = [] }: Positioned): string {
  const contents = positions.map((position) => contentOf(position, POSITION_NOISE));
  // As texts: nothing is assumed of ids, and any fixed order will do.
  return fingerprint(contents.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)));
}
