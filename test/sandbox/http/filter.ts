import { berlinIso } from '../berlin-time.ts';
import { isFields, type WireRecord } from '../wire-record.ts';

/** Whether a record is wanted. */
export interface RecordTest {
  (record: WireRecord): boolean;
  /** The document whose positions are wanted: no others need be looked at. */
  readonly documentId?: string;
}

/** What a parameter of a list wants. Undefined: it does not count in this request. */
export type Filter = (wanted: string, query: URLSearchParams) => RecordTest | undefined;

/** The field is exactly the wanted text. */
export function equals(...fields: readonly string[]): Filter {
  return (wanted) => (record) => fields.some((field) => record[field] === wanted);
}

/** The field is the wanted text, in whatever case. */
export function equalsInAnyCase(field: string): Filter {
  return (wanted) => (record) => String(record[field]).toLowerCase() === wanted.toLowerCase();
}

/** The wanted text is somewhere in the field. */
export function contains(field: string): Filter {
  return (wanted) => (record) => String(record[field] ?? '').includes(wanted);
}

/** `isBooked=true`; any other value is ignored (measured for `isBooked=false`). */
export function whenTrue(test: RecordTest): Filter {
  return (wanted) => (wanted === 'true' ? test : undefined);
}

/** `contact[id]=…`, which needs its companion `contact[objectName]=Contact` (documentation). */
export function refersTo(name: string, model: string, field: string = name): Filter {
  return (wanted, query) => {
    if (query.get(`${name}[objectName]`) !== model) return undefined;
    return ({ [field]: found }) => isFields(found) && found.id === wanted;
  };
}

/** `invoice[id]=…` of positions. */
export function ofDocument(name: string, model: string): Filter {
  return (wanted, query) => {
    const test = refersTo(name, model)(wanted, query);
    return test && Object.assign(test, { documentId: wanted });
  };
}

/** Dates from this instant on: Unix seconds, inclusive (measured for `updateAfter`); ISO too (measured for transactions). */
export function from(field: string): Filter {
  return (wanted) => dateTest(field, wanted, (difference) => difference >= 0);
}

/** Dates up to this instant, inclusive. */
export function until(field: string): Filter {
  return (wanted) => dateTest(field, wanted, (difference) => difference <= 0);
}

/** Berlin days are compared as text, which is fast on whole tables; only dates of the wanted day are parsed. */
function dateTest(field: string, wanted: string, isWanted: (difference: number) => boolean): RecordTest {
  const atMs = /^\d+$/.test(wanted) ? Number(wanted) * 1000 : Date.parse(wanted);
  if (Number.isNaN(atMs)) return () => false;
  const day = berlinIso(atMs).slice(0, 10);
  const endOfDay = `${day}~`;
  return ({ [field]: date }) => {
    if (typeof date !== 'string') return false;
    const isSameDay = date >= day && date <= endOfDay;
    return isWanted(isSameDay ? Date.parse(date) - atMs : date < day ? -1 : 1);
  };
}

/** The four time filters of Contact, Invoice, Order and Voucher (documentation; `updateAfter` measured for Invoice). */
export const TIME_FILTERS: Readonly<Record<string, Filter>> = {
  createAfter: from('create'),
  createBefore: until('create'),
  updateAfter: from('update'),
  updateBefore: until('update'),
};
