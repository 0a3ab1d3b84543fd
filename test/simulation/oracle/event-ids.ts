import type { RecordEventData } from '../../../shared/contract/event.ts';
import { Broken } from './broken.ts';
import { canonicalText, contentText } from './canonical-text.ts';

export interface ToldEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly data: RecordEventData;
}

/** The fields that make each meaning: nothing else enters its id. */
const EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  sent: ['status'],
  opened: ['status'],
  reopened: ['status'],
  partially_paid: ['status', 'paidAmount'],
  paid: ['status'],
  cancelled: ['cancelledBy'],
};

/** Remembers which id was told of what. */
export class EventIds {
  readonly #owners = new Map<string, string>();
  readonly #ids = new Map<string, string>();

  /** @throws Broken when an id is told of two things, or one thing under two ids. */
  check(event: ToldEvent): void {
    const { id, type, subject, sequence } = event;
    const owner = `${subject} sequence ${sequence} ${type}`;
    const owned = this.#owners.get(id) ?? owner;
    if (owned !== owner) throw new Broken('I2', `has the id of ${owned}`);
    this.#owners.set(id, owner);
    const said = `${owner} ${evidenceOf(event)}`;
    const known = this.#ids.get(said) ?? id;
    if (known !== id) throw new Broken('I2', `was told before under another id: ${said}`);
    this.#ids.set(said, id);
  }
}

function evidenceOf({ type, data }: ToldEvent): string {
  const fields = EVIDENCE[type.split('.')[1] ?? ''];
  const { record = {}, previous, changed } = data;
  if (!fields) return contentText(record) + canonicalText([record.positions, record.cancelledBy]);
  const old = (field: string) => (changed.includes(field) ? previous[field] : record[field]);
  return canonicalText(fields.map((field) => [changed.length > 0 ? old(field) : null, record[field]]));
}
