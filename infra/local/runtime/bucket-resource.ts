import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { generatedName, resourceType, withoutEffect } from './resource-type.ts';

const schema = z.strictObject({
  BucketName: z.string().optional(),
  BucketEncryption: withoutEffect,
  // Objects stay as long as the other state does: nothing expires here.
  LifecycleConfiguration: withoutEffect,
  OwnershipControls: withoutEffect,
  PublicAccessBlockConfiguration: withoutEffect,
  Tags: withoutEffect,
});

/** Its name is in lower case, as S3 demands. One that is there already, fauxqs takes over. */
export const bucketResource = resourceType(schema, async ({ BucketName }, logicalId, { s3 }) => {
  const name = BucketName ?? generatedName(logicalId, 63).toLowerCase();
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
});
