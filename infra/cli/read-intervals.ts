import { RESOURCE_NAMES } from '../../shared/contract/event.ts';
import { INTERVAL_BOUNDS } from '../../shared/domain/cadence.ts';
import type { IntervalWishes } from '../../shared/operations/tenant-intervals.ts';
import { WrongUsage } from './cli-error.ts';
import { resourceName } from './resource-option.ts';

const { least, most } = INTERVAL_BOUNDS;

/** Reads `Invoice=900` or `Invoice=default`. @throws WrongUsage naming the first that is neither. */
export function readIntervals(assignments: readonly string[]): IntervalWishes {
  return Object.fromEntries(assignments.map(readInterval));
}

function readInterval(assignment: string): readonly [string, number | 'default'] {
  const [name = '', value = '', ...more] = assignment.split('=');
  const resource = resourceName(name);
  if (!resource || !value || more.length > 0) {
    throw new WrongUsage(
      `An interval is given as Resource=seconds or Resource=default. Resources are ${RESOURCE_NAMES.join(', ')}.`,
    );
  }
  if (value === 'default') return [resource, value];
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (!(seconds >= least && seconds <= most)) {
    throw new WrongUsage(`${resource}: an interval is ${least} to ${most} whole seconds, or "default".`);
  }
  return [resource, seconds];
}
