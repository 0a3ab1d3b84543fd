import { isFields, type WireRecord } from '../wire-record.ts';

/** Whether a record matches. Undefined: the filter does not count in this request. */
export type Filter = (wanted: string, query: URLSearchParams) => ((record: WireRecord) => boolean) | undefined;

/** The field is exactly the wanted text. */
export function equals(...fields: readonly string[]): Filter {
  return (wanted) => (record) => fields.some((field) => record[field] === wanted);
}

/** The field is the wanted text, in whatever case. */
export function equalsInAnyCase(field: string): Filter {
  return (wanted) => (record) => String(record[field]).toLowerCase() === wanted.toLowerCase();
}

/** `contact[id]=…`, which needs its companion `contact[objectName]=Contact` (documentation). */
export function refersTo(field: string, model: string): Filter {
  return (wanted, query) => {
    if (query.get(`${field}[objectName]`) !== model) return undefined;
    return ({ [field]: found }) => isFields(found) && found.id === wanted;
  };
}

/** Dates from this instant on: Unix seconds, inclusive (measured for `updateAfter`). */
export function from(field: string): Filter {
  return (seconds) => (record) => Date.parse(String(record[field])) >= Number(seconds) * 1000;
}

/** Dates up to this instant: Unix seconds, inclusive. */
export function until(field: string): Filter {
  return (seconds) => (record) => Date.parse(String(record[field])) <= Number(seconds) * 1000;
}

/** The four time filters of Contact, Invoice, Order and Voucher (documentation; `updateAfter` measured for Invoice). */
export const TIME_FILTERS: Readonly<Record<string, Filter>> = {
  createAfter: from('create'),
  createBefore: until('create'),
  updateAfter: from('update'),
  updateBefore: until('update'),
};
