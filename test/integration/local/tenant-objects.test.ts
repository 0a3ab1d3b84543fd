import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tenantObjects } from '../../../shared/aws/tenant-objects.ts';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

const LARGE = `evt_${'a'.repeat(32)}.json`;
let account: LocalAccount;
let s3: S3Client;
beforeAll(async () => {
  account = await startLocalAccount();
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
  s3 = new S3Client({ endpoint: account.endpoint.url, region: 'eu-central-1', credentials, forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  await account.endpoint.close();
});

async function keptAfter(tenantId: string, keys: readonly string[]) {
  const Bucket = `of-${tenantId.toLowerCase()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const deleted = await tenantObjects(s3, Bucket).purge(tenantId);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(deleted).toBe(keys.length - Contents.length);
  return Contents.map(({ Key }) => Key);
}

it('deletes the files and the large data of a tenant, and nothing of one whose name begins alike', async () => {
  const own = [
    'uploads/acme/a.pdf',
    'uploads/acme/2026/b (1).pdf',
    'documents/acme/datev-export/e.zip',
    `acme/${LARGE}`,
  ];
  const others = ['uploads/acme-2/a.pdf', 'documents/acmeX/a.pdf', `acme-2/${LARGE}`, `-/${LARGE}`];
  expect(await keptAfter('acme', [...own, ...others])).toEqual([...others].sort());
});

it('deletes more than S3 lists at once', async () => {
  const keys = Array.from({ length: 1001 }, (_, index) => `uploads/many/${index}`);
  expect(await keptAfter('many', keys)).toEqual([]);
});

it.each(['uploads', 'documents'])('leaves the files of all others where a tenant is called "%s"', async (tenantId) => {
  const own = [`${tenantId}/${LARGE}`, `uploads/${tenantId}/a.pdf`];
  const others = ['uploads/acme/a.pdf', 'documents/acme/a.pdf', `${tenantId}/evt_tenant/a.pdf`];
  expect(await keptAfter(tenantId, [...own, ...others])).toEqual([...others].sort());
});
