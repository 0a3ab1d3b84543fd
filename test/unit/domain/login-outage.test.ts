import { describe, expect, it } from 'vitest';
import { foundOutage, isHeldBy, judgeLogin } from '../../../shared/domain/login-outage.ts';
import { rejectToken } from '../../../shared/domain/reject-token.ts';
import { acceptedAt } from '../../../shared/domain/tenant.ts';
import { aTenant } from '../../support/builders.ts';

const SECOND = 1000;
const HOUR = 3_600_000;

describe('a second refusal', () => {
  it.each([
    ['of the only tenant', { refused: 1, polled: 1 }, 'revoked'],
    ['of a tenant that the index does not show yet', { refused: 1, polled: 0 }, 'revoked'],
    ['while another one got through', { refused: 1, polled: 5, othersAccepted: true }, 'revoked'],
    ['while nobody else was asked', { refused: 1, polled: 5 }, 'unsure'],
    ['while nobody else was asked for five minutes', { refused: 1, polled: 5, forMs: 300 * SECOND }, 'revoked'],
    ['like that of everybody who was asked', { refused: 100, polled: 1000 }, 'out'],
    ['like that of everybody, in five minutes', { refused: 5, polled: 5, forMs: 300 * SECOND }, 'out'],
    ['like that of a third', { refused: 334, polled: 1000, othersAccepted: true, forMs: 300 * SECOND }, 'out'],
    ['like that of a third of those asked so far', { refused: 34, polled: 1000, othersAccepted: true }, 'out'],
    ['like that of a fifth', { refused: 200, polled: 1000, othersAccepted: true, forMs: 300 * SECOND }, 'revoked'],
    ['of two among many', { refused: 2, polled: 1000, othersAccepted: true }, 'revoked'],
    ['like that of a third, for an hour', { refused: 334, polled: 1000, othersAccepted: true, forMs: HOUR }, 'revoked'],
    ['like that of nearly everybody, for a day', { refused: 950, polled: 1000, forMs: 24 * HOUR }, 'out'],
    [
      'in stage local, where turns are short',
      { refused: 2, polled: 12, othersAccepted: true, forMs: 10 * SECOND, recheckMs: SECOND },
      'revoked',
    ],
    ['in stage local, by everybody', { refused: 5, polled: 5, forMs: SECOND, recheckMs: SECOND }, 'out'],
  ] as const)('%s: %j means %s', (_name, facts, verdict) => {
    const usual = { othersAccepted: false, forMs: 30 * SECOND, recheckMs: 30 * SECOND };
    expect(judgeLogin({ ...usual, ...facts })).toBe(verdict);
  });
});

describe('an outage that was found', () => {
  const outage = { since: 0, foundAt: 100 * SECOND, everybody: false };
  it.each([
    ['holds others for a minute', outage, 159, 30 * SECOND, true],
    ['is counted again then', outage, 160, 30 * SECOND, false],
    ['does not hold for more than an hour', outage, 159, HOUR, false],
    ['holds for as long as nobody gets through', { ...outage, everybody: true }, 159, HOUR, true],
    ['was none', undefined, 159, 30 * SECOND, false],
  ])('%s', (_name, found, nowSeconds, forMs, held) => {
    expect(isHeldBy(found, { nowMs: nowSeconds * SECOND, forMs, recheckMs: 30 * SECOND })).toBe(held);
  });

  it.each([
    ['goes on', 399, 0],
    ['is another one after five minutes without', 400, 400 * SECOND],
  ])('%s', (_name, nowSeconds, since) => {
    const facts = { refused: 9, polled: 10, nowMs: nowSeconds * SECOND };
    expect(foundOutage(outage, facts)).toEqual({ since, foundAt: nowSeconds * SECOND, everybody: true });
  });
});

describe('a refused token', () => {
  const facts = { version: 'v1', nowMs: 100 * SECOND, recheckMs: 30 * SECOND, random: 0.5 };
  const once = aTenant({ rejected: { version: 'v1', at: 70 * SECOND } });
  it.each([
    [
      'is asked again',
      aTenant(),
      'revoked',
      { state: 'active', rejected: { version: 'v1', at: 100 * SECOND }, dueAt: 130 * SECOND },
    ],
    [
      'of another version counts anew',
      { ...once, rejected: { version: 'v0', at: 0 } },
      'revoked',
      { state: 'active', dueAt: 130 * SECOND },
    ],
    [
      'too early says nothing',
      { ...once, rejected: { version: 'v1', at: 71 * SECOND } },
      'revoked',
      { state: 'active', dueAt: 0 },
    ],
    ['twice disconnects', once, 'revoked', { state: 'disconnected', reason: 'token_rejected' }],
    [
      'is asked again soon where nobody can say',
      once,
      'unsure',
      { state: 'active', rejected: { at: 70 * SECOND, held: 'unsure' }, dueAt: 145 * SECOND },
    ],
    [
      'is asked again slowly in an outage',
      once,
      'out',
      { state: 'active', rejected: { at: 70 * SECOND, held: 'out' }, dueAt: 250 * SECOND },
    ],
  ] as const)('%s', (_name, tenant, login, expected) => {
    const { tenant: judged, disconnected } = rejectToken(tenant, { ...facts, login });
    expect(judged).toMatchObject(expected);
    expect(disconnected).toBe(judged.state === 'disconnected');
  });
});

describe('when a token was accepted last', () => {
  it.each([
    ['is the last poll of any resource', {}, 20],
    ['is not known before the first', { resources: {} }, undefined],
    ['is not known while it is refused', { rejected: { version: 'v1', at: 9 } }, undefined],
    [
      'is not shown by what failed',
      { resources: { Contact: { polledAt: 20, failed: 1 }, Invoice: { polledAt: 10 } } },
      10,
    ],
  ])('%s', (_name, fields, at) => {
    const resources = { Contact: { polledAt: 20 }, Invoice: { polledAt: 10 } };
    expect(acceptedAt(aTenant({ resources, ...fields }))).toBe(at);
  });
});
