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

/** A table paid by use. It can be restored to any second of the last 35 days, in `dev`, too: real accounts are tried there. */
export class StageTable extends Table {
  constructor(scope: Construct, id: string, { stage, ...keys }: StageTableProps) {
    const retained = stage.onDelete === 'retain';
    super(scope, id, {
      ...keys,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retained,
      removalPolicy: removalPolicy(stage),
    });
  }
}
