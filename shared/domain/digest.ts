/** A page of a listing of everything, as it was read last. */
export interface DigestPage {
  /** Hash of its bytes. */
  readonly hash: string;
  /** Row at which the page after it starts. */
  readonly next: number;
}

/** Stands for a sight that must not be trusted: the record is known, and looked at again. */
export const UNSETTLED = Buffer.alloc(16, 0xff).toString('base64url');

/**
 * A part of a digest: what listings of everything found, in short. With it, an unchanged resource costs no look at any
 * snapshot, and unchanged pages are not even parsed. Later parts win over earlier ones.
 */
export interface DigestPart {
  /** What a list showed of each record, by its id (`sightOf`); empty where the record is gone. */
  readonly sights: ReadonlyMap<string, string>;
  /** The pages of the listing; only when all that they showed is told, and true only while no part follows. */
  readonly pages?: readonly DigestPage[];
}

/** A digest of more parts is written anew. */
const MOST_PARTS = 24;

/** The sights that parts, oldest first, add up to. */
export function foldDigest(parts: Iterable<DigestPart>): Map<string, string> {
  const sights = new Map<string, string>();
  for (const part of parts) {
    for (const [id, sight] of part.sights) sight === '' ? sights.delete(id) : sights.set(id, sight);
  }
  return sights;
}

/** Whether the digest is better written anew than added to: too many parts, or much of it differs. */
export function needsRewrite(parts: number | undefined, changed: number, known: number): boolean {
  return parts === undefined || parts >= MOST_PARTS || changed * 4 > known;
}
