import { InvalidArgumentError } from 'commander';
import { RESOURCE_NAMES, type ResourceName } from '../../shared/contract/event.ts';
import { EVENT_SOURCE } from '../../shared/contract/names.ts';
import { typesAsPattern } from './event-types-option.ts';

/** Which events are to be seen: all of these at once, and of several values of one any. */
export interface EventFilter {
  readonly tenant?: readonly string[];
  /** Types and families, as `eventTypesOption` reads them. */
  readonly type?: readonly string[];
  readonly resource?: readonly ResourceName[];
  /** `Invoice/4711`. */
  readonly record?: readonly string[];
  readonly origin?: 'self' | 'external';
  /** Top-level fields of the record. */
  readonly changed?: readonly string[];
  /** What it caused, and what was said of itself. */
  readonly command?: string;
}

/** The filter as EventBridge understands it, so that nothing else is delivered (and paid for). */
export function tailPattern({ tenant, type, resource, record, origin, changed, command }: EventFilter): object {
  const data = {
    ...(resource && { resource }),
    ...(origin && { origin: [origin] }),
    ...(changed && { changed }),
  };
  const detail = {
    ...(tenant && { tenantid: tenant }),
    ...(record && { subject: record }),
    ...(Object.keys(data).length > 0 && { data }),
    ...(command !== undefined && { $or: [{ correlationid: [command] }, { data: { commandId: [command] } }] }),
  };
  return {
    source: [EVENT_SOURCE],
    ...(type && { 'detail-type': typesAsPattern(type) }),
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}

/** Reads `--record Invoice/4711`. */
export function recordSubject(value: string): string {
  const [resource, id] = value.split('/');
  const isKnown = RESOURCE_NAMES.some((name) => name === resource);
  if (!isKnown || !id) {
    throw new InvalidArgumentError(
      `It is a resource and an id, for example Invoice/4711. Resources are ${RESOURCE_NAMES.join(', ')}.`,
    );
  }
  return value;
}

/** Reads `--changed dueDate`. */
export function fieldName(value: string): string {
  if (!/^\w{1,64}$/.test(value)) throw new InvalidArgumentError('It is the name of a field, for example status.');
  return value;
}
