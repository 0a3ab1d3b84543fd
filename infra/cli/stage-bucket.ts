import type { S3Client } from '@aws-sdk/client-s3';
import { relayNames } from '../../shared/contract/names.ts';
import { WrongUsage } from './cli-error.ts';
import { LOCAL_STAGE, type OpenStage } from './open-stage.ts';

/**
 * The bucket of a stage. Without a name it is looked for by the one that CloudFormation makes from the stack's; the local account
 * has no other.
 * @throws WrongUsage when it is not found for certain
 */
export async function stageBucket(stage: OpenStage, given: string | undefined): Promise<string> {
  if (given) return given;
  const found = (await bucketNames(stage)).filter((name) => isOf(stage.stage, name));
  const [name] = found;
  if (name !== undefined && found.length === 1) return name;
  const message = `The bucket of stage ${stage.stage} was not found among those you may list: add --bucket with the stack's output RecordsBucketArn.`;
  throw new WrongUsage(message);
}

function isOf(stage: string, bucket: string): boolean {
  return stage === LOCAL_STAGE || bucket.startsWith(`${relayNames(stage).stack}-eventbusrecords`);
}

async function bucketNames(stage: OpenStage): Promise<readonly string[]> {
  const { ListBucketsCommand } = await import('@aws-sdk/client-s3');
  const s3 = await s3Client(stage);
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({})).finally(() => s3.destroy());
  return Buckets.flatMap(({ Name = [] }) => Name);
}

/** It is loaded where it is needed: no other command pays for it. */
export async function s3Client({ events, endpoint }: OpenStage): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const { region, credentials } = events.config;
  return new S3Client({ region, credentials, ...(endpoint && { endpoint, forcePathStyle: true }) });
}
