import { describe, expect, it } from 'vitest';
import type { RequestedPoll } from '../../../shared/aws/polls-queue.ts';
import type { Tenant } from '../../../shared/domain/tenant.ts';
import { askForPoll, type PollWish } from '../../../shared/operations/ask-for-poll.ts';
import { confirmDeletions, heldBack } from '../../../shared/operations/held-deletions.ts';
import { aTenant } from '../../support/builders.ts';
import { inMemoryTenants } from '../../support/in-memory-stores.ts';

const NOW = 1_000_000;

function stageWith(...initial: Tenant[]) {
  const tenants = inMemoryTenants(...initial);
  const requested: RequestedPoll[] = [];
  const requestPolls = async (polls: readonly RequestedPoll[]) => void requested.push(...polls);
  return { tenants, requested, dependencies: { tenants, requestPolls, now: () => NOW } };
}

const look: PollWish = { resources: ['Invoice', 'Contact'], depth: 'look' };

describe('asking for a poll', () => {
  it('makes the tenant due and sends its message', async () => {
    const { dependencies, requested, tenants } = stageWith(aTenant({ dueAt: NOW + 300_000 }));
    const asked = await askForPoll(dependencies, 'acme', look);
    expect(asked).toMatchObject({ dueAt: NOW, asked: { Invoice: 'look', Contact: 'look' } });
    expect(tenants.stored.get('acme')).toEqual(asked);
    expect(requested).toEqual([{ tenantId: 'acme', delaySeconds: 0 }]);
  });

  it('keeps what is late late, and what was asked for before', async () => {
    const { dependencies } = stageWith(aTenant({ dueAt: 5, asked: { Invoice: 'everything', Order: 'look' } }));
    const asked = await askForPoll(dependencies, 'acme', look);
    expect(asked).toMatchObject({ dueAt: 5, asked: { Invoice: 'everything', Contact: 'look', Order: 'look' } });
  });

  it('leaves the tenant due when the message could not be sent', async () => {
    const { dependencies, tenants } = stageWith(aTenant({ dueAt: NOW + 300_000 }));
    const requestPolls = () => Promise.reject(new Error('SQS refused 1 polls'));
    await expect(askForPoll({ ...dependencies, requestPolls }, 'acme', look)).rejects.toThrow('SQS refused');
    expect(tenants.stored.get('acme')?.dueAt).toBe(NOW);
  });

  it('refuses a tenant that is not connected, and says why', async () => {
    const stopped = { state: 'disconnected', reason: 'token_rejected', message: 'Put a new token.' } as const;
    const { dependencies, requested, tenants } = stageWith(aTenant({ ...stopped, dueAt: undefined }));
    await expect(askForPoll(dependencies, 'acme', look)).rejects.toThrow(
      'Tenant acme is not polled: it is disconnected (token_rejected). Put a new token.',
    );
    expect([requested, tenants.stored.get('acme')?.asked]).toEqual([[], undefined]);
  });

  it('refuses a tenant that is not there', async () => {
    const { dependencies, requested } = stageWith();
    await expect(askForPoll(dependencies, 'nobody', look)).rejects.toThrow('There is no tenant nobody.');
    expect(requested).toEqual([]);
  });
});

describe('deletions that are held back', () => {
  const held = { records: 500, since: 7 };
  const tenant = aTenant({
    resources: { Contact: { records: 1500, held }, Invoice: { records: 500, held }, Order: { records: 3 } },
    confirmed: { Contact: 499 },
  });

  it('are shown with what they are part of', () => {
    expect(heldBack(tenant)).toEqual([
      { resource: 'Contact', records: 500, since: 7, known: 2000, confirmed: false },
      { resource: 'Invoice', records: 500, since: 7, known: 1000, confirmed: false },
    ]);
    expect(heldBack(tenant, ['Invoice', 'Order']).map(({ resource }) => resource)).toEqual(['Invoice']);
    expect(heldBack({ ...tenant, confirmed: { Contact: 500 } }, ['Contact'])).toMatchObject([{ confirmed: true }]);
  });

  it('are let through as far as they were shown, and looked for again', async () => {
    const { dependencies, requested, tenants } = stageWith(tenant);
    await confirmDeletions(dependencies, 'acme', heldBack(tenant, ['Invoice']));
    expect(tenants.stored.get('acme')).toMatchObject({
      confirmed: { Contact: 499, Invoice: 500 },
      asked: { Invoice: 'everything' },
      dueAt: 0,
    });
    expect(requested).toHaveLength(1);
  });
});
