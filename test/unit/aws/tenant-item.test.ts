import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tenantItem, tenantOf } from '../../../shared/aws/tenant-item.ts';
import { RESOURCE_NAMES } from '../../../shared/contract/event.ts';
import type { ResourceProgress } from '../../../shared/domain/tenant.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { itemBytes } from '../../bench/polling/item-bytes.ts';
import { aTenant } from '../../support/builders.ts';

const NOW = 1_795_262_400_000;
const hash = () => randomBytes(12).toString('base64url');

/** A resource after many polls, each number in its usual length. */
function settled(index: number, strategy: 'cursor' | 'listing'): ResourceProgress {
  const polledAt = NOW - 299_000;
  const known = {
    baselinedAt: NOW - 9_000_000_000 + index * 977,
    records: 1234 + index * 311,
    listedAt: NOW - index * 7919,
  };
  const read = {
    polledAt,
    unprobed: index % 6,
    digest: 1 + (index % 3),
    cursor: 1_795_250_000 + index,
  };
  if (strategy === 'listing') return { ...known, ...read, page: hash() };
  const filter = { testedAt: NOW - 40_000_000 + index, works: true };
  return { ...known, ...read, filter, answered: hash(), overdueOn: '2026-11-21' };
}

const tenant = aTenant({
  tenantId: 'a-tenant-with-a-name',
  sevClientId: '900100',
  accountClaimed: true,
  secretVersion: 'b6f1a2de-6f3c-4a38-9a55-1b7c4a6f2f11',
  testedAt: NOW,
  dueAt: NOW,
  revision: 123_456,
  budget: { tokens: -7.25, at: NOW, pausedUntil: 0, sent: { since: NOW / 1000, counts: [12, 3, 0, 1] } },
  lease: { holder: '3f0c8a52-3a5e-4b7a-8ad5-2f6c1f9e7d10', untilMs: NOW + 330_000, requests: 16, allNow: true },
  intervals: Object.fromEntries(RESOURCE_NAMES.map((name) => [name, 300])),
  resources: Object.fromEntries(RESOURCE_NAMES.map((name, index) => [name, settled(index, resources[name].strategy)])),
});

describe('a stored tenant', () => {
  it('comes back as it was', () => {
    expect(tenantOf(tenantItem(tenant))).toEqual(tenant);
  });

  it('takes one write unit with twelve resources polled and leased', () => {
    expect(itemBytes(tenantItem(tenant))).toBeLessThanOrEqual(1024);
  });

  it('is in the index of who is due only while it is', () => {
    const { dueAt: _dueAt, ...stopped } = tenant;
    expect(tenantItem(stopped)).not.toHaveProperty('dueShard', expect.anything());
    expect(tenantItem(tenant)).toMatchObject({ dueAt: NOW, dueShard: expect.stringMatching(/^due-\d$/) });
  });
});
