import { expect } from 'vitest';
import { of, operatedRelay } from './operated-relay.ts';
import { type RunningRelay, tokenOf } from './running-relay.ts';

const CLOCK = 'clock';

/** Tenants that live in a running relay, beside one more whose polls tell the time. */
export async function livingTenants(relay: RunningRelay) {
  const operator = operatedRelay(relay);
  const open: string[] = [];
  /** An account with some contacts, which nobody has connected. */
  const anAccount = async (tenantId: string) => {
    const token = tokenOf(tenantId);
    await relay.sevdesk.createAccount({ token });
    await relay.sevdesk.seedContacts(token, 3);
    const contact = await relay.sevdesk.createContact(token, { name: 'Kunde' });
    return { token, contactId: String(contact.id) };
  };
  /** A tenant with a baseline, and the id of a contact of it. */
  const aTenant = async (tenantId: string) => {
    const account = await anAccount(tenantId);
    expect(await operator.give('connect', tenantId, account.token)).toMatchObject({ exitCode: 0 });
    open.push(tenantId);
    await relay.witness.see('baseline.completed', of(tenantId));
    return account;
  };
  await aTenant(CLOCK);
  open.length = 0;
  return {
    operator,
    anAccount,
    aTenant,
    /** Until the other tenant was polled that often, each time at a tick of its own. */
    async ticks(times: number): Promise<void> {
      const token = tokenOf(CLOCK);
      const polls = async () =>
        (await relay.sevdesk.requests({ token })).filter(({ path }) => path.endsWith('/Contact')).length;
      const before = await polls();
      await expect.poll(polls, { timeout: 20_000, interval: 200 }).toBeGreaterThanOrEqual(before + times);
    },
    /** One baseline; all of these contacts and nothing else told as new, each once. */
    async expectOnlyCreated(tenantId: string, token: string, contactIds: readonly unknown[]): Promise<void> {
      const { id } = await relay.sevdesk.createContact(token, { name: 'Zuletzt' });
      const expected = [...contactIds, id].map((one) => `Contact/${String(one)}`);
      for (const contactId of [...contactIds, id]) await operator.seeCreated(tenantId, contactId);
      const baselines = [operator.told(tenantId, 'baseline.started'), operator.told(tenantId, 'baseline.completed')];
      expect(baselines).toEqual([1, 1]);
      const subjects = operator.created(tenantId).map((line) => line.split(' ')[0] ?? '');
      expect(new Set(subjects).size).toBe(subjects.length);
      expect(subjects.filter((subject) => subject.startsWith('Contact/')).sort()).toEqual(expected.sort());
    },
    /** Between two tests: few are polled at the same time, or each waits for the others. */
    async disconnectAll(): Promise<void> {
      for (const tenantId of open.splice(0)) await operator.tenant('disconnect', tenantId);
    },
  };
}

export type LivingTenants = Awaited<ReturnType<typeof livingTenants>>;
