import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishTo } from '../../../shared/aws/event-bus.ts';
import { recordStore } from '../../../shared/aws/record-store.ts';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import { parseEvent } from '../../../shared/contract/parse-event.ts';
import { relayEvent } from '../../../shared/domain/relay-event.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { anInvoice } from '../../support/builders.ts';
import { createQueue, type LocalAccount, queueArn, receive, receiveJson, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
let s3: S3Client;
let inbox: string;
beforeAll(async () => {
  account = await startLocalAccount();
  const { endpoint, events } = account;
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  s3 = new S3Client({ endpoint: endpoint.url, region: 'eu-central-1', credentials, maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket: 'records' }));
  inbox = await createQueue(account, 'inbox');
  await events.send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":["sevdesk-relay"]}' }));
  await events.send(
    new PutTargetsCommand({ Rule: 'all', Targets: [{ Id: 'q', Arn: queueArn('inbox'), InputPath: '$.detail' }] }),
  );
});
afterAll(async () => {
  s3.destroy();
  await account.endpoint.close();
});

/** An invoice with so many positions that EventBridge would refuse its event. */
const positions = Array.from({ length: 1000 }, (_, index) => ({
  id: String(index),
  objectName: 'InvoicePos',
  text: 'Brötchen, täglich frisch geliefert. '.repeat(8),
}));
const large: RelayEvent = relayEvent({
  id: `evt_${'a'.repeat(32)}`,
  type: 'invoice.updated',
  stage: 'test',
  tenantId: 'acme',
  subject: 'invoice/4711',
  time: '2026-11-20T09:00:00+01:00',
  recordedAtMs: 0,
  data: {
    resource: 'Invoice',
    recordId: '4711',
    origin: 'external',
    changed: ['header'],
    previous: { header: 'Rechnung' },
    summary: invoice.summarize(anInvoice()),
    record: { ...anInvoice(), positions },
  },
});

const publishWith = (bucket: string) => {
  const { events, endpoint } = account;
  return publishTo(events, 'default', recordStore({ bucket, aws: events.config, endpoint: endpoint.url }));
};

async function read(dataref: string | undefined): Promise<unknown> {
  const { host, pathname } = new URL(dataref ?? '');
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: host, Key: pathname.slice(1) }));
  expect(ContentType).toBe('application/json');
  return JSON.parse((await Body?.transformToString()) ?? '');
}

it('tells a large event without its record, which any client of S3 then reads where `dataref` says', async () => {
  expect(JSON.stringify(large).length).toBeGreaterThan(300_000);
  // A repeat, as after a crash, finds its own object there.
  await publishWith('records')([large]);
  await publishWith('records')([large]);
  const told = (await receiveJson(account, inbox)) as RelayEvent<'invoice.updated'>;
  expect(await receiveJson(account, inbox)).toEqual(told);
  const { record: _record, ...data } = large.data as RelayEvent<'invoice.updated'>['data'];
  expect(told).toEqual({ ...large, data, dataref: `s3://records/acme/${large.id}.json` });
  expect(parseEvent(told)).toBe(told);
  expect(await read(told.dataref)).toEqual(large.data);
});

it('publishes nothing when the bucket is not there', async () => {
  await expect(publishWith('elsewhere')([large])).rejects.toThrow('404 NoSuchBucket');
  expect(await receive(account, inbox, 0)).toBeUndefined();
});
