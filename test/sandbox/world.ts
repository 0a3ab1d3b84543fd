import { Account, type Chart } from './account.ts';
import { FaultQueue } from './faults/fault-queue.ts';
import { RateLimit } from './faults/rate-limit.ts';
import { RequestLog } from './http/request-log.ts';
import { allResources } from './resources/all-resources.ts';

/** No two accounts share an id, as in sevdesk. */
const IDS_PER_ACCOUNT = 10_000_000;

export interface NewAccount {
  readonly token: string;
  readonly sevClientId?: string;
  readonly name?: string;
  readonly bookkeepingVersion?: '1.0' | '2.0';
  /** SKR03 unless told. */
  readonly chart?: Chart;
  readonly smallBusiness?: boolean;
}

/** Everything one sandbox holds. */
export class World {
  readonly now: () => number;
  readonly faults: FaultQueue = new FaultQueue();
  readonly rateLimit: RateLimit = new RateLimit();
  readonly log: RequestLog = new RequestLog();
  isOffline = false;
  /** Tokens that open something. */
  readonly #valid: Map<string, Account> = new Map();
  /** All tokens there ever were. */
  readonly #known: Map<string, Account> = new Map();
  readonly #timers: Set<NodeJS.Timeout> = new Set();
  #accounts = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  createAccount({ token, sevClientId, name, ...choices }: NewAccount): Account {
    if (this.#known.has(token)) throw new Error('This token was already given out');
    this.#accounts += 1;
    const account = new Account({
      name: name ?? `account-${this.#accounts}`,
      sevClientId: sevClientId ?? String(700_000 + this.#accounts),
      bookkeepingVersion: choices.bookkeepingVersion ?? '2.0',
      chart: choices.chart ?? 'SKR03',
      smallBusiness: choices.smallBusiness ?? false,
      firstId: this.#accounts * IDS_PER_ACCOUNT,
      now: this.now,
    });
    for (const { furnish } of allResources) furnish?.(account);
    this.#admit(token, account);
    return account;
  }

  revokeToken(token: string): void {
    this.owner(token);
    this.#valid.delete(token);
  }

  replaceToken(old: string, fresh: string): void {
    const account = this.owner(old);
    this.#valid.delete(old);
    this.#admit(fresh, account);
  }

  /** Whom a token opens now. */
  opens(token: string): Account | undefined {
    return this.#valid.get(token);
  }

  /** Whose a token is or was. */
  known(token: string): Account | undefined {
    return this.#known.get(token);
  }

  /** All there are, oldest first. */
  accounts(): Account[] {
    return [...new Set(this.#known.values())];
  }

  /** @throws Error for a token that was never given out */
  owner(token: string): Account {
    const account = this.#known.get(token);
    if (!account) throw new Error('No account has this token');
    return account;
  }

  /** Does something later, unless the sandbox closes before. */
  later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #admit(token: string, account: Account): void {
    this.#valid.set(token, account);
    this.#known.set(token, account);
  }
}
