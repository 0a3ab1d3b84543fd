import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import { EventBus as Bus } from 'aws-cdk-lib/aws-events';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EVENT_SOURCE, relayNames } from '../../shared/contract/names.ts';
import { allow } from '../constructs/allow.ts';
import { allowWide } from '../constructs/allow-wide.ts';
import { CountAlarm } from '../constructs/count-alarm.ts';
import { removalPolicy } from '../constructs/removal-policy.ts';
import type { Watched } from '../constructs/runbook-alarm.ts';
import type { Stage } from '../stages.ts';

const OBJECTS_REASON = 'Keys begin with the ids of tenants, which come and go without a deployment.';

/**
 * Where events are published, for rules of the same account; an archive keeps ours for a replay, and a bucket what is too
 * large for a message: records of events, and files of commands.
 */
export class EventBus extends Construct {
  readonly busName: string;
  readonly publish: PolicyStatement;
  readonly recordsBucketName: string;
  readonly storeRecords: PolicyStatement;
  /** For the files of tenants, in the same bucket. */
  readonly readUploads: PolicyStatement;
  readonly storeDocuments: PolicyStatement;

  constructor(scope: Construct, id: string, { stage, alarmTopic }: Watched) {
    super(scope, id);
    const { bus: name } = relayNames(stage.name);
    const bus = new Bus(this, 'Bus', { eventBusName: name });
    const archive = bus.archive('Archive', {
      archiveName: name,
      description: `Events of ${name}, kept for a replay`,
      eventPattern: { source: [EVENT_SOURCE] },
      retention: Duration.days(stage.archiveDays),
    });
    for (const kept of [bus, archive]) kept.applyRemovalPolicy(removalPolicy(stage));
    this.busName = bus.eventBusName;
    this.publish = allow(bus.eventBusArn, 'events:PutEvents');
    new CfnOutput(this, 'EventBusArn', { value: bus.eventBusArn }).overrideLogicalId('EventBusArn');
    const records = this.recordsBucket(stage);
    this.recordsBucketName = records.bucketName;
    const objects = (keys: string) => ({ resource: records.arnForObjects(keys), reason: OBJECTS_REASON });
    this.storeRecords = allowWide(objects('*'), 's3:PutObject');
    this.readUploads = allowWide(objects('uploads/*'), 's3:GetObject');
    this.storeDocuments = allowWide(objects('documents/*'), 's3:PutObject');
    new CountAlarm(this, {
      stage,
      alarmTopic,
      count: 'eventsRefused',
      impact: 'Changes and answers to commands are told late; none is lost, since they are published again.',
    });
    new CfnOutput(this, 'RecordsBucketArn', { value: records.bucketArn }).overrideLogicalId('RecordsBucketArn');
  }

  /** What is in it outlives the archive by a day: for so long EventBridge tries to deliver what was replayed last. */
  private recordsBucket(stage: Stage): Bucket {
    const bucket = new Bucket(this, 'Records', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(stage.archiveDays + 1) }],
      removalPolicy: removalPolicy(stage),
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'A second bucket would keep the names of tenants and their files for longer than the files; who wants to know who read them turns on data events in CloudTrail.',
    });
    return bucket;
  }
}
