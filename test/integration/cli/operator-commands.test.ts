import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelayEvent } from '../../../shared/contract/event.ts';
import type { Snapshot } from '../../../shared/domain/change.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aContact, aTenant } from '../../support/builders.ts';
import { createQueue, queueArn, receive, receiveJson } from '../local/local-account.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');

let stage: LocalStage;
beforeAll(async () => {
  stage = await startLocalStage();
});
afterAll(() => stage.close());

async function relay(...args: string[]) {
  const { run, written } = stage.world({ now: () => NOW });
  const exitCode = await run(...args);
  return { exitCode, ...written };
}

const add = (fields: Partial<Tenant>) => stage.tenants.add(aTenant({ dueAt: NOW + 300_000, ...fields }));

describe('poll', () => {
  it('makes the tenant due and sends its message', async () => {
    await add({ tenantId: 'polled' });
    const { exitCode, out } = await relay('poll', 'polled', '--resource', 'Invoice', '--everything');
    expect(exitCode).toBe(0);
    expect(out).toContain('those that are gone are found: Invoice.\nThis begins now.');
    expect(await stage.tenants.get('polled')).toMatchObject({ asked: { Invoice: 'everything' }, dueAt: NOW });
    expect(await receiveJson(stage.account, stage.pollsQueueUrl)).toEqual({ tenantId: 'polled' });
  });

  it('says which tenants can be polled', async () => {
    await add({ tenantId: 'stopped', state: 'suspended', reason: 'other_account', dueAt: undefined });
    const stopped = await relay('poll', 'stopped');
    const nobody = await relay('poll', 'nobody');
    expect([stopped.exitCode, nobody.exitCode]).toEqual([1, 1]);
    expect(stopped.err).toContain('Tenant stopped is not polled: it is suspended (other_account)');
    expect(nobody.err).toContain('There is no tenant nobody');
    expect(await receive(stage.account, stage.pollsQueueUrl, 0)).toBeUndefined();
  });
});

describe('confirm-deletions', () => {
  const held = { records: 500, since: NOW - 60_000 };

  it('shows what is held back, and confirms it only when told so', async () => {
    await add({ tenantId: 'held', resources: { Invoice: { records: 1500, held } } });
    const shown = await relay('confirm-deletions', 'held');
    expect(shown.exitCode).toBe(1);
    expect(shown.out).toMatch(/Invoice +500 +2,000 +25 % +2026-11-20 09:14:00 \(1 min\) +waits for --yes/);
    expect(shown.out).toContain("Either the rights of the token's user were cut");
    expect(shown.err).toContain('If these deletions are real, add --yes.');
    expect((await stage.tenants.get('held'))?.confirmed).toBeUndefined();

    const confirmed = await relay('confirm-deletions', 'held', '--yes');
    expect(confirmed.exitCode).toBe(0);
    expect(await stage.tenants.get('held')).toMatchObject({
      confirmed: { Invoice: 500 },
      asked: { Invoice: 'everything' },
      dueAt: NOW,
    });
    expect(await receiveJson(stage.account, stage.pollsQueueUrl)).toEqual({ tenantId: 'held' });
  });

  it('is content when nothing is held back', async () => {
    await add({ tenantId: 'tidy' });
    const { exitCode, out } = await relay('confirm-deletions', 'tidy', '--resource', 'Invoice');
    expect([exitCode, out]).toEqual([0, 'No deletions of Invoice are held back for tenant tidy.\n']);
    expect((await relay('confirm-deletions', 'tidy', '--json')).out).toBe('[]\n');
  });
});

describe('snapshot', () => {
  const kind = { tenantId: 'known', resource: 'Contact' } as const;
  const told = (id: string, fields: Partial<Snapshot> = {}) => {
    const snapshot = { recordId: id, sequence: 2, fingerprint: 'f', record: aContact({ id }), ...fields };
    return { snapshot, previousSequence: undefined };
  };

  it('publishes what is known of every living record', async () => {
    await add({ tenantId: 'known' });
    await stage.snapshots.commit(kind, [told('1'), told('2', { deletedAt: 1 })]);
    const inbox = await inboxOf('contact.snapshot');
    const { exitCode, out } = await relay('snapshot', 'known', '--resource', 'Contact');
    expect([exitCode, out]).toEqual([0, 'contact.snapshot: 1 published\n']);
    const event = (await receiveJson(stage.account, inbox)) as RelayEvent;
    expect(event).toMatchObject({
      type: 'contact.snapshot',
      tenantid: 'known',
      data: { record: aContact({ id: '1' }) },
    });
  });

  it('keeps a record that is too large for the bus where it is told to, or says that it left it out', async () => {
    await add({ tenantId: 'large' });
    const record = aContact({ id: '9', description: 'x'.repeat(250_000) });
    await stage.snapshots.commit({ ...kind, tenantId: 'large' }, [told('9', { record })]);
    await createBucket('records');
    const inbox = await inboxOf('contact.snapshot', 'large');
    const without = await relay('snapshot', 'large', '--resource', 'Contact');
    expect([without.exitCode, without.err]).toEqual([
      0,
      expect.stringContaining('1 were too large for the bus (240 KB)'),
    ]);
    expect(await receiveJson(stage.account, inbox)).not.toHaveProperty('dataref');
    const bucket = ['--records-bucket', 'arn:aws:s3:::records'];
    const kept = await relay('snapshot', 'large', '--resource', 'Contact', ...bucket);
    expect([kept.exitCode, kept.err]).toEqual([0, '']);
    const event = (await receiveJson(stage.account, inbox)) as RelayEvent;
    expect(event.dataref).toBe(`s3://records/large/${event.id}.json`);
  });

  it('says what may be old or not all there is', async () => {
    await add({ tenantId: 'gone', state: 'disconnected', since: NOW, dueAt: undefined });
    const { exitCode, err } = await relay('snapshot', 'gone', '--resource', 'Tag');
    expect(exitCode).toBe(0);
    expect(err).toContain('Tenant gone is disconnected since 2026-11-20 09:15:00');
    expect(err).toContain('Not listed to the end yet, so perhaps not all there is: Tag.');
  });

  async function inboxOf(type: string, name = 'inbox'): Promise<string> {
    const { events } = stage.account;
    const bus = 'sevdesk-relay-local';
    const inbox = await createQueue(stage.account, name);
    const EventPattern = JSON.stringify({ 'detail-type': [type] });
    await events.send(new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern }));
    const target = { Id: 'q', Arn: queueArn(name), InputPath: '$.detail' };
    await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [target] }));
    return inbox;
  }

  async function createBucket(Bucket: string): Promise<void> {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const s3 = new S3Client({ endpoint: stage.account.endpoint.url, region: 'eu-central-1', credentials });
    await s3.send(new CreateBucketCommand({ Bucket }));
    s3.destroy();
  }
});

describe('tenant settings', () => {
  it('shows and sets them, and takes them back', async () => {
    await add({ tenantId: 'kiosk' });
    expect((await relay('tenant', 'settings', 'kiosk')).out).toMatch(/Small business +no \(default\)/);
    const set = ['--small-business', 'yes', '--country', 'AT', '--contact-person', '77'];
    expect((await relay('tenant', 'settings', 'kiosk', ...set)).out).toMatch(/Tax rule +11 \(default\)/);
    const json = async () => JSON.parse((await relay('tenant', 'settings', 'kiosk', '--json')).out);
    expect(await json()).toEqual({ smallBusiness: true, country: 'AT', contactPersonId: '77' });
    await relay('tenant', 'settings', 'kiosk', '--country', 'default', '--tax-rule', '17');
    expect(await json()).toEqual({ smallBusiness: true, contactPersonId: '77', taxRule: '17' });
  });

  it.each([
    ['--country', 'Austria', /two capital letters/],
    ['--tax-rule', '99', /id of a tax rule/],
    ['--small-business', 'maybe', /yes, no/],
    ['--contact-person', 'Anna', /digits/],
  ])('refuses %s %s', async (option, value, problem) => {
    const { exitCode, err } = await relay('tenant', 'settings', 'kiosk', option, value);
    expect(exitCode).toBe(2);
    expect(err).toMatch(problem);
  });
});

describe('tenant intervals', () => {
  it('shows and sets them', async () => {
    await add({ tenantId: 'slow' });
    const { exitCode, out, err } = await relay('tenant', 'intervals', 'slow', 'Invoice=900', 'Tag=600');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Invoice +900 s \(its own\) +what changed/);
    expect(out).toMatch(/Voucher +stage default × 1/);
    expect(err).toContain('the intervals count from there');
    await relay('tenant', 'intervals', 'slow', 'Tag=default');
    const json = JSON.parse((await relay('tenant', 'intervals', 'slow', '--json')).out);
    expect(json.filter(({ ownSeconds }: { ownSeconds?: number }) => ownSeconds)).toMatchObject([
      { resource: 'Invoice', ownSeconds: 900 },
    ]);
  });
});
