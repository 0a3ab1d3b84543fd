import type { LeftAlone } from '../../shared/operations/redrive-plan.ts';
import { showNumber } from './show-number.ts';

const IDS_TOLD = 5;

/** What a command of a redrive is, or would be: `order-1042 (run 2)`. */
export function describeRun({
  commandId,
  run,
  looksFirst,
}: {
  commandId: string;
  run: number;
  looksFirst: boolean;
}): string {
  return `${commandId} (run ${run}${looksFirst ? ', looks into sevdesk first' : ''})`;
}

/** One line for each cause: which commands were left as they are, and why. */
export function describeLeft(left: readonly LeftAlone[]): readonly string[] {
  const causes = new Map<string, string[]>();
  for (const { id, why } of left) causes.set(why, [...(causes.get(why) ?? []), id]);
  return [...causes].map(([why, ids]) => {
    const more = ids.length > IDS_TOLD ? ` and ${showNumber(ids.length - IDS_TOLD)} more` : '';
    return `Not redriven: ${ids.slice(0, IDS_TOLD).join(', ')}${more}: ${why}.`;
  });
}
