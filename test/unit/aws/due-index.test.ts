import type { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { countDue, dueShard, queryDue } from '../../../shared/aws/due-index.ts';

const PAGE = 2;
const tenants = Array.from({ length: 50 }, (_, index) => ({ tenantId: `t${index}`, dueAt: (index * 37) % 50 }));

/** An index that answers two items at most, and says where to go on. */
function pagedIndex() {
  const inputs: QueryCommand['input'][] = [];
  const send = async ({ input }: QueryCommand) => {
    inputs.push(input);
    const { ':shard': shard, ':before': before } = input.ExpressionAttributeValues ?? {};
    const found = tenants.filter((tenant) => dueShard(tenant) === shard && tenant.dueAt < before);
    const start = Number(input.ExclusiveStartKey?.row ?? 0);
    const items = found.sort((a, b) => a.dueAt - b.dueAt).slice(start, start + PAGE);
    const goesOn = start + PAGE < found.length;
    return { Items: items, Count: items.length, ...(goesOn && { LastEvaluatedKey: { row: start + PAGE } }) };
  };
  return { inputs, client: { send } as unknown as DynamoDBDocumentClient };
}

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all) found.push(one);
  return found;
}

describe('the index of due tenants', () => {
  it('spreads tenants over its shards, and holds nobody who is not polled', () => {
    expect(new Set(tenants.map(dueShard)).size).toBe(8);
    expect(dueShard({ tenantId: 'acme', dueAt: undefined })).toBeUndefined();
  });

  it('is read to the end of every shard', async () => {
    const { client, inputs } = pagedIndex();
    const due = await collect(queryDue(client, 'tenants', 40));
    const expected = tenants.filter(({ dueAt }) => dueAt < 40);
    expect(due.toSorted((a, b) => a.dueAt - b.dueAt)).toEqual(expected.toSorted((a, b) => a.dueAt - b.dueAt));
    expect(inputs.length).toBeGreaterThan(expected.length / PAGE - 1);
    expect(await countDue(client, 'tenants', 40)).toBe(expected.length);
  });

  it('names the longest waiting first, of what was read together', async () => {
    const due = await collect(queryDue(pagedIndex().client, 'tenants', 4));
    expect(due.map(({ dueAt }) => dueAt)).toEqual([0, 1, 2, 3]);
  });
});
