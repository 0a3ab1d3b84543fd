import { z } from 'zod';
import type { Archives } from './archives.ts';
import { AwsError } from './aws-error.ts';
import type { EventArchive, EventBusStore } from './event-bus-store.ts';
import { compileEventPattern } from './event-pattern.ts';
import { listByName, listInput } from './list-by-name.ts';
import { type Operation, operation } from './operation.ts';

const changeable = {
  Description: z.string().max(512).optional(),
  EventPattern: z.string().max(4096).optional(),
  RetentionDays: z.int().min(0).optional(),
};
const named = z.strictObject({ ArchiveName: z.string().regex(/^[.\-_A-Za-z0-9]{1,48}$/) });
const create = named.extend({ EventSourceArn: z.string(), ...changeable });
const update = named.extend(changeable);
const list = z.strictObject({
  ...listInput,
  NamePrefix: z.string().optional(),
  EventSourceArn: z.string().optional(),
  State: z.string().optional(),
});

export function archiveOperations(store: EventBusStore, archives: Archives): Record<string, Operation> {
  return {
    CreateArchive: operation(create, (input) => createArchive(store, archives, input)),
    UpdateArchive: operation(update, (input) => updateArchive(store, archives, input)),
    DescribeArchive: operation(named, ({ ArchiveName }) => {
      const archive = archives.get(ArchiveName);
      const { name, arn, description, eventPattern } = archive;
      return {
        ...summary(archive, archives),
        ArchiveArn: arn,
        ArchiveName: name,
        Description: description,
        EventPattern: eventPattern,
      };
    }),
    DeleteArchive: operation(named, ({ ArchiveName }) => {
      archives.remove(archives.get(ArchiveName));
      return {};
    }),
    ListArchives: operation(list, ({ EventSourceArn, State = 'ENABLED', ...page }) => {
      const asked = store.state.archives.filter(
        ({ busArn }) => State === 'ENABLED' && busArn === (EventSourceArn ?? busArn),
      );
      const { items, nextToken } = listByName(asked, page);
      return { Archives: items.map((archive) => summary(archive, archives)), NextToken: nextToken };
    }),
  };
}

function createArchive(store: EventBusStore, archives: Archives, input: z.output<typeof create>): object {
  const bus = store.getBus(input.EventSourceArn);
  if (input.EventPattern !== undefined) compileEventPattern(input.EventPattern);
  if (store.state.archives.some(({ name }) => name === input.ArchiveName)) {
    throw new AwsError('ResourceAlreadyExistsException', `Archive ${input.ArchiveName} already exists.`);
  }
  const archive: EventArchive = {
    name: input.ArchiveName,
    arn: bus.arn.replace(/:event-bus\/.*$/, `:archive/${input.ArchiveName}`),
    busArn: bus.arn,
    description: input.Description,
    eventPattern: input.EventPattern,
    retentionDays: input.RetentionDays ?? 0,
    createdAtMs: Date.now(),
  };
  archives.add(archive);
  return changed(archive);
}

function updateArchive(store: EventBusStore, archives: Archives, input: z.output<typeof update>): object {
  const archive = archives.get(input.ArchiveName);
  if (input.EventPattern !== undefined) compileEventPattern(input.EventPattern);
  archive.description = input.Description ?? archive.description;
  archive.eventPattern = input.EventPattern ?? archive.eventPattern;
  archive.retentionDays = input.RetentionDays ?? archive.retentionDays;
  store.save();
  return changed(archive);
}

function changed({ arn, createdAtMs }: EventArchive): object {
  return { ArchiveArn: arn, State: 'ENABLED', CreationTime: createdAtMs / 1000 };
}

/** On AWS the counts lag by up to a day. */
function summary(archive: EventArchive, archives: Archives): object {
  const events = archives.events(archive);
  return {
    ArchiveName: archive.name,
    EventSourceArn: archive.busArn,
    State: 'ENABLED',
    RetentionDays: archive.retentionDays,
    EventCount: events.length,
    SizeBytes: events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0),
    CreationTime: archive.createdAtMs / 1000,
  };
}
