import { ArnFormat, Stack } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import { allow } from '../constructs/allow.ts';
import { allowWide } from '../constructs/allow-wide.ts';
import { removalPolicy } from '../constructs/removal-policy.ts';
import { StageTable } from '../constructs/stage-table.ts';
import type { Stage } from '../stages.ts';

/** What Secrets Manager names in place of the secret when it tries a key before it makes the secret. */
const KEY_VALIDATION = 'RequestToValidateKeyAccess';

const SECRETS_REASON =
  'There is a secret for each tenant, behind a prefix of this stage only, and tenants come and go without a deployment.';

/** Who our tenants are: their table, with an index of who is due, and their secrets, found by a prefix, with a key of their own. */
export class TenantRegistry extends Construct {
  readonly table: StageTable;
  readonly dueIndexArn: string;
  readonly secretPrefix: string;
  /** The key of secrets that are made with a key. */
  readonly tokensKey: Key;
  /** Reading tokens of this stage's tenants, of this account and region. */
  readonly readTokens: readonly PolicyStatement[];
  /** Reading and storing them: new secrets with the key, later versions with the key of their secret. */
  readonly storeTokens: readonly PolicyStatement[];
  /** Reading and writing a tenant whose id is known. */
  readonly changeTenants: PolicyStatement;
  /** Comparing the refusal of a token with what others met. */
  readonly judgeRefusals: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id);
    const { tenantsTable: tableName, secretPrefix } = relayNames(stage.name);
    this.table = new StageTable(this, 'Tenants', {
      stage,
      tableName,
      partitionKey: { name: 'tenantId', type: AttributeType.STRING },
      sortKey: { name: 'item', type: AttributeType.STRING },
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'due',
      partitionKey: { name: 'dueShard', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['acceptedAt'],
    });
    this.dueIndexArn = `${this.table.tableArn}/index/due`;
    this.changeTenants = allow(this.table.tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.judgeRefusals = [allow(this.table.tableArn, 'dynamodb:Query'), allow(this.dueIndexArn, 'dynamodb:Query')];
    this.secretPrefix = secretPrefix;
    const secrets = secretsArn(this, secretPrefix);
    this.tokensKey = tokensKey(this, stage);
    this.readTokens = [
      allowWide({ resource: secrets, reason: SECRETS_REASON }, 'secretsmanager:GetSecretValue'),
      throughSecrets(this.tokensKey, ['kms:Decrypt'], secrets),
    ];
    this.storeTokens = [
      allowWide(
        { resource: secrets, reason: SECRETS_REASON },
        'secretsmanager:GetSecretValue',
        'secretsmanager:CreateSecret',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RestoreSecret',
      ),
      throughSecrets(this.tokensKey, ['kms:GenerateDataKey', 'kms:Decrypt'], secrets, KEY_VALIDATION),
    ];
  }
}

/** Its policy leaves it to the permissions of this account, and knows no other one. */
function tokensKey(scope: Construct, stage: Stage): Key {
  return new Key(scope, 'TokensKey', {
    alias: relayNames(stage.name).tokensKeyAlias,
    description: `Encrypts the sevdesk tokens of stage ${stage.name}`,
    enableKeyRotation: true,
    removalPolicy: removalPolicy(stage),
  });
}

/** The key, only for these secrets and only by way of Secrets Manager: a copy of an encrypted value is worth nothing. */
function throughSecrets(key: Key, actions: string[], ...secrets: string[]): PolicyStatement {
  return new PolicyStatement({
    actions,
    resources: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(key).region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:SecretARN': secrets },
    },
  });
}

function secretsArn(scope: Construct, prefix: string): string {
  return Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${prefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
