import type { ResourceStatus } from '../../shared/operations/resource-status.ts';
import type { TenantStatus } from '../../shared/operations/tenant-status.ts';
import { oneLine } from './one-line.ts';
import { showNumber } from './show-number.ts';
import { berlinClock, withIsoTimes } from './show-time.ts';

/** What is special about the polling of a resource, in a few words. */
export function progressNote(resource: ResourceStatus): string {
  const { listing, held, filterIgnored, incomplete, asked, denied } = resource;
  const notes = [
    denied && 'off: sevdesk denies access',
    listing && describeListing(listing),
    held && `${showNumber(held.records)} deletions ${held.confirmed ? 'confirmed' : 'held back'}`,
    filterIgnored && 'lists everything: time filter ignored',
    incomplete && `${incomplete} incomplete listing${incomplete === 1 ? '' : 's'}`,
    asked && (asked === 'look' ? 'poll asked for' : 'whole listing asked for'),
  ];
  return notes.filter(Boolean).join('; ');
}

function describeListing({ seen, of }: NonNullable<ResourceStatus['listing']>): string {
  return `listing ${showNumber(seen)}${of === undefined ? '' : ` of ${showNumber(of)}`}`;
}

/** What needs somebody although the tenant is connected: one line each. */
export function describeTrouble(tenant: TenantStatus): readonly string[] {
  const { tenantId, resources, connected, failedPolls } = tenant;
  const held = Object.entries(resources).flatMap(([name, { held }]) =>
    held && !held.confirmed ? [heldBack({ tenantId, name, ...held })] : [],
  );
  if (!connected) return held;
  const off = Object.entries(resources).flatMap(([name, { denied }]) =>
    denied ? [isOff({ tenantId, name, ...denied })] : [],
  );
  const failed = `${tenantId}: the last ${failedPolls} polls did not go through; the log of poll-tenant says why.`;
  return [...held, ...off, ...describeWaits(tenant), ...(failedPolls > 1 ? [failed] : [])];
}

/** What the whole tenant waits for, through sevdesk's refusals. */
function describeWaits({ tenantId, refused, breaker }: TenantStatus): readonly string[] {
  const out = `${tenantId}: sevdesk has refused its token since ${berlinClock(refused?.since ?? 0)}, as it does with many others: its login seems to be out. Nobody is disconnected; polls and commands wait.`;
  const pause = `${tenantId}: sevdesk refused too many calls, at last with "${breaker?.said ?? ''}"; commands wait until ${berlinClock(breaker?.until ?? 0)}, then one call decides.`;
  return [...(refused?.held === 'out' ? [out] : []), ...(breaker ? [oneLine(pause)] : [])];
}

interface OffLine {
  readonly tenantId: string;
  readonly name: string;
  readonly since: number;
  readonly message: string;
  readonly retryAt: number;
}

function isOff({ tenantId, name, since, message, retryAt }: OffLine): string {
  return oneLine(
    `${tenantId}: ${name} is off since ${berlinClock(since)}: sevdesk denies access to it ("${message}"). Give the token's user the right, then: poll ${tenantId} --resource ${name}; else it is asked for again at ${berlinClock(retryAt)}`,
  );
}

interface HeldLine {
  readonly tenantId: string;
  readonly name: string;
  readonly records: number;
  readonly since: number;
}

function heldBack({ tenantId, name, records, since }: HeldLine): string {
  return `${tenantId}: ${showNumber(records)} deletions of ${name} are held back since ${berlinClock(since)}. See: confirm-deletions ${tenantId}`;
}

/** Times in ISO 8601. */
export function resourceAsJson({ listing, held, denied, ...resource }: ResourceStatus): Record<string, unknown> {
  return {
    ...withIsoTimes(resource, ['polledAt', 'baselinedAt', 'listedAt']),
    ...(listing && { listing: withIsoTimes(listing, ['startedAt']) }),
    ...(held && { held: withIsoTimes(held, ['since']) }),
    ...(denied && { denied: withIsoTimes(denied, ['since', 'retryAt']) }),
  };
}
