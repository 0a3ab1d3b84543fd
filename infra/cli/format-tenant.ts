import type { Tenant } from '../../shared/domain/tenant.ts';
import type { TenantStatus } from '../../shared/operations/tenant-status.ts';
import { describeTrouble, progressNote } from './format-progress.ts';
import { paintState, showDue, tenantAsJson } from './format-tenants.ts';
import { nextStep } from './next-step.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { showNumber } from './show-number.ts';
import { berlinClock, showDuration, withIsoTimes } from './show-time.ts';
import { renderTable } from './table.ts';

/** One tenant, and what waits for it. */
export interface ShownTenant {
  readonly tenant: Tenant;
  readonly status: TenantStatus;
  /** Ids, in their order. */
  readonly parked: readonly string[];
}

const HEAD = ['RESOURCE', 'RECORDS', 'BASELINE', 'POLLED', 'NOTE'];
const PARKED_SHOWN = 10;

/** Everything that an operator asks about one tenant, and what to do next. */
export function formatTenant(shown: ShownTenant, { nowMs, paint }: { nowMs: number; paint: Paint }): string {
  const { tenant, status, parked } = shown;
  const facts = [
    ['Tenant', tenant.tenantId],
    [
      'State',
      `${paintState(status, paint)} since ${berlinClock(tenant.since)} (${showDuration(nowMs - tenant.since)})`,
    ],
    ['Reason', tenant.reason && oneLine(`${tenant.reason}: ${tenant.message ?? ''}`)],
    ['sevdesk account', tenant.sevClientId ?? 'not known before its first record'],
    ['Token', describeToken(tenant)],
    ['Next poll', showDue(tenant.dueAt, nowMs)],
    ['Parked commands', describeParked(parked)],
    ...describeTrouble(status).map((line) => ['Attention', paint('red', line)]),
    ['Next', nextStep(tenant)],
  ].flatMap(([name = '', text]) => (text ? [[name, text]] : []));
  const resources = Object.entries(status.resources).map(([name, resource]) => [
    name,
    resource.records === undefined ? '-' : showNumber(resource.records),
    resource.baselinedAt === undefined ? 'not yet' : berlinClock(resource.baselinedAt),
    resource.polledAt === undefined ? 'never' : `${showDuration(nowMs - resource.polledAt)} ago`,
    progressNote(resource),
  ]);
  return [renderTable(facts), ...(resources.length > 0 ? ['', renderTable(resources, HEAD)] : [])].join('\n');
}

/** The same as JSON, times in ISO 8601. */
export function shownTenantAsJson({ tenant, status, parked }: ShownTenant): string {
  const { secretVersion, testedAt } = tenant;
  const token = withIsoTimes({ secretVersion, testedAt }, ['testedAt']);
  return JSON.stringify({ ...tenantAsJson(status), ...token, parked, nextStep: nextStep(tenant) });
}

/** A version is no secret. */
function describeToken({ secretVersion, testedAt, rejected }: Tenant): string {
  if (!secretVersion) return 'not tested yet';
  const tested = testedAt === undefined ? 'tested' : `tested ${berlinClock(testedAt)}`;
  const refused = rejected ? `; refused since ${berlinClock(rejected.at)}, and asked again` : '';
  return `secret version ${secretVersion}, ${tested}${refused}`;
}

function describeParked(parked: readonly string[]): string {
  if (parked.length === 0) return 'none';
  const more = parked.length - PARKED_SHOWN;
  const ids = parked.slice(0, PARKED_SHOWN).join(', ');
  return `${showNumber(parked.length)}: ${ids}${more > 0 ? ` and ${showNumber(more)} more` : ''}`;
}
