import { createHash } from 'node:crypto';
import type { ResourceName } from '../../../shared/contract/event.ts';
import type { DigestPage } from '../../../shared/domain/digest.ts';
import type { SevdeskRecord } from '../../../shared/domain/sevdesk-record.ts';
import type { SevdeskAnswer, SevdeskCall } from '../../../shared/sevdesk/client.ts';
import { afterPage, LISTING_START } from '../../../shared/sevdesk/listing.ts';
import { LARGEST_PAGE } from '../../../shared/sevdesk/page.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { FleetRecords, idOf, numberOf } from './fleet-account.ts';
import type { FleetTenant } from './fleet-tenant.ts';

const EMPTY = { unchanged: false, records: [], unreadable: 0, clockSeconds: undefined, receivedAtMs: 0 };
const RESOURCES = Object.values(resources);

/** The sevdesk account of one tenant. A page that the asker knows already is not even made. */
export class FleetSevdesk {
  readonly records: Readonly<Record<ResourceName, FleetRecords>>;
  readonly ignoresFilter: boolean;
  readonly #now: () => number;

  constructor(tenant: FleetTenant, startMs: number, now: () => number) {
    const all = RESOURCES.map(({ name }) => [name, new FleetRecords(name, tenant.records[name], startMs)]);
    this.records = Object.fromEntries(all);
    this.ignoresFilter = tenant.ignoresFilter;
    this.#now = now;
  }

  answer({ path, query = {}, knownAnswer }: SevdeskCall): SevdeskAnswer {
    const nowMs = this.#now();
    const arrival = { dateSeconds: Math.floor(nowMs / 1000), receivedAtMs: Math.round(nowMs) };
    const listed = RESOURCES.find((resource) => resource.path === path);
    if (!listed) return { objects: positionsOf(path, query), total: undefined, ...arrival };
    const page = this.#page(listed.name, query);
    const hash = knownAnswer === undefined ? undefined : page.hash;
    if (hash && hash === knownAnswer)
      return { objects: undefined, total: undefined, unchanged: true, hash, ...arrival };
    return { objects: page.rows(), total: page.total, hash, ...arrival };
  }

  /** Hashes of all pages of a list as it was at the start, and the row at which each next one starts. */
  initialPages(name: ResourceName): readonly DigestPage[] {
    const { initialTotal: total } = this.records[name];
    const pages: DigestPage[] = [];
    for (let state = LISTING_START; !state.ended; ) {
      const { offset } = state;
      const hash = hashOf(signatureOf({ total, offset, limit: LARGEST_PAGE, edits: '' }));
      state = afterPage(state, { ...EMPTY, hash, total, rows: Math.min(LARGEST_PAGE, total - offset) }, []);
      pages.push({ hash, next: state.offset });
    }
    return pages;
  }

  #page(name: ResourceName, query: Readonly<Record<string, string>>) {
    const at = { offset: Number(query.offset ?? 0), limit: Number(query.limit) };
    const { updateAfter } = query;
    if (updateAfter === undefined || this.ignoresFilter) return this.#whole(name, at);
    const records = this.records[name];
    const changed = records.changedSince(Number(updateAfter) * 1000);
    const numbers = changed.slice(at.offset, at.offset + at.limit);
    const signature = numbers.map((number) => `${number}=${records.versionOf(number)}`).join();
    const rows = () => numbers.map((number) => records.record(number));
    return { hash: hashOf(`${changed.length}/${signature}`), total: changed.length, rows };
  }

  #whole(name: ResourceName, { offset, limit }: { offset: number; limit: number }) {
    const records = this.records[name];
    const highest = records.total - offset;
    const lowest = Math.max(1, highest - limit + 1);
    const rows = () =>
      Array.from({ length: Math.max(0, highest - lowest + 1) }, (_, row) => records.record(highest - row));
    const { total } = records;
    const edits = records.editsBetween(lowest, highest);
    return { hash: hashOf(signatureOf({ total, offset, limit, edits })), total, rows };
  }
}

/** What tells a page of a whole list from any other. */
function signatureOf(page: { total: number; offset: number; limit: number; edits: string }): string {
  return `${page.total}/${page.offset}/${page.limit}/${page.edits}`;
}

/** One position each, always the same. */
function positionsOf(path: string, query: Readonly<Record<string, string>>): readonly SevdeskRecord[] {
  const asked = Object.entries(query).find(([field]) => field.endsWith('[id]'))?.[1];
  const id = asked ?? path.split('/')[1] ?? '';
  if (idOf(numberOf(id)) !== id) throw new Error(`The simulation does not know ${path}`);
  return [{ id: `${id}0`, name: 'Consulting', quantity: '1' }];
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
