import type { ContractChange } from '../breaking-changes.ts';

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** Why a version can't follow the last one, or `undefined` if it can: what was added takes a new minor version. */
export function versionProblem(version: string, last: string, added: readonly ContractChange[]): string | undefined {
  const asked = numbersOf(version);
  const known = numbersOf(last);
  if (!asked || !known) return `"${version}" is no version: three numbers such as "0.2.0" are.`;
  if (compare(asked, known) <= 0) return `${version} is not higher than ${last}, which was released last.`;
  const minor = [known[0], known[1] + 1, 0] as const;
  if (added.length === 0 || compare(asked, minor) >= 0) return undefined;
  return `The contract has more than ${last} had: ${minor.join('.')} or higher says so.`;
}

type Numbers = readonly [major: number, minor: number, patch: number];

function numbersOf(version: string): Numbers | undefined {
  return VERSION.exec(version)?.slice(1).map(Number) as Numbers | undefined;
}

function compare(one: Numbers, other: Numbers): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
