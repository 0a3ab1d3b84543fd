import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { LoginOutage } from '../domain/login-outage.ts';

/** No tenant id has a colon. */
const REFUSALS = 'login:refusals';
const OUTAGE = { tenantId: 'login:outage', item: 'outage' };
/** What is forgotten is older than any window. */
const FORGOTTEN = 0;

/** Which tenants sevdesk refused lately (401): one small item each, beside the tenants. Polls that go through write none. */
export interface LoginRefusals {
  /** Takes the place of what was noted of the tenant before. */
  note(tenantId: string, at: number): Promise<void>;
  /** Its token is accepted again, or it is known to be revoked: it says nothing about the others any more. */
  forget(tenantId: string): Promise<void>;
  /** How many tenants were refused since. Reads an item for each that ever was. */
  count(sinceMs: number): Promise<number>;
  /** The outage of sevdesk's login that was found last, over or not. */
  outage(): Promise<LoginOutage | undefined>;
  noteOutage(outage: LoginOutage): Promise<void>;
}

export function loginRefusals(client: DynamoDBDocumentClient, tableName: string): LoginRefusals {
  const put = async (item: Readonly<Record<string, unknown>>) => {
    await client.send(new PutCommand({ TableName: tableName, Item: item }));
  };
  return {
    note: (tenantId, at) => put({ ...refusalKey(tenantId), at }),
    forget: (tenantId) => put({ ...refusalKey(tenantId), at: FORGOTTEN }),
    count: (sinceMs) => countSince(client, tableName, sinceMs),
    async outage() {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: OUTAGE, ConsistentRead: true }));
      return Item?.outage as LoginOutage | undefined;
    },
    noteOutage: (outage) => put({ ...OUTAGE, outage }),
  };
}

/** A tenant may be called "tenant", which is what its own item is called. */
export function refusalKey(tenantId: string) {
  return { tenantId: REFUSALS, item: `refused:${tenantId}` };
}

async function countSince(client: DynamoDBDocumentClient, tableName: string, sinceMs: number): Promise<number> {
  let refused = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'tenantId = :partition',
        ExpressionAttributeValues: { ':partition': REFUSALS },
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    refused += (page.Items ?? []).filter(({ at }) => Number(at) >= sinceMs).length;
    start = page.LastEvaluatedKey;
  } while (start);
  return refused;
}
