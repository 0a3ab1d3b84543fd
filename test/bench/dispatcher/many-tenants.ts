import { randomBytes, randomInt } from 'node:crypto';
import { BatchWriteCommand, type DynamoDBDocumentClient, type PutCommand } from '@aws-sdk/lib-dynamodb';
import { tenantsTable } from '../../../shared/aws/tenants-table.ts';
import { noteRequests } from '../../../shared/domain/sent-requests.ts';
import type { ResourceProgress, Tenant } from '../../../shared/domain/tenant.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { aTenant } from '../../support/builders.ts';
import { itemBytes } from '../polling/item-bytes.ts';

const DAY_MS = 86_400_000;
const ITEMS_PER_CALL = 25;
const CALLS_AT_ONCE = 4;

/** A tenant as it looks after some days: how far each resource is, and its budget. */
export function settledTenant(tenantId: string, dueAt: number): Tenant {
  const polledAt = dueAt - 300_000;
  const sent = noteRequests({ since: 0, counts: [] }, [polledAt, polledAt + 700, polledAt + 9000], polledAt);
  return aTenant({
    tenantId,
    since: polledAt - 86_400_000,
    sevClientId: '900100',
    accountClaimed: true,
    testedAt: polledAt - 86_400_000,
    budget: { tokens: 1.25, at: polledAt, pausedUntil: 0, sent },
    resources: Object.fromEntries(Object.keys(resources).map((name) => [name, settledProgress(polledAt)])),
    dueAt,
    revision: 4711,
  });
}

function settledProgress(polledAt: number): ResourceProgress {
  return {
    cursor: Math.floor(polledAt / 1000) - randomInt(100_000),
    baselinedAt: polledAt - DAY_MS - randomInt(DAY_MS),
    records: randomInt(20_000),
    polledAt,
    filter: { testedAt: polledAt - randomInt(DAY_MS), works: true },
    unprobed: randomInt(6),
    listedAt: polledAt - randomInt(DAY_MS),
    digest: randomInt(1, 20),
    answered: randomBytes(16).toString('base64url'),
    overdueOn: '2026-11-20',
  };
}

/** Stores tenants as the table would, many with one request. Answers the size of all items, by DynamoDB's rules. */
export async function fillTable(
  client: DynamoDBDocumentClient,
  tableName: string,
  tenants: readonly Tenant[],
): Promise<number> {
  const items = await itemsOf(tableName, tenants);
  const chunks = chunksOf(items);
  const write = async () => {
    for (const chunk of chunks) {
      const requests = chunk.map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, write));
  return items.reduce((sum, item) => sum + itemBytes(item), 0);
}

/** What the table sends, caught before it leaves. */
async function itemsOf(tableName: string, tenants: readonly Tenant[]): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const send = async ({ input }: PutCommand) => void items.push(input.Item ?? {});
  const table = tenantsTable({ send } as unknown as DynamoDBDocumentClient, tableName);
  for (const tenant of tenants) await table.add(tenant);
  return items;
}

function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += ITEMS_PER_CALL) yield items.slice(start, start + ITEMS_PER_CALL);
}
