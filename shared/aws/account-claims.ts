import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { writeIf } from './dynamo.ts';

const CLAIM = 'claim';

/** Which tenant a sevdesk account belongs to. */
export interface AccountClaim {
  readonly holder: string;
  readonly claimedAt: number;
}

/** Who wants it, and the claim that it takes the place of, if there is one. */
export interface ClaimWish extends AccountClaim {
  readonly insteadOf: AccountClaim | undefined;
}

/** Which sevdesk account (SevClient) belongs to which tenant: one item each, beside the tenants, found by the account. */
export interface AccountClaims {
  find(sevClientId: string): Promise<AccountClaim | undefined>;
  /** `false` if the claim is by now another one than that which was to be replaced. */
  claim(sevClientId: string, wish: ClaimWish): Promise<boolean>;
  /** Frees the account, if it belongs to that tenant. */
  release(sevClientId: string, holder: string): Promise<void>;
}

export function accountClaims(client: DynamoDBDocumentClient, tableName: string): AccountClaims {
  return {
    async find(sevClientId) {
      const read = new GetCommand({ TableName: tableName, Key: keyOf(sevClientId), ConsistentRead: true });
      const { Item } = await client.send(read);
      return Item && { holder: String(Item.holder), claimedAt: Number(Item.claimedAt) };
    },
    claim: (sevClientId, { insteadOf, ...claim }) =>
      writeIf(() =>
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...keyOf(sevClientId), ...claim },
            ...(insteadOf ? isStill(insteadOf) : { ConditionExpression: 'attribute_not_exists(tenantId)' }),
          }),
        ),
      ),
    async release(sevClientId, holder) {
      await writeIf(() =>
        client.send(
          new DeleteCommand({
            TableName: tableName,
            Key: keyOf(sevClientId),
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: { ':holder': holder },
          }),
        ),
      );
    },
  };
}

function isStill({ holder, claimedAt }: AccountClaim) {
  return {
    ConditionExpression: 'holder = :holder AND claimedAt = :claimedAt',
    ExpressionAttributeValues: { ':holder': holder, ':claimedAt': claimedAt },
  };
}

/** No tenant id has a colon. */
function keyOf(sevClientId: string) {
  return { tenantId: `account:${sevClientId}`, item: CLAIM };
}
