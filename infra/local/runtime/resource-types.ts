import { bucketResource } from './bucket-resource.ts';
import { eventBusResource } from './event-bus-resource.ts';
import { eventSourceMappingResource } from './event-source-mapping-resource.ts';
import { functionResource } from './function-resource.ts';
import { queueResource } from './queue-resource.ts';
import { inert, type ResourceType } from './resource-type.ts';
import { ruleResource } from './rule-resource.ts';
import { tableResource } from './table-resource.ts';

/** Every resource type that a template may hold. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': tableResource,
  'AWS::Events::EventBus': eventBusResource,
  'AWS::Events::Rule': ruleResource,
  'AWS::Lambda::EventSourceMapping': eventSourceMappingResource,
  'AWS::Lambda::Function': functionResource,
  'AWS::S3::Bucket': bucketResource,
  'AWS::SQS::Queue': queueResource,

  'AWS::CDK::Metadata': inert,
  'AWS::CloudWatch::Alarm': inert,
  'AWS::CloudWatch::CompositeAlarm': inert,
  'AWS::CloudWatch::Dashboard': inert,
  'AWS::Events::Archive': inert,
  'AWS::IAM::ManagedPolicy': inert,
  'AWS::IAM::Policy': inert,
  'AWS::IAM::Role': inert,
  // What it says is about retries of asynchronous starts; nothing is retried here.
  'AWS::Lambda::EventInvokeConfig': inert,
  'AWS::Lambda::Permission': inert,
  'AWS::Logs::LogGroup': inert,
  'AWS::Logs::MetricFilter': inert,
  'AWS::S3::BucketPolicy': inert,
  'AWS::SNS::Subscription': inert,
  'AWS::SNS::Topic': inert,
  'AWS::SNS::TopicPolicy': inert,
  'AWS::SQS::QueuePolicy': inert,
};
