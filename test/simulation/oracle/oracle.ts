import { gunzipSync } from 'node:zlib';
import type { RecordEventData, RelayEvent } from '../../../shared/contract/event.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { SIMULATED, type Simulated } from '../history.ts';
import type { Invocation } from '../invocation.ts';
import type { PositionsAnswer } from '../model-sevdesk.ts';
import { Broken } from './broken.ts';
import { canonicalText, contentText } from './canonical-text.ts';
import { EventIds, type ToldEvent } from './event-ids.ts';
import { fitsContract } from './fits-contract.ts';
import { Overlapping } from './overlapping.ts';
import { byResource, Punctuality, type PunctualityParts } from './punctuality.ts';
import { fieldsOf, type Violation } from './told.ts';
import { ToldRecord } from './told-record.ts';

export interface OracleParts extends Pick<PunctualityParts, 'account' | 'setting'> {
  readonly now: () => number;
  /** Stored items of the snapshots of a resource. */
  readonly snapshots: (resource: Simulated) => readonly Readonly<Record<string, unknown>>[];
}

/** Knows the truth, sees what is told, and says where they part. */
export class Oracle {
  violation: Violation | undefined;
  readonly punctuality: Punctuality;
  readonly #parts: OracleParts;
  readonly #ids = new EventIds();
  readonly #told = byResource(() => new Map<string, ToldRecord>());
  readonly #baselined = new Set<Simulated>();
  readonly #overlapping = new Overlapping();

  constructor(parts: OracleParts) {
    this.#parts = parts;
    this.punctuality = new Punctuality({ ...parts, told: (resource, id) => this.#told[resource].get(id) });
  }

  told(invocation: Invocation, event: RelayEvent): void {
    const { id, type, subject, sequence } = event;
    this.#guard(`${subject}, ${type}`, () => fitsContract(event));
    if (sequence === undefined) return;
    const data = event.data as RecordEventData;
    const told: ToldEvent = { id, type, subject, sequence: Number(sequence), data };
    this.#guard(`${subject}, ${type}, sequence ${Number(sequence)}:`, () => {
      if (!this.#parts.setting.overlaps) return this.#tell(invocation, told);
      this.#ids.check(told);
      this.#overlapping.told(invocation, told);
    });
  }

  fetched({ invocation, resource, recordId, positions }: PositionsAnswer): void {
    const text = positions === 'failed' ? positions : canonicalText(positions);
    this.#record(resource, recordId).fetched(invocation, text);
  }

  /** The tenant's item was written: baselines that are complete count from here. */
  tenantStored(tenant: Tenant): void {
    this.#guard('The tenant', () => {
      if (tenant.state !== 'baseline' && tenant.state !== 'active') throw new Broken('end', `became ${tenant.state}`);
      for (const resource of SIMULATED) {
        const { baselinedAt } = tenant.resources[resource] ?? {};
        if (baselinedAt === undefined || this.#baselined.has(resource)) continue;
        this.#baselined.add(resource);
        this.#takeBaseline(resource);
      }
    });
  }

  ended(invocation: Invocation): void {
    this.#guard(invocation.name, () => {
      if (this.#parts.setting.overlaps) return this.#overlapping.ended(invocation);
      for (const resource of SIMULATED) {
        for (const [id, record] of this.#told[resource]) {
          this.#guard(`${resource}/${id}`, () => record.ended(invocation));
        }
      }
      const resources = [...invocation.reads].filter((resource) => this.#baselined.has(resource));
      this.punctuality.polled(invocation, resources);
    });
  }

  /** All faults are over for so long that everything must be told. */
  checkEnd(): void {
    if (!this.#parts.setting.overlaps) this.#guard('', () => this.punctuality.atEnd());
  }

  #tell(invocation: Invocation, event: ToldEvent): void {
    const { recordId } = event.data;
    const resource = event.data.resource as Simulated;
    if (!this.#baselined.has(resource)) throw new Broken('baseline', 'was told before its baseline');
    if (event.type.endsWith('.deleted')) this.punctuality.deletionTold(resource, invocation);
    const { account, now } = this.#parts;
    const canceller = resource === 'Invoice' ? account.cancellers.get(recordId) : undefined;
    const truth = { versions: account.versions(resource, recordId), canceller, nowMs: now() };
    this.#record(resource, recordId).tell(invocation, event, { ids: this.#ids, truth });
  }

  #takeBaseline(resource: Simulated): void {
    for (const item of this.#parts.snapshots(resource)) {
      const id = String(item.recordId);
      const about = `${resource}/${id}`;
      const { record, positions } = JSON.parse(gunzipSync(item.content as Uint8Array).toString('utf8'));
      const content = contentText(record);
      const version = this.#parts.account.versions(resource, id).findIndex((known) => known.content === content);
      if (version < 0) throw new Broken('baseline', 'was stored with content that it never had', about);
      if (item.sequence !== 0) throw new Broken('baseline', `has sequence ${item.sequence}`, about);
      const told = { sequence: 0, exists: true, fields: fieldsOf(record), content, version };
      const overdueTold = item.overdueTold === true;
      const known = positions && canonicalText(positions);
      this.#told[resource].set(id, new ToldRecord(resource, { ...told, positions: known, overdueTold }));
    }
  }

  #record(resource: Simulated, id: string): ToldRecord {
    const record = this.#told[resource].get(id) ?? new ToldRecord(resource);
    this.#told[resource].set(id, record);
    return record;
  }

  #guard(about: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.violation ??= error.violation(about);
    }
  }
}
