import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tenantFiles } from '../../../shared/aws/tenant-files.ts';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
let s3: S3Client;
beforeAll(async () => {
  account = await startLocalAccount();
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  s3 = new S3Client({ endpoint: account.endpoint.url, region: 'eu-central-1', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'stage' }));
});
afterAll(async () => {
  s3.destroy();
  await account.endpoint.close();
});

const filesOf = (tenantId: string) =>
  tenantFiles({ bucket: 'stage', aws: account.events.config, endpoint: account.endpoint.url })(tenantId);

const put = (key: string, body: string | Uint8Array) =>
  s3.send(new PutObjectCommand({ Bucket: 'stage', Key: key, Body: body }));

it.each(['receipt.pdf', "2026/Beleg (1)!_-*'.pdf", 'a//b.pdf', '...pdf'])(
  'hands out what a product put there with its own client of S3: %s',
  async (key) => {
    const bytes = Uint8Array.from([0, 255, 13, 10]);
    await put(`uploads/acme/${key}`, bytes);
    expect(new Uint8Array(await filesOf('acme').read(key))).toEqual(bytes);
  },
);

it("hands out nothing of another tenant's", async () => {
  await put('uploads/beta/receipt-of-beta.pdf', 'secret');
  await expect(filesOf('acme').read('receipt-of-beta.pdf')).rejects.toMatchObject({
    reason: 'dependency_missing',
    message: expect.stringContaining('s3://stage/uploads/acme/receipt-of-beta.pdf'),
  });
  await expect(filesOf('acme').read('../beta/receipt-of-beta.pdf')).rejects.toThrow();
});

it('keeps a document where it says, and in the same place when it is kept again', async () => {
  const file = { name: 'datev-export/order:1.zip', contentType: 'application/zip', bytes: Buffer.from('PK') };
  const dataref = await filesOf('acme').store(file);
  expect(await filesOf('acme').store({ ...file, bytes: Buffer.from('PK again') })).toBe(dataref);
  expect(dataref).toBe('s3://stage/documents/acme/datev-export/order:1.zip');
  const { host, pathname } = new URL(dataref);
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: host, Key: pathname.slice(1) }));
  expect(ContentType).toBe('application/zip');
  expect(await Body?.transformToString()).toBe('PK again');
});
