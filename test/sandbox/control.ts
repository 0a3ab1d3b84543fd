import type { AccountSummary, ControlActions } from './control/actions.ts';
import type { Fault } from './faults/fault.ts';
import type { LoggedRequest } from './http/request-log.ts';
import type { Fields, WireRecord } from './wire-record.ts';
import type { NewAccount } from './world.ts';

type Input<A extends keyof ControlActions> = Parameters<ControlActions[A]>[1] extends infer I | undefined ? I : never;
type Result<A extends keyof ControlActions> = ReturnType<ControlActions[A]>;

/** Controls a sandbox, also one in another process: accounts, what users do in the web interface, and what goes wrong. */
export class SandboxControl {
  readonly #address: string;

  /** @param url the sandbox's `controlUrl` or its API `url` */
  constructor(url: string) {
    this.#address = new URL('/_sandbox/', url).href;
  }

  createAccount(account: NewAccount): Promise<AccountSummary> {
    return this.#call('createAccount', account);
  }

  revokeToken(token: string): Promise<void> {
    return this.#call('revokeToken', { token });
  }

  /** The account keeps its records and its place in the log. */
  replaceToken(old: string, fresh: string): Promise<void> {
    return this.#call('replaceToken', { old, fresh });
  }

  /** Old records of any model that can be made; answers how many. */
  seed(token: string, model: string, count: number): Promise<number> {
    return this.#call('seed', { token, model, count });
  }

  /** One in five is a person. */
  seedContacts(token: string, count: number): Promise<number> {
    return this.seed(token, 'Contact', count);
  }

  /** Drafts, open and paid ones. */
  seedInvoices(token: string, count: number): Promise<number> {
    return this.seed(token, 'Invoice', count);
  }

  /** A record with all defaults, unvalidated, as from the web interface. */
  createRecord(token: string, model: string, fields: Fields = {}): Promise<WireRecord> {
    return this.#call('createRecord', { token, model, fields });
  }

  createContact(token: string, fields: Fields = {}): Promise<WireRecord> {
    return this.createRecord(token, 'Contact', fields);
  }

  /** A draft unless `fields` say otherwise; `positions: [{ name, quantity, price, taxRate }]` among them. */
  createInvoice(token: string, fields: Fields = {}): Promise<WireRecord> {
    return this.createRecord(token, 'Invoice', fields);
  }

  /** Edits any field and bumps `update`. */
  patch(token: string, model: string, id: string, fields: Fields): Promise<WireRecord> {
    return this.#call('patch', { token, model, id, fields });
  }

  openInvoice(token: string, id: string): Promise<WireRecord> {
    return this.#call('openInvoice', { token, id });
  }

  /** @param amount decimal text, everything still open unless told */
  payInvoice(token: string, id: string, amount?: string): Promise<WireRecord> {
    return this.#call('payInvoice', { token, id, amount });
  }

  /** Answers the cancellation (SR). */
  cancelInvoice(token: string, id: string): Promise<WireRecord> {
    return this.#call('cancelInvoice', { token, id });
  }

  /** Whatever its status, with its positions. A deleted CheckAccountTransaction is still there by id, with `deletedAt`. */
  deleteRecord(token: string, model: string, id: string): Promise<void> {
    return this.#call('deleteRecord', { token, model, id });
  }

  /** Lists no longer show it, though it exists and is still there by id. */
  hideRecord(token: string, model: string, id: string): Promise<void> {
    return this.#call('hideRecord', { token, model, id });
  }

  /** What truly exists, oldest first. */
  records(token: string, model: string): Promise<readonly WireRecord[]> {
    return this.#call('records', { token, model });
  }

  /** Every mail that was sent with a document, oldest first: its `object`, `to`, `cc`, `bcc`, `subject` and `text`. */
  mails(token: string): Promise<readonly WireRecord[]> {
    return this.#call('mails', { token });
  }

  /** API requests since the last `clearRequests`, those with an account's former tokens included. */
  requests(of: { readonly token?: string } = {}): Promise<readonly LoggedRequest[]> {
    return this.#call('requests', of);
  }

  clearRequests(): Promise<void> {
    return this.#call('clearRequests');
  }

  addFault(fault: Fault): Promise<void> {
    return this.#call('addFault', fault);
  }

  clearFaults(): Promise<void> {
    return this.#call('clearFaults');
  }

  /** Lists show a new record only so long after its creation; by id it is there at once. */
  setListLagMs(token: string, ms: number): Promise<void> {
    return this.#call('setListLagMs', { token, ms });
  }

  /** 429 beyond so many requests in a sliding minute; null: no limit. */
  setRateLimit(token: string, perMinute: number | null): Promise<void> {
    return this.#call('setRateLimit', { token, perMinute });
  }

  /** By the log, refused requests included. */
  maxRequestsInAnyMinute(token: string): Promise<number> {
    return this.#call('maxRequestsInAnyMinute', { token });
  }

  /** From now on the filter is ignored, as sevdesk does with those it does not know. */
  ignoreFilter(token: string, model: string, name: string): Promise<void> {
    return this.#call('ignoreFilter', { token, model, name });
  }

  /** Everything answers 503 with a page. */
  takeOffline(): Promise<void> {
    return this.#call('takeOffline');
  }

  bringBack(): Promise<void> {
    return this.#call('bringBack');
  }

  async #call<A extends keyof ControlActions>(action: A, input?: Input<A>): Promise<Result<A>> {
    const response = await fetch(new URL(action, this.#address), { method: 'POST', body: JSON.stringify(input ?? {}) });
    const answer = (await response.json()) as { result: Result<A>; error?: string };
    if (!response.ok) throw new Error(`${action}: ${answer.error}`);
    return answer.result;
  }
}
