import { beforeAll, expect, it } from 'vitest';
import { type CommandType, commandData } from '../../shared/contract/command.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import { downloadFrom } from '../../shared/sevdesk/download.ts';
import { exampleCommand } from '../docs/render-commands.ts';
import { furnishAccount } from '../sandbox/furnish-account.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { commandWorld } from '../support/command-world.ts';
import { silentLog } from '../support/silent-log.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const MOST_DELIVERIES = 20;
/** After the days that the examples name. */
const NOW = Date.parse('2026-11-26T12:00:00+01:00');

type World = ReturnType<typeof commandWorld>;
let deliver: (type: CommandType) => Promise<World['events'][number] | undefined>;

beforeAll(async () => {
  const sandbox = await startSandbox({ now: () => NOW });
  await furnishAccount(sandbox.url, TOKEN);
  const world = writerOf(sandbox.url);
  deliver = (type) => answered(world, exampleCommand(type));
  return () => sandbox.close();
});

/** A writer in front of the sandbox, with a receipt in its bucket. */
function writerOf(baseUrl: string): World {
  const world = commandWorld({});
  world.state.nowMs = NOW;
  Object.assign(world.dependencies, {
    connect: (_token: string, spend: () => Promise<void>) =>
      sevdeskClient({ baseUrl, token: TOKEN, spend, log: silentLog() }),
    files: () => ({
      read: async () => Buffer.from('%PDF-1.7'),
      store: async ({ name }: { readonly name: string }) => `s3://bucket/${name}`,
      download: downloadFrom({ baseUrl }),
    }),
  });
  return world;
}

/** Delivers a command until it is answered. */
async function answered({ deliver, events, state }: World, command: { readonly commandId: string }) {
  for (let receives = 1; receives <= MOST_DELIVERIES; receives += 1) {
    const outcome = await deliver(command, { messageId: command.commandId, receives });
    if (outcome.kind === 'done') break;
    state.nowMs += outcome.seconds * 1000;
  }
  return events.at(-1);
}

it.each(Object.keys(commandData) as CommandType[])(
  'in the order of the page, the example of %s succeeds in the account of "npm start"',
  async (type) => {
    const { commandId } = exampleCommand(type);
    expect(await deliver(type)).toMatchObject({ type: 'command.succeeded', data: { commandId } });
  },
);
