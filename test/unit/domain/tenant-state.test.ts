import { describe, expect, it } from 'vitest';
import { type StopReason, startTenant, stopTenant, type TenantState } from '../../../shared/domain/tenant.ts';
import { TENANT_TRANSITIONS, turnEvent } from '../../../shared/domain/tenant-state.ts';
import { tenantTurned } from '../../../shared/operations/tenant-events.ts';
import { aTenant } from '../../support/builders.ts';

const STATES = Object.keys(TENANT_TRANSITIONS) as TenantState[];

describe('the states of a tenant', () => {
  it.each([
    [
      'baseline',
      'tenant.connected baseline.completed tenant.suspended tenant.suspended tenant.disconnected tenant.removed',
    ],
    ['active', '- tenant.connected tenant.suspended tenant.suspended tenant.disconnected tenant.removed'],
    ['paused', 'tenant.resumed tenant.resumed - - tenant.disconnected tenant.removed'],
    ['suspended', 'tenant.connected tenant.connected - tenant.suspended tenant.disconnected tenant.removed'],
    ['disconnected', 'tenant.connected tenant.connected - tenant.suspended tenant.disconnected tenant.removed'],
    ['removed', '- - - - - -'],
  ] as const)('%s turns into baseline, active, paused, suspended, disconnected, removed: %s', (from, events) => {
    expect(STATES.map((to) => TENANT_TRANSITIONS[from][to] ?? '-').join(' ')).toBe(events);
  });

  it.each([
    [
      'paused',
      'suspended',
      "is paused and can't become suspended: it can become baseline, active, disconnected, or removed.",
    ],
    ['disconnected', 'paused', 'it can become suspended, removed, baseline, or active.'],
    ['removed', 'active', 'it can become nothing else.'],
  ] as const)('refuse what the table lacks, and say what is allowed: %s to %s', (state, to, message) => {
    expect(() => turnEvent({ tenantId: 'acme', state }, to)).toThrow(message);
  });
});

describe('a tenant that is stopped', () => {
  it.each([
    ['token_rejected', 'disconnected'],
    ['disconnected_by_operator', 'disconnected'],
    ['other_account', 'suspended'],
    ['account_taken', 'suspended'],
    ['paused_by_operator', 'paused'],
    ['removed_by_operator', 'removed'],
  ] as const)('because of %s is %s, and keeps what it knows', (reason, state) => {
    const tenant = aTenant({ sevClientId: '7', lease: undefined });
    const stopped = stop(tenant, reason);
    expect(stopped).toMatchObject({ state, reason, since: 9, sevClientId: '7', resources: tenant.resources });
    expect(stopped.dueAt).toBeUndefined();
  });

  it('is not stopped twice by what the table does not allow', () => {
    expect(() => stop(stop(aTenant(), 'disconnected_by_operator'), 'paused_by_operator')).toThrow(
      "can't become paused",
    );
    expect(() => stop(stop(aTenant(), 'paused_by_operator'), 'token_rejected')).not.toThrow();
  });
});

describe('a tenant that is started', () => {
  it.each([
    ['paused', { Contact: { baselinedAt: 1 } }, 'active'],
    ['paused', { Contact: {} }, 'baseline'],
    ['disconnected', {}, 'baseline'],
    ['baseline', { Contact: { baselinedAt: 1 } }, 'baseline'],
    ['active', {}, 'active'],
  ] as const)('from %s with %j is %s, and due', (state, resources, expected) => {
    const tenant = aTenant({ state, resources, reason: 'paused_by_operator', message: 'x', failures: 9 });
    const started = startTenant(tenant, { nowMs: 9, resources: ['Contact'] });
    expect(started).toMatchObject({ state: expected, since: 9, dueAt: 9, failures: 0 });
    expect([started.reason, started.message]).toEqual([undefined, undefined]);
  });
});

describe('the event of a turn', () => {
  const active = aTenant({ since: 1 });
  const paused = stop(active, 'paused_by_operator');
  it.each([
    ['tenant.suspended', active, paused, { reason: 'paused_by_operator' }],
    ['tenant.resumed', paused, startTenant(paused, { nowMs: 20, resources: [] }), {}],
    ['tenant.disconnected', active, stop(active, 'disconnected_by_operator'), { reason: 'disconnected_by_operator' }],
    ['tenant.removed', paused, stop(paused, 'removed_by_operator'), { reason: 'removed_by_operator' }],
  ])('is %s, with one id however late it is repeated', (type, before, after, data) => {
    const event = tenantTurned('test', after, before);
    expect(event).toMatchObject({ type, subject: 'Tenant/acme', data });
    expect(tenantTurned('test', { ...after, since: 999 }, before).id).toBe(event.id);
    expect(tenantTurned('test', after, { ...before, since: 5 }).id).not.toBe(event.id);
  });
});

function stop(tenant: ReturnType<typeof aTenant>, reason: StopReason) {
  return stopTenant(tenant, { reason, message: 'm', nowMs: 9 });
}
