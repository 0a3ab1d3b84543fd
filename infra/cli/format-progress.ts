import type { ResourceStatus } from '../../shared/operations/resource-status.ts';
import type { TenantStatus } from '../../shared/operations/tenant-status.ts';
import { showNumber } from './show-number.ts';
import { berlinClock, withIsoTimes } from './show-time.ts';

/** What is special about the polling of a resource, in a few words. */
export function progressNote(resource: ResourceStatus): string {
  const { listing, held, filterIgnored, incomplete, asked } = resource;
  const notes = [
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
export function describeTrouble({ tenantId, resources, connected, failedPolls }: TenantStatus): readonly string[] {
  const held = Object.entries(resources).flatMap(([name, { held }]) =>
    held && !held.confirmed ? [heldBack({ tenantId, name, ...held })] : [],
  );
  const failed = `${tenantId}: the last ${failedPolls} polls did not go through; the log of poll-tenant says why.`;
  return connected && failedPolls > 1 ? [...held, failed] : held;
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
export function resourceAsJson({ listing, held, ...resource }: ResourceStatus): Record<string, unknown> {
  return {
    ...withIsoTimes(resource, ['polledAt', 'baselinedAt', 'listedAt']),
    ...(listing && { listing: withIsoTimes(listing, ['startedAt']) }),
    ...(held && { held: withIsoTimes(held, ['since']) }),
  };
}
