import {
  DescribeReplayCommand,
  DescribeRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../infra/cli/run-cli.ts';
import { cliWorld } from './cli-world.ts';
import {
  account,
  aRule,
  BUS,
  EVENTS,
  events,
  fakeAccount,
  isNamed,
  laidPattern,
  laidRule,
  NOW,
  replay,
  replayIs,
  target,
} from './replay-world.ts';

beforeEach(fakeAccount);

describe('replay', () => {
  it('lays a rule for its own events only, lets it in, replays to it alone, and takes everything back', async () => {
    const before = { ...account.policies };
    const { exitCode, out, err } = await replay('--name', 'again');
    expect({ exitCode, err }).toMatchObject({ exitCode: 0, err: expect.stringContaining('The replay again begins') });
    expect(out).toContain('Replayed to crm. The temporary rule is removed.');
    expect(account.calls).toEqual([
      ...['PutRule', 'PutTargets', 'SetPolicy', 'SetPolicy', 'StartReplay'],
      ...['SetPolicy', 'SetPolicy', 'RemoveTargets', 'DeleteRule'],
    ]);
    expect(laidPattern()).toEqual({ source: ['sevdesk-relay'], 'replay-name': ['again'] });
    const name = laidRule()?.Name ?? '';
    expect(name).toMatch(/^sevdesk-relay-dev-replay-[0-9a-f]{8}$/);
    expect(events.commandCalls(PutTargetsCommand)[0]?.args[0].input).toMatchObject({ Rule: name, Targets: [target] });
    expect(events.commandCalls(StartReplayCommand)[0]?.args[0].input).toMatchObject({
      ReplayName: 'again',
      EventSourceArn: `${EVENTS}:archive/${BUS}`,
      EventStartTime: new Date(NOW - 2 * 3_600_000),
      EventEndTime: new Date(NOW),
      Destination: { Arn: `${EVENTS}:event-bus/${BUS}`, FilterArns: [`${EVENTS}:rule/${BUS}/${name}`] },
    });
    expect(account.policies).toEqual({ ...before, 'crm-dead': '' });
  });

  it('puts off the expiry of its rule for as long as it lingers', async () => {
    const world = cliWorld({ now: () => nowMs });
    let nowMs = NOW;
    const pause = async (ms: number) => {
      nowMs += ms;
    };
    const line = ['--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h', '--linger', '3h'];
    expect(await runCli(line, { ...world.context, pause })).toBe(0);
    const until = events
      .commandCalls(PutRuleCommand)
      .map(({ args }) => Date.parse(/until (\S+):/.exec(args[0].input.Description ?? '')?.[1] ?? ''));
    expect(Math.max(...until)).toBeGreaterThan(nowMs);
    expect(until.every((ms, index) => index === 0 || ms - (until[index - 1] ?? 0) < 3_600_000)).toBe(true);
  });

  it('cancels what it can not watch any more, since its rule goes', async () => {
    events.on(DescribeReplayCommand).rejects(new Error('no network'));
    expect(await replay()).toMatchObject({ exitCode: 1, err: expect.stringContaining('no network') });
    expect(account.calls.indexOf('CancelReplay')).toBeGreaterThan(account.calls.indexOf('StartReplay'));
    expect(account.calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
  });

  it.each([`${BUS}|crm`, `${EVENTS}:rule/${BUS}/crm`])('finds the rule by %s', async (asked) => {
    expect((await replay('--to-rule', asked)).exitCode).toBe(0);
    expect(events.commandCalls(DescribeRuleCommand)[0]?.args[0].input).toEqual({ Name: 'crm', EventBusName: BUS });
  });

  it('finds a rule whose name begins with that of the bus, as CDK makes it for a stack named so', async () => {
    expect((await replay('--to-rule', `${BUS}-crm-Events4F1D-x8Kq`)).exitCode).toBe(0);
  });

  it('narrows the pattern to tenants and types, and says what of them the rule does not take', async () => {
    aRule({ pattern: { 'detail-type': [{ prefix: 'invoice.' }] }, targets: [target] });
    const { exitCode, err } = await replay('--tenant', 'acme', 'beta', '--types', 'invoice.paid', 'contact.*');
    expect([exitCode, laidPattern()]).toEqual([
      0,
      {
        'detail-type': ['invoice.paid'],
        detail: { tenantid: ['acme', 'beta'] },
        'replay-name': [expect.stringContaining('sevdesk-relay-dev-replay-')],
      },
    ]);
    expect(err).toContain('Rule crm does not take contact.created, contact.updated');
  });

  it('shows with --dry-run what would be done, and does nothing', async () => {
    const { exitCode, out } = await replay('--dry-run', '--types', 'invoice.paid');
    expect([exitCode, account.calls]).toEqual([0, []]);
    expect(out).toMatch(/Events of +2026-11-20 07:15:00 until 2026-11-20 09:15:00 \(2 h\)/);
    expect(out).toMatch(
      /a statement SevdeskRelayReplay\w+ in the policy of the queue arn:aws:sqs:eu-central-1:1:crm-dead/,
    );
    expect(out).toContain('"detail-type":["invoice.paid"]');
  });

  it('says what the archive may lack', async () => {
    const { err } = await replay('--from', '30d', '--dry-run');
    expect(err).toContain('The archive has nothing of before 2026-11-13 09:15:00 (it keeps events for 7 days).');
    expect(err).toContain('Events of the last ten minutes may be missing');
    expect((await replay('--to', '10min', '--dry-run')).err).not.toContain('ten minutes');
  });

  it('goes on in words when it was cancelled, after everything was taken back', async () => {
    const world = cliWorld({ now: () => NOW });
    replayIs(['RUNNING', '2026-11-20T07:00:30Z'], ['CANCELLED', '2026-11-20T07:05:30Z']);
    events.on(StartReplayCommand).callsFake(() => {
      world.stop();
      return {};
    });
    const exitCode = await world.run('--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h');
    expect(exitCode).toBe(1);
    expect(world.written.err).toContain(
      'The replay was cancelled: events until 2026-11-20 08:05:30 were replayed. To go on: --from 2026-11-20T07:04:00.000Z',
    );
    expect(account.calls).toContain('CancelReplay');
    expect(account.calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
  });

  it('replays nothing when it is stopped before', async () => {
    const world = cliWorld({ now: () => NOW });
    world.stop();
    expect(await world.run('--stage', 'dev', 'replay', '--to-rule', 'crm', '--from', '2h')).toBe(1);
    expect(world.written.err).toContain('Nothing was replayed');
    expect(account.calls).not.toContain('StartReplay');
    expect(account.calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
  });

  it('tells why EventBridge failed', async () => {
    replayIs(['FAILED']);
    expect(await replay()).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('The replay failed (for a reason): no event was replayed.'),
    });
  });

  it.each([
    ['LimitExceededException', 'AWS carries out ten replays at a time'],
    ['ResourceAlreadyExistsException', 'take another --name'],
    ['ValidationException', 'no: ValidationException'],
  ])('explains %s of the start, and takes everything back', async (name, words) => {
    events.on(StartReplayCommand).rejects(isNamed(name));
    expect(await replay()).toMatchObject({ exitCode: 1, err: expect.stringContaining(words) });
    expect(account.calls.slice(-2)).toEqual(['RemoveTargets', 'DeleteRule']);
    expect(account.policies['crm-dead']).toBe('');
  });

  it('takes back what it gave when it could not give all', async () => {
    events.on(PutTargetsCommand).resolves({ FailedEntries: [{ TargetId: 'q', ErrorMessage: 'not this' }] });
    expect(await replay()).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('refused the target q: not this'),
    });
    expect(account.calls).toEqual(['PutRule', 'RemoveTargets', 'DeleteRule']);
  });
});
