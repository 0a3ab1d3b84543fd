import type { Account } from '../account.ts';
import { readDates } from '../date-input.ts';
import { refuse } from '../http/api-error.ts';
import { type Fields, pick, type WireRecord, wireFields } from '../wire-record.ts';
import type { ApiCall, NewRecord, Resource } from './resource.ts';

/** A kind of record that follows no rules but required fields. */
export interface PlainKind {
  readonly model: string;
  /** Every scalar field, in its wire form. */
  readonly defaults: Fields;
  /** Writable fields without a fixed default. */
  readonly alsoWritable?: readonly string[];
  readonly dates?: readonly string[];
  /** What `POST` needs (documentation); the wording of the refusal is assumed. */
  readonly required: readonly string[];
  /** Defaults that depend on the account. */
  readonly late?: (account: Account, record: NewRecord) => Fields;
}

/** How records of this kind are made in the web interface, and created and changed by the API. */
export function plainRecord({ model, defaults, alsoWritable = [], dates = [], required, late }: PlainKind) {
  const writable = [...Object.keys(defaults), ...alsoWritable];
  const make = (account: Account, record: NewRecord) => {
    const all = { ...defaults, ...late?.(account, record) };
    return account.insert(model, wireFields(all, readDates(record.fields, dates)), record.atMs);
  };
  const create = ({ account, body }: ApiCall) => {
    const missing = required.find((field) => body[field] === undefined || body[field] === null);
    if (missing) throw refuse(400, `${missing} is required`);
    return make(account, { fields: pick(body, writable), atMs: account.now });
  };
  // Measured for Contact, ContactAddress and CommunicationWay: a partial update.
  const change = ({ account, body }: ApiCall, record: WireRecord) =>
    account.change(record, readDates(pick(body, writable), dates));
  return { model, make, create, change };
}

/** Allows every deletion. */
export const anyTime: NonNullable<Resource['remove']> = () => undefined;
