import { InvalidArgumentError } from 'commander';

/** The name of a bucket, given by itself or in its ARN. @throws InvalidArgumentError */
export function bucketName(value: string): string {
  const name = value.replace(/^arn:aws[\w-]*:s3:::/, '');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    throw new InvalidArgumentError('It must be the name of an S3 bucket, or its ARN.');
  }
  return name;
}
