import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { digestsTable } from '../../../shared/aws/digests-table.ts';
import { snapshotsTable } from '../../../shared/aws/snapshots-table.ts';
import { tenantItem } from '../../../shared/aws/tenant-item.ts';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { MeteredDynamo } from './metered-dynamo.ts';
import type { MeteredStores } from './relay-thing.ts';

const TENANTS = 'tenants';
const SNAPSHOTS = 'snapshots';

/** The adapters of production on tables that count request units. */
export function meteredStores(tenant: Tenant): MeteredStores {
  const dynamo = new MeteredDynamo({
    [TENANTS]: { keys: ['tenantId', 'item'], index: { name: 'due', keys: ['dueShard', 'dueAt'] } },
    [SNAPSHOTS]: { keys: ['partition', 'recordId'], index: { name: 'due-dates', keys: ['dueOf', 'dueOn'] } },
  });
  // All that the adapters use of a client is `send`.
  const client = dynamo as unknown as DynamoDBDocumentClient;
  const tenants = tenantsTable(client, TENANTS);
  dynamo.put(TENANTS, tenantItem(tenant));
  return {
    stores: { tenants, snapshots: snapshotsTable(client, SNAPSHOTS), digests: digestsTable(client, SNAPSHOTS) },
    takeUnits: () => dynamo.takeUnits(),
  };
}
