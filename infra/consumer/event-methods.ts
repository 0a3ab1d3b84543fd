import type { Rule } from 'aws-cdk-lib/aws-events';
import type { EventType } from '../../shared/contract/contract.ts';
import type { RuleDestination } from './rule-destination.ts';
import type { FilterOf } from './subscription.ts';

type Pascal<S extends string> = S extends `${infer Head}.${infer Tail}`
  ? `${Pascal<Head>}${Pascal<Tail>}`
  : S extends `${infer Head}_${infer Tail}`
    ? `${Pascal<Head>}${Pascal<Tail>}`
    : Capitalize<S>;

type EventMethodName<T extends EventType> = `on${Pascal<T>}`;

/** A method for each event type: `onInvoicePaid`, `onContactCreated`, `onCommandFailed` … */
export type EventMethods = {
  readonly [T in EventType as EventMethodName<T>]: (id: string, target: RuleDestination, filter?: FilterOf<T>) => Rule;
};

/** `invoice.partially_paid` → `onInvoicePartiallyPaid`. */
export function eventMethodName<T extends EventType>(type: T): EventMethodName<T> {
  const words = type.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `on${words.join('')}` as EventMethodName<T>;
}
