import type { Account } from '../account.ts';
import { readDates } from '../date-input.ts';
import { refuse } from '../http/api-error.ts';
import { checkReferences } from '../http/check-references.ts';
import { readDecimals } from '../http/read-decimals.ts';
import { type Fields, pick, type WireRecord, wireFields } from '../wire-record.ts';
import type { ApiCall, NewRecord, Resource } from './resource.ts';

/** A kind of record that follows few rules. */
export interface PlainKind {
  readonly model: string;
  /** Every scalar field, in its wire form. */
  readonly defaults: Fields;
  /** Writable fields without a fixed default. */
  readonly alsoWritable?: readonly string[];
  /** Fields that only sevdesk itself sets. */
  readonly readOnly?: readonly string[];
  readonly dates?: readonly string[];
  readonly decimals?: readonly string[];
  /** By field the model it refers to. */
  readonly refersTo?: Readonly<Record<string, string>>;
  /** What `POST` needs (documentation); the wording of the refusal is assumed. */
  readonly required: readonly string[];
  /** Defaults that depend on the account. */
  readonly late?: (account: Account, record: NewRecord) => Fields;
  /** Throws for what else the API refuses; `record` is the one to be changed. */
  readonly check?: (call: ApiCall, record?: WireRecord) => void;
}

/** How records of this kind are made in the web interface, and created and changed by the API. */
export function plainRecord({ model, defaults, dates = [], ...kind }: PlainKind) {
  const fields = [...Object.keys(defaults), ...(kind.alsoWritable ?? [])];
  const writable = fields.filter((field) => !kind.readOnly?.includes(field));
  const make = (account: Account, record: NewRecord) => {
    const all = { ...defaults, ...kind.late?.(account, record) };
    return account.insert(model, wireFields(all, readDates(record.fields, dates)), record.atMs);
  };
  /** What of a request is written; refuses what must not be. */
  const accepted = (call: ApiCall, record?: WireRecord) => {
    checkReferences(call.account, call.body, kind.refersTo ?? {});
    kind.check?.(call, record);
    return readDecimals(pick(call.body, writable), kind.decimals ?? []);
  };
  const create = (call: ApiCall) => {
    const missing = kind.required.find((field) => call.body[field] === undefined || call.body[field] === null);
    if (missing) throw refuse(400, `${missing} is required`);
    return make(call.account, { fields: accepted(call), atMs: call.account.now });
  };
  // Measured for Contact, ContactAddress and CommunicationWay: a partial update.
  const change = (call: ApiCall, record: WireRecord) =>
    call.account.change(record, readDates(accepted(call, record), dates));
  return { model, make, create, change };
}

/** Allows every deletion. */
export const anyTime: NonNullable<Resource['remove']> = () => undefined;
