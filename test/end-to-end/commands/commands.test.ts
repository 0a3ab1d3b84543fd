import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandData, type CommandType, commandData } from '../../../shared/contract/command.ts';
import { type RunningRelay, startRelay, tokenOf } from '../../support/running-relay.ts';
import { commandCases, moreCases } from './cases.ts';
import type { CaseWorld, CommandCase } from './command-case.ts';

const ROWS = ['happy', 'invalid', '429', 'lost response', 'poison'] as const;
let relay: RunningRelay;
let sent = 0;

const cases: readonly CommandCase[] = [...Object.values(commandCases), ...moreCases];
const titleOf = ({ type, title = type }: CommandCase) => title;
/** A tenant for each case, so that no command waits for one of another case. */
const worlds = new Map<string, CaseWorld>();

beforeAll(async () => {
  // Polls are not what is tested here: the fewer, the sooner commands are carried out.
  relay = await startRelay({ tickSeconds: 10 });
  const ids = new Map(cases.map((row) => [titleOf(row), titleOf(row).replace(/\W+/g, '-')]));
  for (const tenantId of ids.values()) await addTenant(tenantId);
  for (const [title, tenantId] of ids) worlds.set(title, await openWorld(tenantId));
}, 240_000);
afterAll(() => relay.stop());

async function addTenant(tenantId: string): Promise<void> {
  const token = tokenOf(tenantId);
  await relay.sevdesk.createAccount({ token });
  await relay.sevdesk.createContact(token, { name: 'Bäckerei Morgenrot GmbH' });
  await relay.product.putSecret(tenantId, { token });
}

async function openWorld(tenantId: string): Promise<CaseWorld> {
  const token = tokenOf(tenantId);
  await relay.witness.see('baseline.completed', (event) => event.tenantid === tenantId);
  const [contact] = await relay.sevdesk.records(token, 'Contact');
  const world = { relay, tenantId, token, contactId: String(contact?.id) };
  return {
    ...world,
    async carryOut(type, data) {
      const commandId = await send(world, type, data);
      return (await answered('command.succeeded', world, commandId)).data.result;
    },
  };
}

async function send({ tenantId }: Pick<CaseWorld, 'tenantId'>, type: CommandType, data: unknown): Promise<string> {
  sent += 1;
  const commandId = `${type}-${sent}`;
  await relay.product.send(JSON.stringify({ commandId, tenantId, type, version: 1, data }), tenantId);
  return commandId;
}

function answered<T extends 'command.succeeded' | 'command.failed'>(
  type: T,
  { tenantId }: Pick<CaseWorld, 'tenantId'>,
  commandId: string,
) {
  const isAnswer = (event: { tenantid?: string | undefined; correlationid?: string | undefined }) =>
    event.tenantid === tenantId && event.correlationid === commandId;
  return relay.witness.see(type, isAnswer);
}

const fault = ({ token }: CaseWorld, { call }: CommandCase) => ({
  token,
  method: call.method,
  path: `^${call.path}$`,
});

async function succeeds<T extends CommandType>(world: CaseWorld, row: CommandCase<T>, data: CommandData<T>) {
  const commandId = await send(world, row.type, data);
  const { data: told } = await answered('command.succeeded', world, commandId);
  expect(told.result).toMatchObject(row.result);
}

async function failsWith(
  world: CaseWorld,
  commandId: string,
  { reason, message }: { reason: string; message: RegExp },
) {
  const { data } = await answered('command.failed', world, commandId);
  expect(data).toMatchObject({ reason, message: expect.stringMatching(message) });
  const letter = await relay.witness.seeDeadLetter(({ Body }) => Body?.includes(commandId) ?? false);
  expect(letter.MessageAttributes?.reason?.StringValue).toBe(reason);
}

const rows: Readonly<
  Record<(typeof ROWS)[number], (world: CaseWorld, row: CommandCase, name: string) => Promise<void>>
> = {
  async happy(world, row, name) {
    const { data, effects } = await row.arrange(world, name);
    await succeeds(world, row, data);
    expect(await effects()).toBe(1);
  },
  async invalid(world, row) {
    const writes = async () =>
      (await relay.sevdesk.requests({ token: world.token })).filter(({ method }) => method !== 'GET').length;
    const before = await writes();
    const commandId = await send(world, row.type, row.invalid.data);
    await failsWith(world, commandId, { reason: 'invalid_command', message: row.invalid.message });
    expect(await writes()).toBe(before);
  },
  async '429'(world, row, name) {
    const { data, effects } = await row.arrange(world, name);
    await relay.sevdesk.addFault({ ...fault(world, row), kind: 'throttle', times: 2, retryAfterSeconds: 1 });
    await succeeds(world, row, data);
    expect(await effects()).toBe(1);
  },
  async 'lost response'(world, row, name) {
    const { data, effects } = await row.arrange(world, name);
    await relay.sevdesk.addFault({ ...fault(world, row), kind: 'drop-after' });
    if (row.lost === 'ambiguous') {
      await failsWith(world, await send(world, row.type, data), { reason: 'ambiguous', message: /look/ });
    } else await succeeds(world, row, data);
    expect(await effects()).toBe(1);
  },
  async poison(world, row, name) {
    const { data, effects, reason, message } = await row.poison(world, name);
    const before = await effects();
    await failsWith(world, await send(world, row.type, data), { reason, message });
    expect(await effects()).toBe(before);
  },
};

describe.concurrent.each(cases.map((row) => ({ row, title: titleOf(row) })))('$title', ({ row, title }) => {
  // Of one case they come one after the other: the fault of one row must not hit another row's call.
  for (const name of ROWS) {
    it(name, { concurrent: false, timeout: 60_000 }, () => {
      const world = worlds.get(title);
      if (!world) throw new Error(`There is no tenant for ${title}`);
      return rows[name](world, row, `${title}-${name}`.replace(/\W+/g, '-'));
    });
  }
});

it('every type of command has its five rows', () => {
  expect(Object.keys(commandCases).sort()).toEqual(Object.keys(commandData).sort());
  expect(Object.keys(commandCases).length * ROWS.length).toBe(75);
});
