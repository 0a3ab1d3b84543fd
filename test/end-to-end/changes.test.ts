import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESOURCE_NAMES, type RelayEvent, resourcePrefixes } from '../../shared/contract/event.ts';
import { parseEvent } from '../../shared/contract/parse-event.ts';
import { type RunningRelay, startRelay, tokenOf } from '../support/running-relay.ts';

const acme = tokenOf('acme');
let relay: RunningRelay;

beforeAll(async () => {
  relay = await startRelay();
  await relay.sevdesk.createAccount({ token: acme });
  for (const model of RESOURCE_NAMES) await relay.sevdesk.seed(acme, model, 3);
  await relay.product.putSecret('acme', { token: acme });
  await relay.witness.see('baseline.completed', ({ tenantid }) => tenantid === 'acme');
});
afterAll(() => relay.stop());

const on = (subject: string) => (event: RelayEvent) => event.subject === subject;

describe('every resource', () => {
  it('tells nothing of what was there at the baseline', () => {
    expect(relay.witness.count(({ type }) => type.endsWith('.created'))).toBe(0);
  });

  it.each(RESOURCE_NAMES)('%s: created, updated and deleted, in this order and with one sequence', async (model) => {
    const prefix = resourcePrefixes[model];
    const record = await relay.sevdesk.createRecord(acme, model);
    const subject = `${model}/${record.id}`;
    const created = await relay.witness.see(`${prefix}.created`, on(subject));
    await relay.sevdesk.patch(acme, model, String(record.id), { name: 'changed', description: 'changed' });
    const updated = await relay.witness.see(`${prefix}.updated`, on(subject));
    expect(updated.data.changed).toContain('description');
    await relay.sevdesk.deleteRecord(acme, model, String(record.id));
    const deleted = await relay.witness.see(`${prefix}.deleted`, on(subject));
    expect(deleted.data.record).toMatchObject({ description: 'changed' });
    expect([created, updated, deleted].map(({ sequence }) => Number(sequence))).toEqual([1, 2, 3]);
    for (const event of [created, updated, deleted]) {
      expect(parseEvent(event)).toBe(event);
    }
  });
});

describe('what a change means', () => {
  it('is told of its original when an invoice that was paid is cancelled', async () => {
    const positions = [{ name: 'Consulting', quantity: '1', price: '39.20', taxRate: '19' }];
    const { id } = await relay.sevdesk.createInvoice(acme, { positions });
    await relay.sevdesk.openInvoice(acme, String(id));
    await relay.witness.see('invoice.sent', on(`Invoice/${id}`));
    const storno = await relay.sevdesk.cancelInvoice(acme, String(id));
    const cancelled = await relay.witness.see('invoice.cancelled', on(`Invoice/${id}`));
    expect(cancelled.data.record).toMatchObject({ cancelledBy: { id: storno.id } });
    expect(relay.witness.count((event) => event.type === 'invoice.paid' && on(`Invoice/${id}`)(event))).toBe(0);
  });

  it('is told of vouchers, credit notes and orders as well', async () => {
    const steps = [
      ['Voucher', { status: '50' }, { status: '1000', paidAmount: 11.9 }, ['voucher.opened', 'voucher.paid']],
      ['CreditNote', { status: '100' }, { status: '200' }, ['credit_note.sent']],
      ['Order', { status: '200' }, { status: '500' }, ['order.accepted']],
    ] as const;
    for (const [model, before, after, types] of steps) {
      const { id } = await relay.sevdesk.createRecord(acme, model, before);
      await relay.witness.see(`${resourcePrefixes[model]}.created`, on(`${model}/${id}`));
      await relay.sevdesk.patch(acme, model, String(id), after);
      for (const type of types) await relay.witness.see(type, on(`${model}/${id}`));
    }
  });
});

describe('a record too large for the bus', () => {
  it('is in S3, where dataref points', async () => {
    const { id } = await relay.sevdesk.createContact(acme, { name: 'Large', description: 'x'.repeat(300_000) });
    const { dataref = '' } = await relay.witness.see('contact.created', on(`Contact/${id}`));
    const { hostname, pathname } = new URL(dataref);
    const endpoint = relay.account.url;
    const s3 = new S3Client({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const object = await s3.send(new GetObjectCommand({ Bucket: hostname, Key: pathname.slice(1) }));
    expect(JSON.parse((await object.Body?.transformToString()) ?? '')).toMatchObject({ record: { name: 'Large' } });
    s3.destroy();
  });
});

describe('a token of another sevdesk account', () => {
  it('tells nothing but that the tenant is suspended', async () => {
    const other = tokenOf('other');
    await relay.sevdesk.createAccount({ token: other });
    for (const model of RESOURCE_NAMES) await relay.sevdesk.seed(other, model, 5);
    const before = relay.witness.count(() => true);
    await relay.product.putSecret('acme', { token: other });
    await relay.witness.see('tenant.suspended', ({ tenantid }) => tenantid === 'acme');
    await relay.sevdesk.clearRequests();
    await relay.sevdesk.createAccount({ token: tokenOf('beta') });
    await relay.sevdesk.seedContacts(tokenOf('beta'), 1);
    await relay.product.putSecret('beta', { token: tokenOf('beta') });
    await relay.witness.see('baseline.completed', ({ tenantid }) => tenantid === 'beta');
    expect(relay.witness.count(({ tenantid }) => tenantid === 'acme')).toBeLessThanOrEqual(before + 1);
    expect(await relay.sevdesk.requests({ token: other })).toEqual([]);
  });
});
