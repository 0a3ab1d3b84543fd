import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

/** The bucket of the only stage in a local account, as a product uses it. */
export interface StageFiles {
  readonly put: (key: string, body: string | Uint8Array) => Promise<void>;
  readonly read: (key: string) => Promise<Uint8Array>;
  readonly keysBelow: (prefix: string) => Promise<readonly string[]>;
}

export function stageFiles(endpoint: string): StageFiles {
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  const s3 = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials });
  const bucket = async () => (await s3.send(new ListBucketsCommand({}))).Buckets?.[0]?.Name;
  return {
    async put(key, body) {
      await s3.send(new PutObjectCommand({ Bucket: await bucket(), Key: key, Body: body }));
    },
    async read(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: await bucket(), Key: key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    async keysBelow(prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: await bucket(), Prefix: prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },
  };
}
