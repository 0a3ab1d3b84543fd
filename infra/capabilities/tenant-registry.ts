import { ArnFormat, Stack } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { relayNames } from '../../shared/contract/names.ts';
import { allow } from '../constructs/allow.ts';
import { StageTable } from '../constructs/stage-table.ts';
import type { Stage } from '../stages.ts';

/** Who our tenants are: their table, with an index of who is due, and their secrets, found by a prefix. */
export class TenantRegistry extends Construct {
  readonly table: StageTable;
  readonly dueIndexArn: string;
  readonly secretPrefix: string;
  /** Reading tokens of this stage's tenants, of this account and region. */
  readonly readTokens: PolicyStatement;
  /** Reading and writing a tenant whose id is known. */
  readonly changeTenants: PolicyStatement;

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
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.dueIndexArn = `${this.table.tableArn}/index/due`;
    this.changeTenants = allow(this.table.tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem');
    this.secretPrefix = secretPrefix;
    this.readTokens = allow(secretsArn(this, secretPrefix), 'secretsmanager:GetSecretValue');
  }
}

function secretsArn(scope: Construct, prefix: string): string {
  return Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${prefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
