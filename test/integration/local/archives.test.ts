import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateArchiveCommand,
  type CreateArchiveCommandInput,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DeleteEventBusCommand,
  DescribeArchiveCommand,
  ListArchivesCommand,
  PutEventsCommand,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

const arn = (rest: string) => `arn:aws:events:eu-central-1:000000000000:${rest}`;

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
});
afterAll(() => account.endpoint.close());

async function archivedBus(fields: Partial<CreateArchiveCommandInput> = {}): Promise<string> {
  const name = `bus-${randomUUID().slice(0, 8)}`;
  await account.events.send(new CreateEventBusCommand({ Name: name }));
  const archive = { ArchiveName: name, EventSourceArn: arn(`event-bus/${name}`), ...fields };
  await account.events.send(new CreateArchiveCommand(archive));
  return name;
}

async function publish(EventBusName: string, Source: string, Time = new Date()): Promise<void> {
  const entry = { EventBusName, Source, DetailType: 'd', Detail: '{}', Time };
  await account.events.send(new PutEventsCommand({ Entries: [entry] }));
}

const describeArchive = (ArchiveName: string) => account.events.send(new DescribeArchiveCommand({ ArchiveName }));

describe('an archive', () => {
  it('is described as it was made', async () => {
    const EventPattern = JSON.stringify({ source: ['relay'] });
    const name = await archivedBus({ EventPattern, RetentionDays: 7, Description: 'kept' });
    expect(await describeArchive(name)).toMatchObject({
      ArchiveName: name,
      ArchiveArn: arn(`archive/${name}`),
      EventSourceArn: arn(`event-bus/${name}`),
      State: 'ENABLED',
      EventPattern,
      RetentionDays: 7,
      Description: 'kept',
      EventCount: 0,
      SizeBytes: 0,
      CreationTime: expect.any(Date),
    });
  });

  it('takes the events that match its pattern, of its own bus', async () => {
    const name = await archivedBus({ EventPattern: JSON.stringify({ source: ['relay'] }) });
    const other = await archivedBus();
    await publish(name, 'relay');
    await publish(name, 'crm');
    await publish(other, 'crm');
    expect((await describeArchive(name)).EventCount).toBe(1);
    expect((await describeArchive(other)).EventCount).toBe(1);
  });

  it('forgets what is older than its retention', async () => {
    const name = await archivedBus({ RetentionDays: 1 });
    await publish(name, 'relay', new Date(Date.now() - 25 * 3_600_000));
    await publish(name, 'relay');
    expect((await describeArchive(name)).EventCount).toBe(1);
  });

  it('is changed in part', async () => {
    const name = await archivedBus({ RetentionDays: 7, Description: 'before' });
    await account.events.send(new UpdateArchiveCommand({ ArchiveName: name, RetentionDays: 30 }));
    expect(await describeArchive(name)).toMatchObject({ RetentionDays: 30, Description: 'before' });
  });

  it('is listed by its bus', async () => {
    const name = await archivedBus();
    const bus = arn(`event-bus/${name}`);
    const { Archives } = await account.events.send(new ListArchivesCommand({ EventSourceArn: bus }));
    expect(Archives).toEqual([expect.objectContaining({ ArchiveName: name, EventSourceArn: bus, State: 'ENABLED' })]);
  });

  it('is deleted with its events, and keeps its bus until then', async () => {
    const name = await archivedBus();
    await publish(name, 'relay');
    const deleteBus = () => account.events.send(new DeleteEventBusCommand({ Name: name }));
    await expect(deleteBus()).rejects.toThrow('archives');
    await account.events.send(new DeleteArchiveCommand({ ArchiveName: name }));
    await expect(describeArchive(name)).rejects.toThrow(`Archive ${name} does not exist.`);
    await account.events.send(
      new CreateArchiveCommand({ ArchiveName: name, EventSourceArn: arn(`event-bus/${name}`) }),
    );
    expect((await describeArchive(name)).EventCount).toBe(0);
  });

  it.each([
    ['a name that is taken', async (name: string) => ({ ArchiveName: name }), 'already exists'],
    ['a bus that is not there', async () => ({ EventSourceArn: arn('event-bus/none') }), 'Event bus'],
    ['a pattern that is none', async () => ({ EventPattern: '{}' }), 'Event pattern is not valid'],
    ['a name that is too long', async () => ({ ArchiveName: 'a'.repeat(49) }), 'ArchiveName'],
  ])('is refused for %s', async (_what, fields, message) => {
    const name = await archivedBus();
    const input = { ArchiveName: 'new', EventSourceArn: arn(`event-bus/${name}`), ...(await fields(name)) };
    await expect(account.events.send(new CreateArchiveCommand(input))).rejects.toThrow(message);
  });
});

it('keeps its events over a restart, and what a crash left of a line harms none', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'archive-'));
  const previous = account;
  const stop = () => account.endpoint.close();
  const start = async () => {
    account = await startLocalAccount({ dataDir });
  };
  await start();
  try {
    const name = await archivedBus();
    await publish(name, 'relay');
    await publish(name, 'relay');
    await stop();
    await appendFile(join(dataDir, `archive-${name}.jsonl`), '{"id":"half');
    await start();
    await publish(name, 'relay');
    await stop();
    await start();
    expect((await describeArchive(name)).EventCount).toBe(3);
  } finally {
    await stop();
    account = previous;
    await rm(dataDir, { recursive: true });
  }
});
