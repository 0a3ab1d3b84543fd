/** One API request, as it came in. */
export interface LoggedRequest {
  /** Unix milliseconds. */
  readonly at: number;
  readonly method: string;
  /** After `/api/v1`: `/Invoice/17/sendBy`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The last four characters; tokens are not kept. */
  readonly token: string;
  /** Name of the account whose token it is or was, also when it was refused; null: nobody's. */
  readonly account: string | null;
  /** Null: no answer. */
  readonly status: number | null;
  /** The fault that hit it; `offline` while the sandbox is. */
  readonly fault?: string;
}

/** All API requests since the last `clear`. */
export class RequestLog {
  #requests: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.#requests.push(request);
  }

  clear(): void {
    this.#requests = [];
  }

  /** In the order they were answered; of one account, or all. */
  of(account?: string): readonly LoggedRequest[] {
    return account === undefined ? this.#requests : this.#requests.filter((request) => request.account === account);
  }
}
