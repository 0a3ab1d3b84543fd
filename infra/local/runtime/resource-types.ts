import { archiveResource } from './archive-resource.ts';
import { bucketResource } from './bucket-resource.ts';
import { eventBusResource } from './event-bus-resource.ts';
import { eventSourceMappingResource } from './event-source-mapping-resource.ts';
import { functionResource } from './function-resource.ts';
import { aliasResource, keyResource } from './key-resource.ts';
import { managedPolicyResource, policyResource } from './policy-resource.ts';
import { queueResource } from './queue-resource.ts';
import { bucketPolicyResource, permissionResource, queuePolicyResource } from './resource-policy-resource.ts';
import { inert, type ResourceType } from './resource-type.ts';
import { roleResource } from './role-resource.ts';
import { ruleResource } from './rule-resource.ts';
import { globalTableResource, tableResource } from './table-resource.ts';

/** Every resource type that a template may hold. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::GlobalTable': globalTableResource,
  'AWS::DynamoDB::Table': tableResource,
  'AWS::Events::Archive': archiveResource,
  'AWS::Events::EventBus': eventBusResource,
  'AWS::Events::Rule': ruleResource,
  'AWS::IAM::ManagedPolicy': managedPolicyResource,
  'AWS::IAM::Policy': policyResource,
  'AWS::IAM::Role': roleResource,
  'AWS::KMS::Alias': aliasResource,
  'AWS::KMS::Key': keyResource,
  'AWS::Lambda::EventSourceMapping': eventSourceMappingResource,
  'AWS::Lambda::Function': functionResource,
  'AWS::Lambda::Permission': permissionResource,
  'AWS::S3::Bucket': bucketResource,
  'AWS::S3::BucketPolicy': bucketPolicyResource,
  'AWS::SQS::Queue': queueResource,
  'AWS::SQS::QueuePolicy': queuePolicyResource,

  'AWS::CDK::Metadata': inert,
  'AWS::CloudWatch::Alarm': inert,
  'AWS::CloudWatch::CompositeAlarm': inert,
  'AWS::CloudWatch::Dashboard': inert,
  // What it says is about retries of asynchronous starts; nothing is retried here.
  'AWS::Lambda::EventInvokeConfig': inert,
  'AWS::Logs::LogGroup': inert,
  'AWS::Logs::MetricFilter': inert,
  'AWS::SNS::Subscription': inert,
  'AWS::SNS::Topic': inert,
  'AWS::SNS::TopicPolicy': inert,
};
