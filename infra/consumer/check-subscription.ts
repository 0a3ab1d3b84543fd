import { Token } from 'aws-cdk-lib';
import { EVENT_TYPES, RESOURCE_NAMES } from '../../shared/contract/contract.ts';
import { resourcePrefixes } from '../../shared/contract/event.ts';
import { TENANT_ID_FORM, TENANT_ID_PATTERN } from '../../shared/contract/names.ts';
import { summaries } from '../../shared/contract/summaries.ts';
import { checkCondition } from './check-condition.ts';
import { refuse, requireEntries, requireTexts } from './refuse.ts';
import type { AnySubscription } from './subscription-pattern.ts';

const RECORD_PREFIXES: readonly string[] = Object.values(resourcePrefixes);
/** A record that came, went, or stayed as it was has no fields that changed. */
const NOTHING_CHANGED = /\.(created|deleted|snapshot|overdue)$/;
const PREFIXES = [...new Set(EVENT_TYPES.map(prefixOf))];

/**
 * Told at synthesis: EventBridge takes most of it, and the rule would never match.
 * @throws RangeError saying what is allowed
 */
export function checkSubscription(subscription: AnySubscription): void {
  const { types, tenants, changed, origin, summary, ruleName } = subscription;
  requireEntries('types', types);
  for (const type of types) checkType(type);
  if (tenants) checkTenants(tenants);
  if (ruleName !== undefined) checkRuleName(ruleName);
  if (changed) checkChanged(changed, types);
  if (origin !== undefined && !['external', 'self'].includes(origin)) refuse(`origin: "external" or "self"`);
  checkRecordsOnly(subscription);
  for (const [field, condition] of Object.entries(summary ?? {})) {
    checkField(field, types);
    if (condition !== undefined) checkCondition(`summary.${field}`, condition);
  }
}

function checkType(type: string): void {
  const prefix = prefixOf(type);
  if (!PREFIXES.includes(prefix)) {
    refuse(`types: "${type}" is no event type; one begins with ${PREFIXES.join(', ')}, for example "invoice.paid"`);
  }
  const known = EVENT_TYPES.filter((one) => prefixOf(one) === prefix);
  if (type !== `${prefix}.*` && !known.includes(type as never)) {
    refuse(`types: "${type}" is no event type; there are ${known.join(', ')}, and "${prefix}.*" for all of them`);
  }
}

function checkTenants(tenants: readonly string[]): void {
  requireTexts('tenants', tenants);
  for (const tenantId of tenants) {
    const isKnown = !Token.isUnresolved(tenantId);
    if (isKnown && !TENANT_ID_PATTERN.test(tenantId)) refuse(`tenants: "${tenantId}" is none: ${TENANT_ID_FORM}`);
  }
}

function checkRuleName(name: string): void {
  const isKnown = !Token.isUnresolved(name);
  if (isKnown && !/^[\w.-]{1,64}$/.test(name))
    refuse('ruleName: 1 to 64 characters of A-Z, a-z, 0-9, ".", "_" and "-"');
}

function checkChanged(changed: readonly string[], types: readonly string[]): void {
  requireTexts('changed', changed);
  const without = types.find((type) => NOTHING_CHANGED.test(type));
  if (without) refuse(`changed: ${without} never has any; "${prefixOf(without)}.updated" has`);
}

function checkRecordsOnly({ types, changed, origin, summary }: AnySubscription): void {
  const other = types.find((type) => !RECORD_PREFIXES.includes(prefixOf(type)));
  const given = Object.entries({ changed, origin, summary }).find(([, value]) => value !== undefined);
  if (other && given) refuse(`${given[0]}: only events about records have it, and ${other} is about the relay`);
}

function checkField(field: string, types: readonly string[]): void {
  for (const name of RESOURCE_NAMES) {
    const type = types.find((one) => prefixOf(one) === resourcePrefixes[name]);
    const fields = Object.keys(summaries[name].entries);
    if (type && !fields.includes(field)) refuse(`summary.${field}: ${type} has ${fields.join(', ')} in its summary`);
  }
}

function prefixOf(type: string): string {
  return String(type).split('.')[0] ?? '';
}
