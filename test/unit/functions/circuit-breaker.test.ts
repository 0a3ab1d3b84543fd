import { beforeEach, describe, expect, it } from 'vitest';
import { describeTrouble } from '../../../infra/cli/format-progress.ts';
import { RequestRejected } from '../../../shared/domain/sevdesk-error.ts';
import { tenantStatus } from '../../../shared/operations/tenant-status.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { aContact, anInvoice, anInvoiceCommand, aTenant, invoiceData } from '../../support/builders.ts';
import { commandWorld, SAVE, saved } from '../../support/command-world.ts';
import { ListedSevdesk } from '../../support/listed-sevdesk.ts';
import { pollWorld } from '../../support/poll-world.ts';

const MINUTE = 60_000;
const nope = new RequestRejected('wrong taxRate', { status: 422, message: 'wrong taxRate' });

function aCommand(commandId: string) {
  return anInvoiceCommand({ commandId, data: invoiceData({ reference: commandId }) });
}

describe('commands that sevdesk refuses', () => {
  let world: ReturnType<typeof commandWorld>;
  const counts: string[] = [];
  beforeEach(() => {
    counts.length = 0;
    world = commandWorld({ [SAVE]: [...Array.from({ length: 21 }, () => nope), saved] });
    world.dependencies.count = (name: string) => void counts.push(name);
  });

  const deliver = (commandId: string) => world.deliver(aCommand(commandId));
  const sendTwenty = async () => {
    for (let index = 1; index <= 20; index += 1) {
      expect(await deliver(`c${index}`)).toEqual({ kind: 'done' });
      world.state.nowMs += 3000;
    }
  };
  const openings = () => counts.filter((name) => name === 'breakersOpened').length;

  it('fail at once with their reason, and the twentieth one makes the next wait', async () => {
    await sendTwenty();
    expect(world.letters.map(({ failure }) => failure.reason)).toEqual(Array(20).fill('rejected_by_sevdesk'));
    const calls = world.sevdesk.calls.length;
    expect(await deliver('c21')).toEqual({ kind: 'hide', seconds: 57 });
    expect(world.sevdesk.calls).toHaveLength(calls);
    expect(world.ledger.entries.get('acme/c21')).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(openings()).toBe(1);
  });

  it('go one by one from then on, until one goes through', async () => {
    await sendTwenty();
    world.state.nowMs += MINUTE;
    expect(await deliver('c21')).toEqual({ kind: 'done' });
    expect(openings()).toBe(2);
    expect(await deliver('c22')).toEqual({ kind: 'hide', seconds: 120 });
    world.state.nowMs += 2 * MINUTE;
    expect(await deliver('c22')).toEqual({ kind: 'done' });
    expect(await deliver('c23')).toEqual({ kind: 'done' });
    expect(world.ledger.entries.get('acme/c23')?.state).toBe('succeeded');
    expect(world.tenants.stored.get('acme')?.breaker).toMatchObject({ closed: true, openings: 2 });
  });

  it('are named where operators look', async () => {
    await sendTwenty();
    const at = { parked: 0, nowMs: world.state.nowMs };
    expect(describeTrouble(tenantStatus(world.tenants.stored.get('acme') ?? aTenant(), at))).toEqual([
      expect.stringMatching(/^acme: sevdesk refused too many calls, at last with "wrong taxRate"; commands wait until/),
    ]);
  });

  it('hold up neither the polls nor another tenant', async () => {
    await world.tenants.add(aTenant({ tenantId: 'beta' }));
    await sendTwenty();
    expect(world.tenants.stored.get('acme')?.dueAt).toBe(0);
    expect(world.tenants.stored.get('beta')?.breaker).toBeUndefined();
  });

  it('cost no write where all goes through', async () => {
    world = commandWorld({ [SAVE]: saved });
    await world.deliver();
    expect(world.tenants.stored.get('acme')?.breaker).toBeUndefined();
  });
});

describe('reads that sevdesk refuses', () => {
  const paths = Object.values(resources).map(({ path }) => path);
  const lists = Object.fromEntries(paths.map((path) => [path, []]));
  const locked = () => {
    throw new RequestRejected('The account is locked', { status: 403, message: 'The account is locked' });
  };
  /** After its baseline. */
  const aPolledAccount = async () => {
    const account = new ListedSevdesk({ ...lists, Contact: [aContact()] });
    const world = pollWorld(account, aTenant({ state: 'baseline', resources: {} }));
    world.dependencies.resources = resources;
    await world.poll();
    world.events.length = 0;
    return { account, world };
  };

  it('pause the polls, and one read decides when they go on', async () => {
    const { account, world } = await aPolledAccount();
    for (const path of paths) account.replies[path] = locked;
    await world.poll(3);
    const breaker = world.acme()?.breaker;
    expect(breaker?.openUntil).toBeGreaterThan(world.state.nowMs - 1);
    expect(world.acme()?.dueAt).toBe(breaker?.openUntil);
    account.calls.length = 0;
    await world.poll(2);
    expect(account.calls).toHaveLength(1);
    for (const path of paths) delete account.replies[path];
    account.lists.Contact = [aContact({ name: 'Neu', update: '2026-11-21T09:00:00+01:00' })];
    await world.poll(20);
    expect(world.types()).toEqual(['contact.updated']);
    expect(world.acme()?.breaker).toMatchObject({ closed: true });
  });

  it('end a poll in which there are very many of them', async () => {
    const { account, world } = await aPolledAccount();
    const update = '2026-11-21T09:00:00+01:00';
    const ids = Array.from({ length: 60 }, (_, index) => String(9000 + index));
    account.lists.Invoice = ids.map((id) => anInvoice({ id, update }));
    for (const id of ids) account.replies[`Invoice/${id}/getPositions`] = locked;
    account.calls.length = 0;
    await world.poll();
    expect(account.paths().filter((path) => path.endsWith('getPositions')).length).toBeLessThan(30);
    expect(world.acme()?.breaker).toMatchObject({ openings: 1 });
    for (const id of ids) delete account.replies[`Invoice/${id}/getPositions`];
    await world.poll(6);
    expect(world.types().filter((type) => type === 'invoice.created')).toHaveLength(60);
  });
});
