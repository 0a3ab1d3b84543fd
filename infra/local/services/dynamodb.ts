import { mkdirSync } from 'node:fs';
import { Agent } from 'node:http';
import dynalite from 'dynalite';
import { forwardRequest } from './forward-request.ts';
import { listenLocally, stopListening } from './listen-locally.ts';
import type { LocalBackend } from './local-call.ts';

/** What dynalite 4.0.0 implements: no transactions, no streams, no PartiQL, and time to live can't be switched on. */
const actions = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
] as const;

/** DynamoDB by dynalite: in memory, or LevelDB in `path`. Tables are ACTIVE at once. */
export async function startDynamoDb(path: string | undefined): Promise<LocalBackend & { close(): Promise<void> }> {
  if (path !== undefined) mkdirSync(path, { recursive: true, mode: 0o700 });
  const server = dynalite({ ...(path && { path }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const port = await listenLocally(server);
  const agent = new Agent({ keepAlive: true });
  return {
    actions,
    answer: (call) => forwardRequest({ port, agent }, call),
    close: async () => {
      agent.destroy();
      await stopListening(server);
    },
  };
}
