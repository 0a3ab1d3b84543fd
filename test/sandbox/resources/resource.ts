import type { Account } from '../account.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import type { Filter, RecordTest } from '../http/filter.ts';
import type { Fields, WireRecord } from '../wire-record.ts';

/** One API request, as far as a resource cares. */
export interface ApiCall {
  readonly account: Account;
  /** Empty where the path has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: Fields;
  /** Where links to the sandbox begin: `http://127.0.0.1:<port>`. */
  readonly origin: string;
}

/** An endpoint beyond list and record. `path` follows the resource's, with `{id}` for the record. */
export interface Action {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly run: (call: ApiCall) => ApiAnswer;
}

/** A new record and the instant it is dated with. */
export interface NewRecord {
  readonly fields: Fields;
  readonly atMs: number;
}

/** A kind of thing in sevdesk. Adding one is one file and one row in `all-resources.ts`. */
export interface Resource {
  /** First segment of its address. */
  readonly path: string;
  /** `objectName` of its records; error messages put `Model_` before it. */
  readonly model: string;
  /** The filters that really work; all others are ignored without a word (measured). Undefined: no list, no GET by id. */
  readonly filters?: Readonly<Record<string, Filter>>;
  /** What the plain list shows before any filter; undefined: everything. */
  readonly isListed?: (query: URLSearchParams) => RecordTest | undefined;
  /** `POST /X`, in the API's own validation. */
  readonly create?: (call: ApiCall) => WireRecord;
  /** `PUT /X/{id}`. */
  readonly change?: (call: ApiCall, record: WireRecord) => WireRecord;
  /** `DELETE /X/{id}`; throws when it is not allowed. */
  readonly remove?: (call: ApiCall, record: WireRecord) => void;
  /** Deleted ones stay readable by id, with `deletedAt`. */
  readonly keepsTombstone?: true;
  readonly actions?: readonly Action[];
  /** Makes a record with all defaults and no validation, as a user of the web interface would. */
  readonly make?: (account: Account, record: NewRecord) => WireRecord;
  /** Fields of the n-th seeded record, different enough to tell it from others. */
  readonly sample?: (account: Account) => (n: number, atMs: number) => Fields;
  /** Stores what every account has from the beginning. */
  readonly furnish?: (account: Account) => void;
}
