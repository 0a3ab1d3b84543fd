import { describe, expect, it } from 'vitest';
import { nextPollAt, pollLagMs } from '../../../shared/domain/cadence.ts';
import type { ResourceProgress, Tenant } from '../../../shared/domain/tenant.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { aTenant } from '../../support/builders.ts';

const settings = { intervalMs: 300_000, ratePerMinute: 100 };
const POLLED_AT = 1_795_248_000_000;
const polled: ResourceProgress = { cursor: 1000, baselinedAt: 1, polledAt: POLLED_AT };
const turn = nextPollAt(aTenant({ resources: { Contact: polled, Invoice: polled } }), [contact, invoice], settings);
const state = { offset: 1000, unreadable: 0, largestUpdateMs: 0, ended: false };
const listing = { startedAt: 0, pausedAt: 0, parts: 1, seen: 1000, state };

describe('how late a poll ends', () => {
  const lag = (afterTurnMs: number, fields: Partial<Tenant> = {}) => {
    const tenant = aTenant({ resources: { Contact: polled, Invoice: polled }, dueAt: turn, ...fields });
    return pollLagMs(tenant, [contact, invoice], { ...settings, nowMs: turn + afterTurnMs });
  };

  it('is the time since its turn, and never less than nothing', () => {
    expect(lag(1500)).toBe(1500);
    expect(lag(-1500)).toBe(0);
  });

  it('is that of the resource that has waited longest', () => {
    const later = { ...polled, polledAt: POLLED_AT + 600_000 };
    expect(lag(60_000, { resources: { Contact: polled, Invoice: later } })).toBe(60_000);
  });

  it('grows while the tenant is put off after trouble', () => {
    expect(lag(900_000, { dueAt: turn + 890_000, failures: 3 })).toBe(900_000);
  });

  it('begins when it was asked for, where that was before its turn', () => {
    expect(lag(-100_000, { asked: { Invoice: 'look' }, dueAt: turn - 130_000 })).toBe(30_000);
  });

  it('does not hide behind a listing that goes on', () => {
    const resources = { Contact: polled, Invoice: { ...polled, listing } };
    expect(lag(700_000, { resources, dueAt: turn + 690_000 })).toBe(700_000);
  });

  it('does not count the time before the tenant was connected', () => {
    expect(lag(86_400_000, { since: turn + 86_390_000, dueAt: turn + 86_390_000 })).toBe(10_000);
    expect(lag(5000, { resources: {}, since: turn, dueAt: turn })).toBe(5000);
  });
});
