import type { Version } from '../account.ts';
import type { Told } from './told.ts';
import { cancellerIn } from './told-record.ts';

/** What must be told by now. */
export interface Expected {
  /** This version of the record, or a later one. */
  readonly from: number;
  readonly canceller: string | undefined;
}

/** How what was told is behind the truth; `undefined` if it is not. */
export function lagOf(told: Told, versions: readonly Version[], { from, canceller }: Expected): string | undefined {
  if (from < 0) return undefined;
  const later = versions.slice(from);
  const now = later.at(-1);
  if (!later.some(({ content }) => content === told.content)) {
    const since = `version ${from} of ${versions.length}`;
    if (!now?.record) return `was deleted, which was not told: ${since}, but ${told.content}`;
    return `was changed, which was not told: ${since} is ${now.content}, but ${told.content}`;
  }
  if (!told.exists || later.some(({ record }) => record === undefined)) return undefined;
  const { positions } = told;
  if (positions !== undefined && !later.some(({ positionsContent }) => positionsContent === positions)) {
    return `has other positions than was told: ${now?.positionsContent}, not ${positions}`;
  }
  const isTold = canceller === undefined || cancellerIn(told) === canceller;
  return isTold ? undefined : `was cancelled, which was not told: by ${canceller}`;
}
