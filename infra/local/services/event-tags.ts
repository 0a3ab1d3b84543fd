import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { EventBusStore } from './event-bus-store.ts';
import { type Operation, operation } from './operation.ts';

export const tagsSchema = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));

const tag = z.strictObject({ ResourceARN: z.string(), Tags: tagsSchema });
const untag = z.strictObject({ ResourceARN: z.string(), TagKeys: z.array(z.string()) });
const list = z.strictObject({ ResourceARN: z.string() });

export function eventTagOperations(store: EventBusStore): Record<string, Operation> {
  return {
    TagResource: operation(tag, ({ ResourceARN, Tags }) => {
      requireResource(store, ResourceARN);
      setTags(store, ResourceARN, Tags);
      store.save();
      return {};
    }),
    UntagResource: operation(untag, ({ ResourceARN, TagKeys }) => {
      requireResource(store, ResourceARN);
      store.state.tags = store.state.tags.filter(({ arn, key }) => arn !== ResourceARN || !TagKeys.includes(key));
      store.save();
      return {};
    }),
    ListTagsForResource: operation(list, ({ ResourceARN }) => {
      requireResource(store, ResourceARN);
      const tags = store.state.tags.filter(({ arn }) => arn === ResourceARN);
      return { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
    }),
  };
}

/** Adds or replaces tags; the caller saves. */
export function setTags(store: EventBusStore, arn: string, tags: z.output<typeof tagsSchema>): void {
  const replaced = new Set(tags.map(({ Key }) => Key));
  const kept = store.state.tags.filter((existing) => existing.arn !== arn || !replaced.has(existing.key));
  store.state.tags = [...kept, ...tags.map(({ Key, Value }) => ({ arn, key: Key, value: Value }))];
}

function requireResource(store: EventBusStore, wanted: string): void {
  const exists = store.state.buses.some((bus) => bus.arn === wanted || bus.rules.some(({ arn }) => arn === wanted));
  if (!exists) throw new AwsError('ResourceNotFoundException', `Resource ${wanted} does not exist.`);
}
