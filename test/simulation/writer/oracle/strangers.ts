import { Broken } from '../../oracle/broken.ts';
import { TOKEN } from '../sevdesk-accounts.ts';

/** Something that leaves us. */
interface Leaving {
  readonly name: string;
  readonly text: string;
  /** The only tenant that it may concern; undefined: any, but one only. */
  readonly tenantId: string | undefined;
}

const TENANT = /tenant-\d\d/g;

/** Tenants do not meet (I8), and tokens stay in their header (I9): all that tenants have carries their name. */
export class Strangers {
  readonly #guard: (about: string, check: () => void) => void;

  constructor(guard: (about: string, check: () => void) => void) {
    this.#guard = guard;
  }

  check({ name, text, tenantId }: Leaving): void {
    this.#guard(name, () => {
      if (text.includes(TOKEN)) throw new Broken('I9', 'carries a token');
      const named = new Set(text.match(TENANT));
      if (tenantId !== undefined) named.add(tenantId);
      if (named.size > 1) throw new Broken('I8', `concerns several tenants: ${[...named].join(', ')}`);
    });
  }

  checkToken(name: string, tenantId: string | undefined, owner: string | undefined): void {
    this.#guard(name, () => {
      if (owner === undefined) throw new Broken('I9', 'came with a token that nobody has');
      if (tenantId !== undefined && owner !== tenantId)
        throw new Broken('I8', `for ${tenantId} used a token of ${owner}`);
    });
  }
}
