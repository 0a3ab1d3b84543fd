import { InvalidArgumentError, Option } from 'commander';
import { EVENT_TYPES, type EventType } from '../../shared/contract/event.ts';
import { eachOnce } from './each-once.ts';

const FAMILIES = [...new Set(EVENT_TYPES.map((type) => type.split('.')[0]))];

/** `--type invoice.paid 'contact.*'`, which may be repeated. The value is what was written, checked. */
export function eventTypesOption(description: string): Option {
  return new Option('--types, --type <type...>', description).argParser(eachOnce(knownType));
}

/** All types that were meant. */
export function meantTypes(written: readonly string[]): readonly EventType[] {
  return EVENT_TYPES.filter((type) =>
    written.some((one) => (isFamily(one) ? type.startsWith(one.slice(0, -1)) : one === type)),
  );
}

/** As values of an EventBridge pattern: a family takes types of newer versions, too. */
export function typesAsPattern(written: readonly string[]): readonly (string | { readonly prefix: string })[] {
  return written.map((one) => (isFamily(one) ? { prefix: one.slice(0, -1) } : one));
}

function knownType(value: string): string {
  const known = isFamily(value) ? FAMILIES.includes(value.slice(0, -2)) : EVENT_TYPES.some((type) => type === value);
  if (!known) throw new InvalidArgumentError(explain(value));
  return value;
}

/** Of a known family only its own types: all of them would fill the screen. */
function explain(value: string): string {
  const [family = ''] = value.split('.');
  const inFamily = EVENT_TYPES.filter((type) => type.startsWith(`${family}.`));
  if (inFamily.length > 0) return `Types are ${inFamily.join(', ')}, or '${family}.*' for all of them.`;
  return `Types are for example invoice.paid, or 'invoice.*' for all about invoices. They begin with ${FAMILIES.join(', ')}.`;
}

function isFamily(written: string): boolean {
  return written.endsWith('.*');
}
