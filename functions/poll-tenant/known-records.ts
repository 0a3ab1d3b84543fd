import { type DigestPage, foldDigest, needsRewrite, UNSETTLED } from '../../shared/domain/digest.ts';
import { recordFingerprint, sightOf } from '../../shared/domain/record-content.ts';
import { advance, kindOf, progressOf, type Reading } from './poll-dependencies.ts';
import type { Told } from './tell-records.ts';

/** What is known of a resource before it is listed. */
export interface Known {
  /** The sight of each record by its id. */
  readonly sights: ReadonlyMap<string, string>;
  /** Parts that the stored digest has; `undefined` if it is not to be trusted. */
  readonly parts: number | undefined;
}

/** The pages of the last listing, if all that they showed is told. The only one of a short list costs no read. */
export async function knownPages(reading: Reading): Promise<readonly DigestPage[]> {
  const { digest, page } = progressOf(reading);
  if (page !== undefined) return [{ hash: page, next: 0 }];
  return digest ? reading.poll.dependencies.digests.loadPages(digestKey(reading), digest) : [];
}

/** From the digest, or, where that can't be trusted, from all snapshots. */
export async function knownRecords(reading: Reading): Promise<Known> {
  const { digests, log } = reading.poll.dependencies;
  const { digest: parts } = progressOf(reading);
  const found = parts === undefined ? undefined : await digests.load(digestKey(reading), parts);
  if (found) return { sights: foldDigest(found), parts };
  log.info('The digest is made anew from the snapshots', { resource: reading.resource.name });
  return { sights: await sightsOfSnapshots(reading), parts: undefined };
}

async function sightsOfSnapshots(reading: Reading): Promise<Map<string, string>> {
  const sights = new Map<string, string>();
  for await (const snapshot of reading.poll.dependencies.snapshots.all(kindOf(reading))) {
    const { recordId, positionsPending, lookAgain, telling, fingerprint, record, deletedAt } = snapshot;
    if (deletedAt !== undefined && !telling) continue;
    const isOpen = positionsPending || lookAgain || telling !== undefined;
    sights.set(recordId, isOpen ? UNSETTLED : sightOf(fingerprint, record));
  }
  return sights;
}

/** The sights of records that were looked at; those with open ends are to be looked at again. */
export function sightsOf({ resource }: Reading, { touched, unsettled, young }: Told): Map<string, string> {
  const open = new Set([...unsettled, ...young]);
  const sights = touched.map((record): [string, string] => [
    record.id,
    open.has(record.id) ? UNSETTLED : sightOf(recordFingerprint(record, resource), record),
  ]);
  return new Map(sights);
}

/** Adds what an incremental listing showed to the digest, if there is one of so many parts. */
export async function addToDigest(
  reading: Reading,
  parts: number | undefined,
  sights: ReadonlyMap<string, string>,
): Promise<void> {
  if (parts === undefined || sights.size === 0) return;
  const at = { index: parts, fence: reading.poll.fence };
  const digest = await reading.poll.dependencies.digests.write(digestKey(reading), { sights }, at);
  advance(reading, { digest, page: undefined });
}

/** What a whole listing showed, as it differs from what was known. */
export interface DigestNews {
  /** New and changed sights; an empty one for a record that is gone. */
  readonly sights: ReadonlyMap<string, string>;
  /** Only when all that the pages showed is told. */
  readonly pages: readonly DigestPage[] | undefined;
}

/** Stores what a whole listing showed: as one more part where little differs, else all of it. */
export async function saveDigest(reading: Reading, known: Known, { sights, pages }: DigestNews): Promise<void> {
  const { parts } = known;
  const addition = parts !== undefined && !needsRewrite(parts, sights.size, known.sights.size);
  const all = addition ? sights : foldDigest([known, { sights }]);
  const part = { sights: all, ...(pages && { pages }) };
  const at = { index: addition ? parts : 0, fence: reading.poll.fence };
  advance(reading, { digest: undefined, page: undefined });
  const digest = await reading.poll.dependencies.digests.write(digestKey(reading), part, at);
  advance(reading, { digest, page: pages?.length === 1 ? pages[0]?.hash : undefined });
}

function digestKey(reading: Reading) {
  return { ...kindOf(reading), use: 'digest' } as const;
}
