import {
  CreateArchiveCommand,
  ResourceAlreadyExistsException,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { localArn } from './pseudo-parameters.ts';
import { generatedName, resourceType } from './resource-type.ts';

const schema = z.strictObject({
  ArchiveName: z.string().optional(),
  SourceArn: z.string(),
  Description: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  /** What CDK writes for the key of AWS itself. */
  KmsKeyIdentifier: z.literal('').optional(),
  RetentionDays: z.number().optional(),
});

export const archiveResource = resourceType(schema, async (properties, logicalId, { events }) => {
  const {
    ArchiveName = generatedName(logicalId, 48),
    SourceArn,
    EventPattern,
    KmsKeyIdentifier: _,
    ...rest
  } = properties;
  const archive = { ArchiveName, EventPattern: EventPattern && JSON.stringify(EventPattern), ...rest };
  try {
    await events.send(new CreateArchiveCommand({ ...archive, EventSourceArn: SourceArn }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    await events.send(new UpdateArchiveCommand(archive));
  }
  return { ref: ArchiveName, attributes: { Arn: localArn('events', `archive/${ArchiveName}`), ArchiveName } };
});
