import type { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { digestsTable } from '../../../shared/aws/digests-table.ts';
import { snapshotsTable } from '../../../shared/aws/snapshots-table.ts';
import type { ResourceName } from '../../../shared/contract/event.ts';
import { snapshotOf } from '../../../shared/domain/change.ts';
import { recordFingerprint, sightOf } from '../../../shared/domain/record-content.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { SNAPSHOTS } from '../names.ts';
import { idOf, numberOf } from './fleet-account.ts';
import type { FleetSevdesk } from './fleet-sevdesk.ts';

type Item = Readonly<Record<string, unknown>>;

/** As many sights as surely fit into one item of a digest. */
const SIGHTS_PER_PART = 12_000;

/** Parts that the digest of so many records has: their sights, then the pages. */
export function digestParts(records: number): number {
  return Math.ceil(records / SIGHTS_PER_PART) + 1;
}

/**
 * What the baseline of each tenant had left in the snapshots table, made when it is read for the first time: to store a million records
 * of which few are ever looked at would take most of the run.
 */
export function groundItem(accounts: ReadonlyMap<string, FleetSevdesk>, partition: string, recordId: string) {
  const [tenantId = '', resource = '', use] = partition.split(':');
  const sevdesk = accounts.get(tenantId);
  if (!sevdesk || (use !== undefined && use !== 'digest')) return undefined;
  const place = { sevdesk, tenantId, name: resource as ResourceName };
  return use === undefined ? snapshotItem(place, recordId) : digestItem(place, Number(recordId));
}

interface Place {
  readonly sevdesk: FleetSevdesk;
  readonly tenantId: string;
  readonly name: ResourceName;
}

function snapshotItem({ sevdesk, tenantId, name }: Place, recordId: string): Item | undefined {
  const record = sevdesk.records[name].initialRecord(numberOf(recordId));
  if (!record) return undefined;
  const snapshot = snapshotOf(resources[name], { record });
  return storedBy((client) => {
    return snapshotsTable(client, SNAPSHOTS).commit({ tenantId, resource: name }, [
      { snapshot, previousSequence: undefined },
    ]);
  });
}

function digestItem({ sevdesk, tenantId, name }: Place, index: number): Item | undefined {
  const { initialTotal } = sevdesk.records[name];
  const parts = digestParts(initialTotal);
  if (index >= parts) return undefined;
  const isLast = index === parts - 1;
  const content = isLast
    ? { sights: new Map<string, string>(), pages: sevdesk.initialPages(name) }
    : { sights: sightsOf(sevdesk, name, index * SIGHTS_PER_PART) };
  return storedBy((client) => {
    return digestsTable(client, SNAPSHOTS).write({ tenantId, resource: name, use: 'digest' }, content, {
      index,
      fence: 0,
    });
  });
}

function sightsOf(sevdesk: FleetSevdesk, name: ResourceName, first: number): Map<string, string> {
  const sights = new Map<string, string>();
  const records = sevdesk.records[name];
  for (let number = first + 1; number <= first + SIGHTS_PER_PART; number += 1) {
    const record = records.initialRecord(number);
    if (!record) break;
    sights.set(idOf(number), sightOf(recordFingerprint(record, resources[name]), record));
  }
  return sights;
}

/** The item as the table writes it: caught where it leaves, which is before anything is waited for. */
function storedBy(write: (client: DynamoDBDocumentClient) => Promise<unknown>): Item {
  const items: Item[] = [];
  const send = async ({ input }: PutCommand) => void items.push(input.Item ?? {});
  void write({ send } as unknown as DynamoDBDocumentClient);
  const [item] = items;
  if (!item || items.length > 1) throw new Error('A table that is not written with one item at once');
  return item;
}
