import { z } from 'zod';
import { localQueueUrl } from './pseudo-parameters.ts';
import { resourceType, withoutEffect } from './resource-type.ts';

/** SQS hands out no more at once; a larger batch waits for more of them. */
const MOST_PER_RECEIVE = 10;

/** AWS starts with five pollers and goes up to 1,250; one machine does not. */
const DEFAULT_CONCURRENCY = 2;

const schema = z.strictObject({
  EventSourceArn: z.string().startsWith('arn:aws:sqs:'),
  FunctionName: z.string(),
  BatchSize: z.int().min(1).max(10_000).default(10),
  Enabled: z.boolean().default(true),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: withoutEffect,
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.int().min(2) }).optional(),
  Tags: withoutEffect,
});

export const eventSourceMappingResource = resourceType(schema, async (properties, logicalId, account) => {
  if (properties.Enabled) {
    account.eventSourceMappings.push({
      queueArn: properties.EventSourceArn,
      queueUrl: localQueueUrl(account.endpointUrl, properties.EventSourceArn),
      functionName: properties.FunctionName,
      batchSize: Math.min(properties.BatchSize, MOST_PER_RECEIVE),
      maxConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
      reportsBatchItemFailures: properties.FunctionResponseTypes.length > 0,
    });
  }
  return { ref: logicalId, attributes: {} };
});
