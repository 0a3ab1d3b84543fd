import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { LookUps } from '../domain/look-ups.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type AcceptedTenant, acceptedLast, countDue, type DueTenant, queryDue } from './due-index.ts';
import { writeIf } from './dynamo.ts';
import { type LoginRefusals, loginRefusals, refusalKey } from './login-refusals.ts';
import { TENANT_ITEM, tenantItem, tenantOf } from './tenant-item.ts';

/** Poller and writer are the only two who change a tenant at the same time; this many rounds settle any race. */
const ROUNDS = 20;

const LOOK_UPS = 'look-ups';
const REMAINS = 'remains';

/** What a tenant that was removed left behind: snapshots and ledger, of this account. */
export interface TenantRemains {
  readonly sevClientId?: string | undefined;
  /** A tenant of the same id goes on counting here, since what it left is fenced by it. */
  readonly revision: number;
}

/** Where tenants are kept: one small item each, and their look-ups beside it. */
export interface TenantsTable {
  get(tenantId: string): Promise<Tenant | undefined>;
  /**
   * One read, one pure decision, one conditional write; again from the start if somebody else wrote in between. Returns
   * what is stored now, or `undefined` if the decision was to leave it (`decide` returned undefined).
   */
  change(tenantId: string, decide: (tenant: Tenant) => Tenant | undefined): Promise<Tenant | undefined>;
  /** Stores a tenant that was not there. `false` if it is there by now. */
  add(tenant: Tenant): Promise<boolean>;
  /** Tenants whose next poll is due before `beforeMs`, through the index; polled ones only. */
  due(beforeMs: number): AsyncIterable<DueTenant>;
  /** How many are due before; the index lags a little behind. */
  countDue(beforeMs: number): Promise<number>;
  /** When the tokens of some were accepted who are due before, late rather than soon: of most of them, lately. */
  acceptedLast(beforeMs: number): Promise<readonly AcceptedTenant[]>;
  /** Whom sevdesk refused lately. */
  readonly refusals: LoginRefusals;
  /** Every tenant: for operators, not for ticks. */
  all(): AsyncIterable<Tenant>;
  /** Takes a tenant out, its look-ups, and what was noted of its refusals. With `remains`, they are kept in its place; else forgotten as well. */
  remove(tenantId: string, remains?: TenantRemains): Promise<void>;
  remains(tenantId: string): Promise<TenantRemains | undefined>;
  lookUps(tenantId: string): Promise<LookUps | undefined>;
  saveLookUps(tenantId: string, lookUps: LookUps): Promise<void>;
}

export function tenantsTable(client: DynamoDBDocumentClient, tableName: string): TenantsTable {
  const read = async (tenantId: string, item: string) =>
    (await client.send(new GetCommand({ TableName: tableName, Key: { tenantId, item }, ConsistentRead: true }))).Item;
  const get = async (tenantId: string) => {
    const item = await read(tenantId, TENANT_ITEM);
    return item && tenantOf(item);
  };
  const put = (next: Tenant, condition: { expression: string; revision?: number }) =>
    writeIf(() =>
      client.send(
        new PutCommand({
          TableName: tableName,
          Item: tenantItem(next),
          ConditionExpression: condition.expression,
          ...(condition.revision !== undefined && { ExpressionAttributeValues: { ':revision': condition.revision } }),
        }),
      ),
    );
  return {
    get,
    async change(tenantId, decide) {
      for (let round = 1; round <= ROUNDS; round += 1) {
        const tenant = await get(tenantId);
        const decided = tenant && decide(tenant);
        if (!tenant || !decided) return undefined;
        const next = { ...decided, revision: tenant.revision + 1 };
        if (await put(next, { expression: 'revision = :revision', revision: tenant.revision })) return next;
      }
      throw new Error(`Tenant ${tenantId} could not be written: others changed it ${ROUNDS} times in between`);
    },
    add: (tenant) => put(tenant, { expression: 'attribute_not_exists(tenantId)' }),
    due: (beforeMs) => queryDue(client, tableName, beforeMs),
    countDue: (beforeMs) => countDue(client, tableName, beforeMs),
    acceptedLast: (beforeMs) => acceptedLast(client, tableName, beforeMs),
    refusals: loginRefusals(client, tableName),
    all: () => scanTenants(client, tableName),
    async remove(tenantId, remains) {
      const drop = (item: string) => client.send(new DeleteCommand({ TableName: tableName, Key: { tenantId, item } }));
      const kept = { tenantId, item: REMAINS, remains };
      await (remains ? client.send(new PutCommand({ TableName: tableName, Item: kept })) : drop(REMAINS));
      await drop(LOOK_UPS);
      await client.send(new DeleteCommand({ TableName: tableName, Key: refusalKey(tenantId) }));
      // Last: as long as it is there, everything can be done again.
      await drop(TENANT_ITEM);
    },
    remains: async (tenantId) => (await read(tenantId, REMAINS))?.remains as TenantRemains | undefined,
    lookUps: async (tenantId) => (await read(tenantId, LOOK_UPS))?.lookUps as LookUps | undefined,
    async saveLookUps(tenantId, lookUps) {
      await client.send(new PutCommand({ TableName: tableName, Item: { tenantId, item: LOOK_UPS, lookUps } }));
    },
  };
}

async function* scanTenants(client: DynamoDBDocumentClient, tableName: string) {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: '#item = :tenant',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: { ':tenant': TENANT_ITEM },
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    for (const item of page.Items ?? []) yield tenantOf(item);
    start = page.LastEvaluatedKey;
  } while (start);
}
