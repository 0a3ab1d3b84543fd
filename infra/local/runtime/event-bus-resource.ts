import { CreateEventBusCommand, ResourceAlreadyExistsException } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { localArn } from './pseudo-parameters.ts';
import { resourceType, withoutEffect } from './resource-type.ts';

const schema = z.strictObject({ Name: z.string(), Description: z.string().optional(), Tags: withoutEffect });

export const eventBusResource = resourceType(schema, async ({ Name, Description }, _logicalId, { events }) => {
  try {
    await events.send(new CreateEventBusCommand({ Name, Description }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  }
  return { ref: Name, attributes: { Arn: localArn('events', `event-bus/${Name}`), Name } };
});
