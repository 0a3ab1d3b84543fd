import type { AccountClaim, AccountClaims } from '../../shared/aws/account-claims.ts';
import type { DigestKey, DigestsTable } from '../../shared/aws/digests-table.ts';
import { heldUpEntry, heldUpRefusal } from '../../shared/aws/held-up.ts';
import {
  type ChangeNoted,
  indexedState,
  linkKey,
  type NotePlace,
  noteKey,
  type RecordLink,
  type Refusal,
} from '../../shared/aws/ledger-item.ts';
import type { LedgerListing } from '../../shared/aws/ledger-listing.ts';
import type { LedgerTable } from '../../shared/aws/ledger-table.ts';
import type { LoginRefusals } from '../../shared/aws/login-refusals.ts';
import type { RecordKind, SnapshotsTable } from '../../shared/aws/snapshots-table.ts';
import type { TenantRemains, TenantsTable } from '../../shared/aws/tenants-table.ts';
import type { Snapshot } from '../../shared/domain/change.ts';
import type { DigestPart } from '../../shared/domain/digest.ts';
import { LedgerConflict, type LedgerEntry } from '../../shared/domain/ledger-entry.ts';
import type { LoginOutage } from '../../shared/domain/login-outage.ts';
import type { LookUps } from '../../shared/domain/look-ups.ts';
import { acceptedAt, type Tenant } from '../../shared/domain/tenant.ts';

/** Tenants with the semantics of the table: a write is conditional on the revision that was read. */
export function inMemoryTenants(...initial: Tenant[]): TenantsTable & { readonly stored: Map<string, Tenant> } {
  const stored = new Map(initial.map((tenant) => [tenant.tenantId, tenant]));
  const lookUps = new Map<string, LookUps>();
  const left = new Map<string, TenantRemains>();
  const dueBefore = (beforeMs: number) =>
    [...stored.values()].filter(({ dueAt }) => dueAt !== undefined && dueAt < beforeMs);
  return {
    stored,
    get: async (tenantId) => stored.get(tenantId),
    async change(tenantId, decide) {
      const tenant = stored.get(tenantId);
      const decided = tenant && decide(tenant);
      if (!tenant || !decided) return undefined;
      const next = { ...decided, revision: tenant.revision + 1 };
      stored.set(tenantId, next);
      return next;
    },
    async add(tenant) {
      if (stored.has(tenant.tenantId)) return false;
      stored.set(tenant.tenantId, tenant);
      return true;
    },
    async *due(beforeMs) {
      for (const { tenantId, dueAt } of stored.values()) {
        if (dueAt !== undefined && dueAt < beforeMs) yield { tenantId, dueAt };
      }
    },
    countDue: async (beforeMs) => dueBefore(beforeMs).length,
    acceptedLast: async (beforeMs) =>
      dueBefore(beforeMs).map((one) => ({ tenantId: one.tenantId, acceptedAt: acceptedAt(one) ?? 0 })),
    refusals: inMemoryRefusals(),
    async *all() {
      yield* stored.values();
    },
    async remove(tenantId, remains) {
      if (remains) left.set(tenantId, remains);
      else left.delete(tenantId);
      lookUps.delete(tenantId);
      stored.delete(tenantId);
    },
    remains: async (tenantId) => left.get(tenantId),
    lookUps: async (tenantId) => lookUps.get(tenantId),
    async saveLookUps(tenantId, next) {
      lookUps.set(tenantId, next);
    },
  };
}

function inMemoryRefusals(): LoginRefusals {
  const refusedAt = new Map<string, number>();
  let outage: LoginOutage | undefined;
  return {
    async note(tenantId, at) {
      refusedAt.set(tenantId, at);
    },
    async forget(tenantId) {
      refusedAt.delete(tenantId);
    },
    count: async (sinceMs) => [...refusedAt.values()].filter((at) => at >= sinceMs).length,
    outage: async () => outage,
    async noteOutage(found) {
      outage = found;
    },
  };
}

/** Claims with the semantics of the table: a claim is conditional on the one that it replaces. */
export function inMemoryClaims(): AccountClaims & { readonly claims: Map<string, AccountClaim> } {
  const claims = new Map<string, AccountClaim>();
  return {
    claims,
    find: async (sevClientId) => claims.get(sevClientId),
    async claim(sevClientId, { insteadOf, ...claim }) {
      const there = claims.get(sevClientId);
      if (there?.holder !== insteadOf?.holder || there?.claimedAt !== insteadOf?.claimedAt) return false;
      claims.set(sevClientId, claim);
      return true;
    },
    async release(sevClientId, holder) {
      if (claims.get(sevClientId)?.holder === holder) claims.delete(sevClientId);
    },
  };
}

/** Snapshots with the semantics of the table: a write is conditional on the sequence that it continues. */
export function inMemorySnapshots(): SnapshotsTable & { readonly stored: Map<string, Snapshot> } {
  const stored = new Map<string, Snapshot>();
  const prefix = (kind: RecordKind) => `${kind.tenantId}:${kind.resource}:`;
  const ofKind = (kind: RecordKind) =>
    [...stored].filter(([key]) => key.startsWith(prefix(kind))).map(([, snapshot]) => snapshot);
  return {
    stored,
    async load(kind, ids) {
      const found = ids.flatMap((id) => stored.get(prefix(kind) + id) ?? []);
      return new Map(found.map((snapshot) => [snapshot.recordId, snapshot]));
    },
    async commit(kind, commits) {
      const refused: string[] = [];
      for (const { snapshot, previousSequence } of commits) {
        const key = prefix(kind) + snapshot.recordId;
        if (stored.get(key)?.sequence === previousSequence) stored.set(key, snapshot);
        else refused.push(snapshot.recordId);
      }
      return refused;
    },
    async *all(kind) {
      yield* ofKind(kind);
    },
    async *dueBefore(kind, day) {
      for (const { recordId, dueOn } of ofKind(kind)) if (dueOn !== undefined && dueOn < day) yield recordId;
    },
  };
}

/** Digests with the semantics of the table: a write of an earlier holder does not overwrite a later one's. */
export function inMemoryDigests(): DigestsTable & { readonly stored: Map<string, DigestPart & { fence: number }> } {
  const stored = new Map<string, DigestPart & { fence: number }>();
  const keyOf = ({ tenantId, resource, use }: DigestKey, index: number) => `${tenantId}:${resource}:${use}:${index}`;
  return {
    stored,
    async load(key, parts) {
      const found = Array.from({ length: parts }, (_, index) => stored.get(keyOf(key, index)));
      return found.every((part) => part !== undefined) ? found : undefined;
    },
    loadPages: async (key, parts) => stored.get(keyOf(key, parts - 1))?.pages ?? [],
    async write(key, part, { index, fence }) {
      const there = stored.get(keyOf(key, index));
      if (there && there.fence > fence) throw new Error(`Another poller has written the digest of ${key.resource}`);
      stored.set(keyOf(key, index), { ...part, sights: new Map(part.sights), fence });
      return index + 1;
    },
  };
}

type StoredLedger = LedgerTable &
  LedgerListing & {
    readonly entries: Map<string, LedgerEntry>;
    readonly markers: Map<string, string>;
    readonly refusals: Map<string, Refusal>;
    readonly links: Map<string, string>;
  };

/** A ledger with the semantics of the table: a write is conditional on the revision that was read. */
export function inMemoryLedger(): StoredLedger {
  const entries = new Map<string, LedgerEntry>();
  const markers = new Map<string, string>();
  const refusals = new Map<string, Refusal>();
  const links = new Map<string, string>();
  const notes = new Map<string, ChangeNoted>();
  const linkOf = (link: RecordLink) => `${link.tenantId}/${linkKey(link)}`;
  const noteOf = (place: NotePlace) => `${place.tenantId}/${noteKey(place)}`;
  const key = ({ tenantId, commandId }: Pick<LedgerEntry, 'tenantId' | 'commandId'>) => `${tenantId}/${commandId}`;
  const markerKey = (claim: { tenantId: string; type: string; marker: string }) =>
    `${claim.tenantId}/${claim.type}/${claim.marker}`;
  return {
    entries,
    markers,
    refusals,
    get: async (tenantId, commandId) => entries.get(key({ tenantId, commandId })),
    async add(entry) {
      if (entries.has(key(entry))) return false;
      entries.set(key(entry), entry);
      return true;
    },
    async save(next) {
      if (entries.get(key(next))?.revision !== next.revision) throw new LedgerConflict(next);
      const saved = { ...next, revision: next.revision + 1 };
      entries.set(key(next), saved);
      return saved;
    },
    async claimMarker(claim, commandId) {
      const holder = markers.get(markerKey(claim)) ?? commandId;
      markers.set(markerKey(claim), holder);
      return holder;
    },
    markerHolder: async (claim) => markers.get(markerKey(claim)),
    async releaseMarker(claim, commandId) {
      if (markers.get(markerKey(claim)) === commandId) markers.delete(markerKey(claim));
    },
    async creatorOf(claim) {
      const commandId = markers.get(markerKey(claim));
      return commandId === undefined ? undefined : entries.get(key({ ...claim, commandId }));
    },
    links,
    async link(link, recordId) {
      links.set(linkOf(link), recordId);
    },
    linked: async (link) => links.get(linkOf(link)),
    async note(place, note) {
      notes.set(noteOf(place), note);
    },
    notedBy: async (place) => notes.get(noteOf(place)),
    async refuse(refusal) {
      const known = refusals.get(refusal.messageId);
      if (!known) refusals.set(refusal.messageId, refusal);
      return known ?? refusal;
    },
    refused: async (_group, messageId) => refusals.get(messageId),
    async dropRefused(refusal) {
      refusals.set(refusal.messageId, refusal);
    },
    async *inState(tenantId, state) {
      for (const entry of entries.values()) {
        if (entry.tenantId === tenantId && indexedState(entry) === state) yield entry;
      }
    },
    async *deadLetters(group) {
      const isOf = (one: string) => group === undefined || one === group;
      for (const entry of entries.values()) {
        const kind = entry.state === 'failed' ? 'failed' : entry.unsent && 'unsent';
        if (kind && isOf(entry.tenantId)) yield { kind, entry };
      }
      const listed = [...refusals.values()].filter((one) => one.droppedAt === undefined && isOf(one.group));
      for (const refusal of listed) yield { kind: 'refused', refusal };
    },
    async *commands(tenantId) {
      for (const entry of entries.values()) if (entry.tenantId === tenantId) yield entry;
    },
    async *heldUp(group) {
      const listed = [...refusals.values()].filter((one) => one.droppedAt === undefined);
      for (const one of [...[...entries.values()].map(heldUpEntry), ...listed.map(heldUpRefusal)]) {
        if (one && (group === undefined || one.tenantId === group)) yield one;
      }
    },
  };
}
