import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantFiles } from '../../../shared/aws/tenant-files.ts';
import { aTenant } from '../../support/builders.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';

let stage: LocalStage;
let s3: S3Client;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  stage = await startLocalStage();
  folder = await mkdtemp(join(tmpdir(), 'sevdesk-relay-files-'));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  s3 = new S3Client({
    endpoint: stage.account.endpoint.url,
    region: 'eu-central-1',
    credentials,
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: 'stage' }));
  await stage.tenants.add(aTenant());
  await writeFile(at('receipt.pdf'), '%PDF-1.7');
  await writeFile(at('Beleg März.pdf'), '%PDF-1.7');
  await writeFile(at('empty.pdf'), '');
});
afterAll(async () => {
  s3.destroy();
  await stage.close();
  await rm(folder, { recursive: true });
});

async function relay(...args: string[]) {
  const { run, written } = stage.world();
  const exitCode = await run('file', ...args);
  return { exitCode, ...written };
}

const files = () => {
  const { events, endpoint } = stage.account;
  return tenantFiles({ bucket: 'stage', aws: events.config, endpoint: endpoint.url })('acme');
};
const textOf = async (key: string) => Buffer.from(await files().read(key)).toString();

describe('file upload', () => {
  it('puts a file where commands of the tenant find it, and says how they name it', async () => {
    const { exitCode, out } = await relay('upload', 'acme', at('receipt.pdf'));
    expect([exitCode, out]).toEqual([
      0,
      'Uploaded to s3://stage/uploads/acme/receipt.pdf. In the data of a command: "file": {"name":"receipt.pdf","key":"receipt.pdf"}\n',
    ]);
    expect(await textOf('receipt.pdf')).toBe('%PDF-1.7');
  });

  it('takes a key, and answers JSON alone', async () => {
    const { out } = await relay('upload', 'acme', at('Beleg März.pdf'), '--key', '2026/maerz.pdf', '--json');
    expect(JSON.parse(out)).toEqual({ name: 'Beleg März.pdf', key: '2026/maerz.pdf' });
    expect(await textOf('2026/maerz.pdf')).toBe('%PDF-1.7');
  });

  it.each([
    [
      'a name that can be no key',
      ['acme', 'Beleg März.pdf'],
      2,
      /can't be the key of a file: .* Give another one with --key/,
    ],
    [
      'a key that leaves the tenant',
      ['acme', 'receipt.pdf', '--key', '../beta/receipt.pdf'],
      2,
      /without "\." and "\.\."/,
    ],
    ['a file that is not there', ['acme', 'nowhere.pdf'], 2, /nowhere.pdf" can't be read \(ENOENT\)/],
    ['an empty file', ['acme', 'empty.pdf'], 2, /has 0 bytes: a file of 1 byte to 20 MB is allowed/],
    ['a tenant that is not there', ['nobody', 'receipt.pdf'], 1, /There is no tenant nobody/],
    ['a bucket that is not there', ['acme', 'receipt.pdf', '--bucket', 'elsewhere'], 1, /404 NoSuchBucket/],
  ])('refuses %s', async (_name, [tenantId = '', path = '', ...options], code, message) => {
    const { exitCode, err } = await relay('upload', tenantId, at(path), ...options);
    expect(exitCode).toBe(code);
    expect(err).toMatch(message);
  });

  it('asks which bucket it is where it can not know', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'another' }));
    const { exitCode, err } = await relay('upload', 'acme', at('receipt.pdf'));
    expect([exitCode, err]).toEqual([2, expect.stringContaining('add --bucket')]);
    expect((await relay('upload', 'acme', at('receipt.pdf'), '--bucket', 'arn:aws:s3:::stage')).exitCode).toBe(0);
  });
});

describe('file download', () => {
  it('fetches what a dataref points to, and overwrites nothing', async () => {
    const dataref = await files().store({ name: 'e-1.zip', contentType: 'application/zip', bytes: Buffer.from('PK') });
    expect(await relay('download', dataref, at('export.zip'))).toMatchObject({
      exitCode: 0,
      out: `${at('export.zip')}: 2 bytes\n`,
    });
    expect(await readFile(at('export.zip'), 'utf8')).toBe('PK');
    const again = await relay('download', dataref, at('export.zip'));
    expect([again.exitCode, again.err]).toEqual([2, expect.stringContaining('is there already')]);
  });

  it.each([
    ['what is not there', 's3://stage/documents/acme/nothing.zip', 1, /404 NoSuchKey/],
    ['what is no dataref', 'https://stage/documents/acme/x.zip', 2, /an address such as "s3:/],
    ['a folder', 's3://stage/documents/', 2, /an address such as "s3:/],
  ])('says so of %s', async (_name, dataref, code, message) => {
    const { exitCode, err } = await relay('download', dataref, at('missing.zip'));
    expect(exitCode).toBe(code);
    expect(err).toMatch(message);
  });
});
