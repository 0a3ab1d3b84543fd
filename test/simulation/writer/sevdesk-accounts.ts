import type { Account } from '../../sandbox/account.ts';
import type { ApiAnswer } from '../../sandbox/http/api-answer.ts';
import { ApiError, errorAnswer } from '../../sandbox/http/api-error.ts';
import { parseFields } from '../../sandbox/http/exchange.ts';
import { route } from '../../sandbox/http/route.ts';
import { World as Sandbox } from '../../sandbox/world.ts';
import type { Random } from '../random.ts';
import { tenantName, type WriterSetting } from './writer-history.ts';

const DAY_MS = 86_400_000;

/** What is asked of sevdesk. */
export interface SevdeskRequest {
  readonly method: string;
  /** Below the base address, without a leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string;
  readonly body: string;
}

interface Customer {
  readonly account: Account;
  readonly contactId: string;
  readonly tillId: string;
  readonly bankId: string;
  token: string;
}

/** The accounts of all tenants, as the sandbox has them, by the clock of sevdesk. */
export class SevdeskAccounts {
  readonly #sandbox: Sandbox;
  readonly #random: Random;
  readonly #listLagMs: number;
  readonly #customers = new Map<string, Customer>();
  #tokens = 0;

  constructor(setting: WriterSetting, random: Random, nowMs: () => number) {
    const { tenants, skewSeconds, listLagMs, ignoresFilter } = setting;
    this.#random = random;
    this.#listLagMs = listLagMs;
    // The accounts are older than what is simulated: lists show what they began with.
    let aheadMs = -DAY_MS;
    this.#sandbox = new Sandbox(() => Math.floor(nowMs()) + aheadMs);
    for (let tenant = 1; tenant <= tenants; tenant += 1) this.#open(tenantName(tenant), ignoresFilter);
    aheadMs = skewSeconds * 1000;
  }

  of(tenantId: string): Customer {
    return this.#customers.get(tenantId) as Customer;
  }

  /** A token that opens nothing any more still belongs to somebody. */
  tenantOf(token: string): string | undefined {
    return this.#sandbox.known(token)?.identity.name;
  }

  opens(token: string): Account | undefined {
    return this.#sandbox.opens(token);
  }

  /** The token that was valid no longer is. */
  renewToken(tenantId: string): string {
    const customer = this.of(tenantId);
    const token = this.#newToken(tenantId);
    this.#sandbox.replaceToken(customer.token, token);
    customer.token = token;
    return token;
  }

  /** What sevdesk does and says, faults apart. Lists may be behind. */
  serve(account: Account, { method, path, query, body }: SevdeskRequest): ApiAnswer {
    account.listLagMs = this.#random.chance(0.5) ? this.#random.int(0, this.#listLagMs) : 0;
    try {
      return route({ account, method, path: `/${path}`, query, body: parseFields(body), origin: '' });
    } catch (error) {
      if (error instanceof ApiError) return errorAnswer(error.refusal);
      throw error;
    }
  }

  #open(tenantId: string, ignoresFilter: boolean): void {
    const token = this.#newToken(tenantId);
    const account = this.#sandbox.createAccount({ token, name: tenantId });
    if (ignoresFilter) account.ignoredFilters.add('Invoice.customerInternalNote');
    const { id: contactId } = account.insert('Contact', { name: `Customer of ${tenantId}`, customerNumber: '1001' });
    const [tillId, bankId] = [newCheckAccount(account, 'offline'), newCheckAccount(account, 'online')];
    this.#customers.set(tenantId, { account, contactId, tillId, bankId, token });
  }

  #newToken(tenantId: string): string {
    this.#tokens += 1;
    return `${TOKEN}${this.#tokens}-of-${tenantId}`;
  }
}

/** How each token begins: nothing else that leaves us may hold it. */
export const TOKEN = 'token-number-';

function newCheckAccount(account: Account, type: 'offline' | 'online'): string {
  const fields = { name: type, type, importType: null, status: '100', currency: 'EUR' };
  return account.insert('CheckAccount', fields).id;
}
