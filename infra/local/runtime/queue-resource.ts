import {
  CreateQueueCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { localArn, localQueueUrl } from './pseudo-parameters.ts';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';

const attributes = {
  ContentBasedDeduplication: z.boolean().optional(),
  DeduplicationScope: z.string().optional(),
  DelaySeconds: z.number().optional(),
  FifoThroughputLimit: z.string().optional(),
  MaximumMessageSize: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
  VisibilityTimeout: z.number().optional(),
};

const schema = z.strictObject({
  ...attributes,
  QueueName: z.string().optional(),
  FifoQueue: z.boolean().optional(),
  KmsMasterKeyId: withoutEffect,
  SqsManagedSseEnabled: withoutEffect,
  Tags: withoutEffect,
});

export const queueResource = resourceType(schema, async (properties, logicalId, { sqs, endpointUrl }) => {
  const name = properties.QueueName ?? generatedName(logicalId, 75) + (properties.FifoQueue ? '.fifo' : '');
  const url = localQueueUrl(endpointUrl, name);
  await createOrChange(sqs, { name, url, properties });
  return { ref: url, attributes: { Arn: localArn('sqs', name), QueueName: name, QueueUrl: url } };
});

async function createOrChange(
  sqs: SQSClient,
  { name, url, properties }: { name: string; url: string; properties: z.output<typeof schema> },
): Promise<void> {
  const settings = Object.fromEntries(
    (Object.keys(attributes) as QueueAttributeName[]).flatMap((key) => {
      const value = properties[key as keyof typeof attributes];
      return value === undefined ? [] : [[key, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
    }),
  );
  try {
    const fifo = properties.FifoQueue && { FifoQueue: 'true' };
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { ...settings, ...fifo } }));
  } catch (error) {
    if (!isTaken(error)) throw error;
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: settings }));
  }
}

/** By its name: the server gives it the prefix of the older protocol, and so the SDK does not make its class of it. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && error.name.endsWith('QueueNameExists');
}
