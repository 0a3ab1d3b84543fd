import { randomUUID } from 'node:crypto';
import {
  CancelReplayCommand,
  CreateArchiveCommand,
  CreateEventBusCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListReplaysCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  StartReplayCommand,
  type StartReplayCommandInput,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

const arn = (rest: string) => `arn:aws:events:eu-central-1:000000000000:${rest}`;
const START = Date.parse('2026-11-20T09:00:00Z');
const at = (minutes: number, seconds = 0) => new Date(START + (minutes * 60 + seconds) * 1000);

interface Delivered {
  readonly id: string;
  readonly time: string;
  readonly 'replay-name'?: string;
  readonly detail: { readonly n: number };
}

const deliveries: { readonly name: string; readonly event: Delivered }[] = [];
/** What a delivery waits for. */
let gate: () => Promise<void> = async () => undefined;
let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount({
    invokeFunction: async (functionArn, event) => {
      await gate();
      deliveries.push({ name: functionArn.split(':').at(-1) ?? '', event: event as Delivered });
    },
  });
});
afterAll(() => account.endpoint.close());

/** A bus with an archive and two rules for all events, each with a function of its own. */
async function replayedBus() {
  const name = `bus-${randomUUID().slice(0, 8)}`;
  const { events, endpoint } = account;
  await events.send(new CreateEventBusCommand({ Name: name }));
  const archive = { ArchiveName: name, EventSourceArn: arn(`event-bus/${name}`) };
  await events.send(new CreateArchiveCommand(archive));
  for (const rule of ['first', 'second']) {
    const EventPattern = JSON.stringify({ source: ['relay'] });
    await events.send(new PutRuleCommand({ Name: rule, EventBusName: name, EventPattern }));
    const Targets = [{ Id: 'f', Arn: `arn:aws:lambda:eu-central-1:000000000000:function:${name}-${rule}` }];
    await events.send(new PutTargetsCommand({ Rule: rule, EventBusName: name, Targets }));
  }
  return {
    name,
    rule: (rule: string) => arn(`rule/${name}/${rule}`),
    async publish(...times: readonly Date[]) {
      const entry = { EventBusName: name, Source: 'relay', DetailType: 'd' };
      for (const [n, Time] of times.entries()) {
        await events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify({ n }), Time }] }));
      }
      await endpoint.eventBridge.idle();
    },
    start: (fields: Partial<StartReplayCommandInput> = {}) =>
      events.send(
        new StartReplayCommand({
          ReplayName: name,
          EventSourceArn: arn(`archive/${name}`),
          EventStartTime: at(0),
          EventEndTime: at(60),
          Destination: { Arn: arn(`event-bus/${name}`) },
          ...fields,
        }),
      ),
    state: () => events.send(new DescribeReplayCommand({ ReplayName: name })),
    delivered: (rule: string, replayed: boolean) =>
      deliveries
        .filter((one) => one.name === `${name}-${rule}` && 'replay-name' in one.event === replayed)
        .map(({ event }) => event),
  };
}

const ended = (bus: Awaited<ReturnType<typeof replayedBus>>, State = 'COMPLETED') =>
  vi.waitFor(async () => expect(await bus.state()).toMatchObject({ State }), { timeout: 5000 });

describe('a replay', () => {
  it('delivers the same events again, marked, to all rules, by minutes; they are not archived again', async () => {
    const bus = await replayedBus();
    await bus.publish(at(2), at(0, 30), at(0), at(1, 59), at(1));
    await bus.start();
    await ended(bus);
    for (const rule of ['first', 'second']) {
      const [live, again] = [bus.delivered(rule, false), bus.delivered(rule, true)];
      const marked = live.map((event) => ({ ...event, 'replay-name': bus.name }));
      expect(again.toSorted((a, b) => a.detail.n - b.detail.n)).toEqual(marked);
      expect(again.map(({ time }) => time.slice(11, 16))).toEqual(['09:00', '09:00', '09:01', '09:01', '09:02']);
    }
    const { EventCount } = await account.events.send(new DescribeArchiveCommand({ ArchiveName: bus.name }));
    expect(EventCount).toBe(5);
  });

  it('takes events from its start on and before its end, to the rules that it names', async () => {
    const bus = await replayedBus();
    await bus.publish(at(0), at(1), at(2), at(3));
    const Destination = { Arn: arn(`event-bus/${bus.name}`), FilterArns: [bus.rule('second')] };
    await bus.start({ EventStartTime: at(1), EventEndTime: at(3), Destination });
    await ended(bus);
    expect(bus.delivered('first', true)).toEqual([]);
    expect(bus.delivered('second', true).map(({ detail }) => detail.n)).toEqual([1, 2]);
    expect(await bus.state()).toMatchObject({
      ReplayName: bus.name,
      ReplayArn: arn(`replay/${bus.name}`),
      EventSourceArn: arn(`archive/${bus.name}`),
      Destination,
      EventStartTime: at(1),
      EventEndTime: at(3),
      EventLastReplayedTime: at(2),
      ReplayStartTime: expect.any(Date),
      ReplayEndTime: expect.any(Date),
    });
  });

  it('is cancelled between two lots of events', async () => {
    const bus = await replayedBus();
    await bus.publish(...Array.from({ length: 120 }, (_, n) => at(0, n % 60)));
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    gate = () => opened;
    await bus.start();
    const { State } = await account.events.send(new CancelReplayCommand({ ReplayName: bus.name }));
    open();
    gate = async () => undefined;
    expect(State).toBe('CANCELLING');
    await ended(bus, 'CANCELLED');
    expect(bus.delivered('first', true).length).toBeLessThan(120);
    const again = account.events.send(new CancelReplayCommand({ ReplayName: bus.name }));
    await expect(again).rejects.toMatchObject({ name: 'IllegalStatusException' });
  });

  it('is listed by its archive and its state', async () => {
    const bus = await replayedBus();
    await bus.start();
    await ended(bus);
    const EventSourceArn = arn(`archive/${bus.name}`);
    const list = (State?: 'COMPLETED' | 'FAILED') =>
      account.events.send(new ListReplaysCommand({ EventSourceArn, ...(State && { State }) }));
    expect((await list()).Replays).toEqual([expect.objectContaining({ ReplayName: bus.name, State: 'COMPLETED' })]);
    expect((await list('FAILED')).Replays).toEqual([]);
  });

  it.each<[string, Partial<StartReplayCommandInput>, string]>([
    ['an archive that is not there', { EventSourceArn: arn('archive/none') }, 'Archive none does not exist'],
    ['what is no archive', { EventSourceArn: arn('event-bus/x') }, 'Must contain an archive ARN'],
    ['another bus', { Destination: { Arn: arn('event-bus/default') } }, 'Cross event bus replay is not permitted'],
    ['an end at its start', { EventEndTime: at(0) }, 'EventStartTime must be before EventEndTime'],
    ['a name that is not allowed', { ReplayName: 'a b' }, 'ReplayName'],
  ])('is refused for %s', async (_what, fields, message) => {
    const bus = await replayedBus();
    await expect(bus.start(fields)).rejects.toThrow(message);
  });

  it('is refused for a rule that is not there, and for a name that is taken', async () => {
    const bus = await replayedBus();
    const Destination = { Arn: arn(`event-bus/${bus.name}`), FilterArns: [bus.rule('third')] };
    await expect(bus.start({ Destination })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await bus.start();
    await expect(bus.start()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });
});

it('is cancelled when the account is stopped', async () => {
  const { endpoint } = account;
  const bus = await replayedBus();
  await bus.publish(...Array.from({ length: 120 }, () => at(0)));
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  gate = () => opened;
  await bus.start();
  const closed = endpoint.close();
  open();
  await closed;
  account = await startLocalAccount();
  expect(bus.delivered('first', true).length).toBeLessThan(120);
});
