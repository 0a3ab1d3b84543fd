import type { RelayEvent, ResourceName } from '../../../shared/contract/event.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { FIRST_VERSION, idOf, versionIn } from './fleet-account.ts';

/** A change, and how long it took until its event was published. */
export interface Lag {
  readonly tenantId: string;
  readonly resource: ResourceName;
  readonly lagMs: number;
}

interface Waiting {
  readonly version: number;
  readonly atMs: number;
  readonly counts: boolean;
}

/** What changed, and what was told of it: each version once at most, and none that there was not. */
export class FleetOracle {
  readonly lags: Lag[] = [];
  /** What must not happen, in words. */
  readonly broken: string[] = [];
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #told = new Map<string, number>();

  /** `counts`: its lag is of interest. */
  changed(place: { tenantId: string; resource: ResourceName; number: number }, change: Waiting): void {
    const key = `${place.tenantId}:${place.resource}:${idOf(place.number)}`;
    const waiting = this.#waiting.get(key) ?? [];
    waiting.push(change);
    this.#waiting.set(key, waiting);
  }

  told(tenantId: string, event: RelayEvent, nowMs: number): void {
    const { resource, recordId, record } = event.data as unknown as RecordData;
    const key = `${tenantId}:${resource}:${recordId}`;
    if (event.tenantid !== tenantId) this.broken.push(`${tenantId} tells an event of ${event.tenantid}`);
    if (
      event.type !== `${resources[resource].prefix}.updated` &&
      event.type !== `${resources[resource].prefix}.created`
    ) {
      this.broken.push(`${key}: ${event.type}, but only texts change here`);
      return;
    }
    const version = versionIn(resource, record);
    if (version <= (this.#told.get(key) ?? FIRST_VERSION)) this.broken.push(`${key}: version ${version} is told again`);
    this.#told.set(key, version);
    const waiting = this.#waiting.get(key) ?? [];
    if (!waiting.some((change) => change.version === version))
      this.broken.push(`${key}: there is no version ${version}`);
    for (const { atMs, counts } of waiting.filter((change) => change.version <= version)) {
      if (counts) this.lags.push({ tenantId, resource, lagMs: nowMs - atMs });
    }
    const rest = waiting.filter((change) => change.version > version);
    if (rest.length > 0) this.#waiting.set(key, rest);
    else this.#waiting.delete(key);
  }

  /** Records with changes that are not told yet, of tenants that are meant. */
  untold(isMeant: (tenantId: string) => boolean): readonly string[] {
    return [...this.#waiting.keys()].filter((key) => isMeant(key.split(':')[0] ?? ''));
  }
}

interface RecordData {
  readonly resource: ResourceName;
  readonly recordId: string;
  readonly record: Readonly<Record<string, unknown>>;
}
