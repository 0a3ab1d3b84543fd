import { type Attribute, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { removalPolicy } from './removal-policy.ts';

export interface StageTableProps {
  readonly stage: Stage;
  readonly tableName: string;
  readonly partitionKey: Attribute;
  readonly sortKey: Attribute;
}

/** A table paid by use. A stage that retains its data can also restore it to any second of the last 35 days. */
export class StageTable extends Table {
  constructor(scope: Construct, id: string, { stage, ...keys }: StageTableProps) {
    const retained = stage.onDelete === 'retain';
    super(scope, id, {
      ...keys,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: retained },
      deletionProtection: retained,
      removalPolicy: removalPolicy(stage),
    });
  }
}
