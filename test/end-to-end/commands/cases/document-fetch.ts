import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { CaseWorld, CommandCase } from '../command-case.ts';

/** How many files are kept of an invoice, as long as it stays the draft that it was. */
const files =
  ({ relay, token, tenantId }: CaseWorld, invoiceId: string) =>
  async () => {
    const invoice = (await relay.sevdesk.records(token, 'Invoice')).find(({ id }) => id === invoiceId);
    if (invoice && invoice.status !== '100') throw new Error('The draft was opened');
    return (await keysBelow(relay.account.url, `documents/${tenantId}/Invoice-${invoiceId}/`)).length;
  };

async function keysBelow(endpoint: string, prefix: string): Promise<readonly string[]> {
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  const s3 = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const lists = await Promise.all(
    Buckets.map(({ Name }) => s3.send(new ListObjectsV2Command({ Bucket: Name, Prefix: prefix }))),
  );
  s3.destroy();
  return lists.flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
}

export const documentFetch: CommandCase<'document.fetch'> = {
  type: 'document.fetch',
  call: { method: 'GET', path: '/Invoice/\\d+/getPdf' },
  async arrange(world) {
    const { id } = await world.relay.sevdesk.createInvoice(world.token);
    return { data: { resource: 'Invoice', record: { id } }, effects: files(world, id) };
  },
  result: {
    resource: 'Invoice',
    dataref: expect.stringMatching(/^s3:\/\/.+\.pdf$/),
    bytes: expect.any(Number),
    contentType: 'application/pdf',
    filename: expect.stringMatching(/^Invoice-\d+\.pdf$/),
  },
  invalid: {
    data: { resource: 'Order', record: { id: '1' }, format: 'xml' },
    message: /format: only an Invoice has xml/,
  },
  async poison(world) {
    return {
      data: { resource: 'Invoice', record: { id: '1' } },
      effects: files(world, '1'),
      reason: 'dependency_missing',
      message: /sevdesk has no Invoice 1/,
    };
  },
};
