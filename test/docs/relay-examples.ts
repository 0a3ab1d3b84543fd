import { answer } from '../../functions/execute-command/answer-command.ts';
import type { Work } from '../../functions/execute-command/command-dependencies.ts';
import { baselineCompleted, baselineStarted } from '../../functions/poll-tenant/baseline-events.ts';
import type { Poll } from '../../functions/poll-tenant/poll-dependencies.ts';
import type { EventType, RecordEventType, RelayEvent } from '../../shared/contract/event.ts';
import { KNOWN_ERRORS } from '../../shared/domain/known-errors.ts';
import { type StopReason, startTenant, stopTenant, type Tenant } from '../../shared/domain/tenant.ts';
import { tenantConnected, tenantStopped, tenantTurned } from '../../shared/operations/tenant-events.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { aTenant } from '../support/builders.ts';
import { fixtureRecords } from '../support/fixtures.ts';

/** Event types about the relay itself. */
export type RelayEventType = Exclude<EventType, RecordEventType>;

const AT_MS = Date.parse('2026-11-20T08:15:00.120Z');
const SECOND_MS = 1000;
const NO_ACCOUNT = 'No Model_CheckAccount with the id 5001 was found';

const tenant: Tenant = aTenant({ since: AT_MS });
const waiting: Tenant = aTenant({ since: AT_MS - 60 * SECOND_MS });

/** An example of each, as production makes it. */
export const RELAY_EXAMPLES: { readonly [T in RelayEventType]: () => RelayEvent } = {
  'tenant.connected': () => tenantConnected('prod', { ...tenant, state: 'baseline' }, waiting),
  'tenant.disconnected': () =>
    stopped(
      'token_rejected',
      'sevdesk refused the token twice. It was regenerated, or the sevdesk user it belongs to was deleted: put a new token into the secret.',
    ),
  'tenant.suspended': () => stopped('other_account', 'The token opens another sevdesk account than the one before.'),
  'tenant.resumed': () => {
    const paused = stopTenant(waiting, { reason: 'paused_by_operator', message: '', nowMs: waiting.since });
    return tenantTurned('prod', startTenant(paused, { nowMs: AT_MS, resources: [] }), paused);
  },
  'tenant.removed': () => stopped('removed_by_operator', 'An operator removed the tenant.'),
  'baseline.started': () => baselineStarted(poll),
  'baseline.completed': () => baselineCompleted(poll),
  'command.succeeded': () =>
    answer(work, 'command.succeeded', {
      ...command,
      result: { resource: 'Invoice', recordId: '136000106', number: null, net: 200, gross: 238, currency: 'EUR' },
    }),
  'command.failed': () =>
    answer(work, 'command.failed', {
      ...command,
      reason: 'dependency_missing',
      message: `${NO_ACCOUNT} (${KNOWN_ERRORS.record_missing.advice})`,
      retryable: KNOWN_ERRORS.record_missing.retryable,
      attempts: 2,
      completed: ['save', 'send'].map((step) => ({ step, resource: 'Invoice', recordId: '136000106' })),
      sevdesk: {
        status: 404,
        code: '151',
        message: NO_ACCOUNT,
        exceptionUUID: '00000000-0000-0000-0000-000000000000',
      },
    }),
  'command.ambiguous': () =>
    answer(work, 'command.ambiguous', {
      ...command,
      message:
        'Invoice 4712 carries the marker of order-1041-invoice, which made Invoice 4711: a call took effect twice, or somebody copied it. Keep one of them.',
      records: ['4711', '4712'].map((recordId) => ({ resource: 'Invoice', recordId })),
    }),
  'command.parked': () =>
    answer(work, 'command.parked', {
      ...command,
      reason: 'tenant_disconnected',
      message: 'The command waits until the tenant is back.',
    }),
};

function stopped(reason: StopReason, message: string): RelayEvent {
  return tenantStopped('prod', stopTenant(waiting, { reason, message, nowMs: AT_MS }), waiting);
}

const rows = Object.values(resources);
const poll = {
  tenant,
  dependencies: { stage: 'prod', now: () => AT_MS + 9 * SECOND_MS, resources },
  progress: Object.fromEntries(
    rows.map((row) => [row.name, { baselinedAt: AT_MS, records: fixtureRecords(row).length }]),
  ),
} as unknown as Poll;

const command = { commandId: 'order-1041-invoice', type: 'invoice.create' } as const;
const work = {
  dependencies: { stage: 'prod', now: () => AT_MS },
  entry: { tenantId: 'acme', run: 1, ...command },
} as unknown as Work;
