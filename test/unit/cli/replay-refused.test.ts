import { DescribeArchiveCommand, DescribeRuleCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { account, aRule, BUS, EVENTS, events, fakeAccount, isNamed, replay, target } from './replay-world.ts';

beforeEach(fakeAccount);

describe('what is not replayed', () => {
  const refused = async (...options: string[]) => {
    const answer = await replay(...options);
    expect(account.calls).toEqual([]);
    return answer;
  };

  it('goes to a rule that is not there: those that are, are named', async () => {
    events.on(DescribeRuleCommand).rejects(isNamed('ResourceNotFoundException'));
    const mine = [{ Name: 'crm-events' }, { Name: 'erp-events' }];
    const notMine = [{ Name: 'Events-Archive-x', ManagedBy: 'prod.vhs' }, { Name: `${BUS}-tail-0000abcd` }];
    events.on(ListRulesCommand).resolves({ Rules: [...mine, ...notMine] });
    const { exitCode, err } = await refused();
    expect(exitCode).toBe(1);
    expect(err).toContain(`The bus ${BUS} has no rule crm. Rules there: crm-events, erp-events.\n`);
  });

  it.each([
    ['is managed by AWS', { pattern: {}, targets: [target], managed: true }, "not a product's"],
    ['has a schedule', { targets: [target] }, 'has a schedule and no pattern'],
    ['has no targets', { pattern: {} }, 'has no targets'],
    ['refuses replayed events', { pattern: { 'replay-name': [{ exists: false }] }, targets: [target] }, 'no replayed'],
    [
      'delivers to a topic',
      { pattern: {}, targets: [{ Id: 't', Arn: 'arn:aws:sns:eu-central-1:1:t' }] },
      'that is done for queues and functions only',
    ],
    [
      'delivers to another account',
      { pattern: {}, targets: [{ Id: 't', Arn: 'arn:aws:sqs:eu-central-1:2:q' }] },
      'in another account or region',
    ],
  ])('goes to a rule that %s', async (_what, rule, words) => {
    aRule(rule);
    expect(await refused()).toMatchObject({ exitCode: 1, err: expect.stringContaining(words) });
  });

  it('goes to the rule of another tail or replay', async () => {
    expect((await refused('--to-rule', `${BUS}-replay-0000abcd`)).err).toContain("not a product's");
  });

  it('is of types that the rule does not take: those that it takes are named', async () => {
    aRule({ pattern: { 'detail-type': [{ prefix: 'tag.' }] }, targets: [target] });
    const { exitCode, err } = await refused('--types', 'invoice.paid');
    expect([exitCode, err]).toEqual([
      1,
      expect.stringContaining(
        'Rule crm does not take invoice.paid. It takes tag.created, tag.updated, tag.deleted, tag.snapshot.',
      ),
    ]);
  });

  it('is of tenants that the rule does not take', async () => {
    aRule({ pattern: { detail: { tenantid: ['acme'] } }, targets: [target] });
    const { err } = await refused('--tenant', 'beta');
    expect(err).toContain('Rule crm does not take beta. Its pattern has "tenantid": ["acme"].');
  });

  it('is in no archive', async () => {
    events.on(DescribeArchiveCommand).rejects(isNamed('ResourceNotFoundException'));
    expect((await refused()).err).toContain(`There is no archive ${BUS}. Is the stage deployed`);
  });

  it.each([
    [['--from', '2026-11-21'], '--from is not in the past'],
    [['--from', '0h'], '--from takes 2026-'],
    [['--to-rule', 'sevdesk-relay-prod|crm'], `--to-rule takes a rule of the bus ${BUS}`],
    [['--to-rule', `${EVENTS}:rule/crm`], `--to-rule takes a rule of the bus ${BUS}`],
    [['--from', '1h', '--to', '2h'], '--from must be before --to'],
    [['--types', 'invoice.eaten'], 'Types are invoice.created, invoice.updated, invoice.deleted'],
    [['--types', 'bill.*'], "or 'invoice.*' for all about invoices"],
    [['--name', 'a b'], 'It must be 1 to 64 characters'],
  ])('%j', async (options, words) => {
    expect(await refused(...options)).toMatchObject({ exitCode: 2, err: expect.stringContaining(words) });
  });
});
