import { expect, it } from 'vitest';
import { commandWorld } from '../../support/command-world.ts';
import { malformedCommands } from '../../support/malformed-commands/malformed-commands.ts';

const COUNT = 300;
const commands = malformedCommands(COUNT);

it.each(commands)('refuses $name', async ({ body, group }) => {
  const world = commandWorld({});
  await world.deliver(undefined, { body, group, messageId: 'm' });
  expect(world.letters).toMatchObject([{ body, failure: { reason: 'invalid_command', retryable: false } }]);
  // What schemas say where nobody told them what is allowed.
  expect(world.letters[0]?.failure.message).not.toContain('Invalid input');
  expect(world.events).toMatchObject([{ type: 'command.failed', data: { reason: 'invalid_command' } }]);
  expect(world.sevdesk.calls).toEqual([]);
  expect(world.ledger.entries.size).toBe(0);
});

it(`${COUNT} of them are different`, () => {
  expect(new Set(commands.map(({ body }) => body)).size).toBe(COUNT);
});
