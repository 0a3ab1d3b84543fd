import { describe, expect, it } from 'vitest';
import { awaitPoll } from '../../../infra/cli/await-poll.ts';
import { describeAsked } from '../../../infra/cli/describe-asked.ts';
import { RESOURCE_NAMES } from '../../../shared/contract/event.ts';
import { FRESH_BUDGET } from '../../../shared/domain/request-budget.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { aTenant } from '../../support/builders.ts';

describe('what is said after a poll was asked for', () => {
  const asked = { Invoice: 'everything', Order: 'everything', Tag: 'look' } as const;
  const lease = { holder: 'h', untilMs: 2000, requests: 1 };
  const pausedUntil = 31_000;

  it.each<[string, Partial<Tenant>, string]>([
    ['what is listed', { asked }, 'those that are gone are found: Invoice and Order.'],
    ['what is looked at', { asked }, 'What changed since the last poll is looked for: Tag.'],
    ['that it begins now', { asked }, 'This begins now.'],
    ['that a poll is under way', { asked, lease }, 'at the first tick after the poll that is under way'],
    ['that requests are limited', { asked, budget: { ...FRESH_BUDGET, pausedUntil } }, 'in 30 s: sevdesk limits'],
    ['that a baseline makes no events', { asked, state: 'baseline' }, 'The baseline is not complete'],
  ])('%s', (_what, fields, text) => {
    expect(describeAsked(aTenant(fields), RESOURCE_NAMES, 1000)).toContain(text);
  });

  it('does not name all resources one by one', () => {
    const all = Object.fromEntries(RESOURCE_NAMES.map((name) => [name, 'look'])) as Tenant['asked'];
    expect(describeAsked(aTenant({ asked: all }), RESOURCE_NAMES, 0)).toContain('looked for: all 12 resources.');
  });
});

describe('waiting for a poll', () => {
  function wait(...looks: (Tenant | undefined)[]) {
    let time = 0;
    const pause = async (ms: number) => {
      time += ms;
    };
    const tenants = { get: async () => (looks.length > 1 ? looks.shift() : looks[0]) };
    return awaitPoll({ tenants, now: () => time, pause }, { tenantId: 'acme', resources: ['Invoice'] }, 2000);
  }
  const open = aTenant({ asked: { Invoice: 'look' } });

  it('ends when nobody asks for it any more', async () => {
    expect(await wait(open, open, aTenant({ asked: { Tag: 'look' } }))).toMatchObject({ asked: { Tag: 'look' } });
  });

  it.each<[string, Tenant | undefined, string]>([
    ['the time is up', open, 'Not done yet: Invoice. It goes on; look later: status acme'],
    ['the tenant is stopped', { ...open, state: 'suspended', reason: 'other_account' }, 'suspended (other_account)'],
    ['the tenant is gone', undefined, 'There is no tenant acme'],
  ])('ends with an error when %s', async (_what, tenant, message) => {
    await expect(wait(open, tenant)).rejects.toThrow(message);
  });
});
