import { isConnected } from '../../../shared/domain/tenant.ts';
import { SECRETS } from './names.ts';
import { disconnect, drop, finishRedrive, type Operation, pause, redrive, resume } from './operators.ts';
import { type OperatorStep, tenantName } from './writer-history.ts';
import type { WriterWorld } from './writer-world.ts';

const OPERATIONS = { disconnect, pause, resume, drop, redrive } as const;

/** Where operators sit. Whatever their tool throws, they see; what broke off, they do again when all is well. */
export class Office {
  readonly #world: WriterWorld;
  #busy = 0;

  constructor(world: WriterWorld) {
    this.#world = world;
  }

  get isQuiet(): boolean {
    return this.#busy === 0 && !this.#world.tenantIds.some((tenantId) => this.#mayHaveParked(tenantId));
  }

  take(step: OperatorStep): void {
    const { sevdesk } = this.#world;
    const tenantId = tenantName(step.tenant);
    if (step.does === 'connect') this.#storeToken(tenantId);
    else if (step.does === 'renew-token') {
      sevdesk.renewToken(tenantId);
      this.#later(step.storedAfterMs, () => this.#storeToken(tenantId));
    } else this.#work(OPERATIONS[step.does], tenantId);
    if (step.does === 'redrive' && step.againAfterMs !== undefined) {
      this.#later(step.againAfterMs, () => this.#work(redrive, tenantId));
    }
  }

  /** All is well from now on: tenants come back, all but those that stay away, and what broke off is finished. */
  closeDown(): void {
    const { tenantIds, history } = this.#world;
    for (const [index, tenantId] of tenantIds.entries()) {
      this.#work(finishRedrive, tenantId);
      const known = this.#world.tenant(tenantId);
      if (isConnected(known) && known.rejected === undefined) continue;
      if (index < history.setting.staysAway) continue;
      if (known.state === 'paused') this.#work(resume, tenantId);
      else this.#storeToken(tenantId);
    }
  }

  #later(ms: number, run: () => void): void {
    this.#world.time.at(this.#world.time.nowMs + ms, run);
  }

  /** Somebody puts the token that is valid now into the secret; the sweep finds it. */
  #storeToken(tenantId: string): void {
    const { sevdesk, secrets } = this.#world;
    secrets.put(`${SECRETS}${tenantId}`, JSON.stringify({ token: sevdesk.of(tenantId).token }));
  }

  #work(operation: Operation, tenantId: string): void {
    const invocation = this.#world.invocation(operation.name, () => {
      this.#busy -= 1;
    });
    this.#busy += 1;
    invocation.run(() => operation({ world: this.#world, invocation, tenantId }, tenantId));
  }

  #mayHaveParked(tenantId: string): boolean {
    const tenant = this.#world.tenant(tenantId);
    return isConnected(tenant) && tenant.hasParked;
  }
}
