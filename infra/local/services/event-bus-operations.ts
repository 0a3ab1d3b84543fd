import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { type EventBus, type EventBusStore, newBus } from './event-bus-store.ts';
import { setTags, tagsSchema } from './event-tags.ts';
import { listByName, listInput } from './list-by-name.ts';
import { type Operation, operation } from './operation.ts';

const named = z.strictObject({ Name: z.string() });
const create = z.strictObject({
  Name: z.string().regex(/^[/.\-_A-Za-z0-9]{1,256}$/),
  Description: z.string().max(512).optional(),
  Tags: tagsSchema.optional(),
});
const describe = z.strictObject({ Name: z.string().optional() });
const list = z.strictObject({ ...listInput, NamePrefix: z.string().optional() });

export function eventBusOperations(store: EventBusStore): Record<string, Operation> {
  return {
    CreateEventBus: operation(create, (input) => createBus(store, input)),
    DeleteEventBus: operation(named, ({ Name }) => deleteBus(store, Name)),
    DescribeEventBus: operation(describe, ({ Name }) => described(store.getBus(Name))),
    ListEventBuses: operation(list, (input) => {
      const { items, nextToken } = listByName(store.state.buses, input);
      return { EventBuses: items.map(described), NextToken: nextToken };
    }),
  };
}

function createBus(store: EventBusStore, input: z.output<typeof create>): object {
  if (store.findBus(input.Name)) {
    throw new AwsError('ResourceAlreadyExistsException', `Event bus ${input.Name} already exists.`);
  }
  const bus = newBus(input.Name, store.busArn(input.Name), input.Description);
  store.state.buses.push(bus);
  setTags(store, bus.arn, input.Tags ?? []);
  store.save();
  return { EventBusArn: bus.arn, Description: bus.description };
}

/** Deleting a bus that does not exist succeeds, as on AWS. */
function deleteBus(store: EventBusStore, nameOrArn: string): object {
  const bus = store.findBus(nameOrArn);
  if (bus?.name === 'default') throw new AwsError('ValidationException', 'Cannot delete event bus default.');
  if (bus && bus.rules.length > 0) {
    throw new AwsError('ValidationException', "Event bus can't be deleted since it has rules.");
  }
  if (bus && store.state.archives.some(({ busArn }) => busArn === bus.arn)) {
    throw new AwsError('ValidationException', "Event bus can't be deleted since it has archives.");
  }
  store.state.buses = store.state.buses.filter((candidate) => candidate !== bus);
  store.state.tags = store.state.tags.filter(({ arn }) => arn !== bus?.arn);
  store.save();
  return {};
}

function described(bus: EventBus): object {
  const changed = bus.createdAtMs / 1000;
  return {
    Name: bus.name,
    Arn: bus.arn,
    Description: bus.description,
    CreationTime: changed,
    LastModifiedTime: changed,
  };
}
