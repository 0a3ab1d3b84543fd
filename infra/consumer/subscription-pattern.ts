import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { EVENT_SOURCE, type EventType } from '../../shared/contract/contract.ts';
import type { EventGroup, NumberRange, RecordEventFilter, Subscription } from './subscription.ts';

/** What may be asked of any event, as the pattern is made of it; types of the API say what is possible for which. */
export type AnySubscription = Pick<Subscription, 'types'> &
  Omit<RecordEventFilter<never>, 'summary'> & { readonly summary?: Readonly<Record<string, AnyCondition>> };

type Scalar = string | number | null;
export type AnyCondition =
  | Scalar
  | readonly Scalar[]
  | NumberRange
  | { readonly exists: boolean }
  | { readonly prefix: string }
  | { readonly not: string | readonly string[] };

type Matcher = string | null | Readonly<Record<string, unknown>>;

/** The event pattern of EventBridge that a subscription means. */
export function subscriptionPattern({ types, tenants, ruleName: _, ...filter }: AnySubscription): EventPattern {
  const detail = { ...(tenants && { tenantid: unique(tenants) }), ...recordDetail(filter) };
  return {
    source: [EVENT_SOURCE],
    // CDK's type knows text only; what else EventBridge matches passes through it.
    detailType: unique(types).map(typeMatcher) as string[],
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}

function recordDetail({ changed, origin, summary = {} }: Omit<AnySubscription, 'types' | 'tenants' | 'ruleName'>) {
  const conditions = Object.entries(summary).filter(([, condition]) => condition !== undefined);
  const data = {
    ...(changed && { changed: unique(changed) }),
    ...(origin && { origin: [origin] }),
    ...(conditions.length > 0 && {
      summary: Object.fromEntries(conditions.map(([field, condition]) => [field, matchers(condition)])),
    }),
  };
  return Object.keys(data).length > 0 ? { data } : {};
}

function typeMatcher(type: EventType | EventGroup): Matcher {
  return type.endsWith('.*') ? { prefix: type.slice(0, -1) } : type;
}

function matchers(condition: AnyCondition): readonly Matcher[] {
  if (condition === null || typeof condition !== 'object') return [valueMatcher(condition)];
  if (isList(condition)) return unique(condition).map(valueMatcher);
  if ('not' in condition) return [{ 'anything-but': unique([condition.not].flat()) }];
  if ('exists' in condition || 'prefix' in condition) return [condition];
  return [{ numeric: rangeTerms(condition) }];
}

/** EventBridge compares plain numbers as they are written: 1000 is not 1000.0 to it. */
function valueMatcher(value: Scalar): Matcher {
  return typeof value === 'number' ? { numeric: ['=', value] } : value;
}

/** The lower bound first, as EventBridge wants it. */
function rangeTerms({ above, atLeast, below, atMost }: NumberRange): readonly (string | number)[] {
  const bounds: readonly [string, number | undefined][] = [
    ['>', above],
    ['>=', atLeast],
    ['<', below],
    ['<=', atMost],
  ];
  return bounds.flatMap(([operator, bound]) => (bound === undefined ? [] : [operator, bound]));
}

function isList(condition: AnyCondition): condition is readonly Scalar[] {
  return Array.isArray(condition);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
