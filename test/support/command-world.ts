import { executeCommand } from '../../functions/execute-command/execute-command.ts';
import type { DeadLetter } from '../../shared/aws/command-queue.ts';
import type { StoredToken } from '../../shared/aws/token-store.ts';
import type { RelayEvent } from '../../shared/contract/event.ts';
import { anInvoice, anInvoiceCommand, aTenant } from './builders.ts';
import { contracted } from './contract-watch.ts';
import { fakeSevdesk, listOf, type Replies } from './fake-sevdesk.ts';
import { inMemoryLedger, inMemoryTenants } from './in-memory-stores.ts';
import { noCount, silentLog } from './silent-log.ts';

/** The call that creates an invoice, and its answer. */
export const SAVE = 'POST Invoice/Factory/saveInvoice';
export const saved = { objects: { invoice: anInvoice({ id: '99', invoiceNumber: null }) } };
const lookUps = {
  'GET Tools/bookkeepingSystemVersion': { objects: { version: '2.0' } },
  'GET SevUser': listOf({ id: '7' }),
  'GET StaticCountry': listOf({ id: '1', code: 'de' }),
  'GET Unity': listOf({ id: '1', translationCode: 'UNITY_PIECE' }),
};
/** What it makes, as sevdesk lists it. */
export const ours = anInvoice({ id: '99', customerInternalNote: 'order-1042', sumNet: '200', create: undefined });

const noFiles = {
  read: () => Promise.reject(new Error('Not faked')),
  store: () => Promise.reject(new Error('Not faked')),
  download: () => Promise.reject(new Error('Not faked')),
};

/** A writer with everything outside faked; `deliver` is one delivery of a message by SQS. */
export function commandWorld(replies: Replies, tenant = aTenant()) {
  const sevdesk = fakeSevdesk({ ...lookUps, ...replies });
  const state = { nowMs: 1_000_000, token: { kind: 'token', token: 't'.repeat(32), version: 'v1' } as StoredToken };
  const events: RelayEvent[] = [];
  const letters: DeadLetter[] = [];
  const tenants = inMemoryTenants(tenant);
  const ledger = inMemoryLedger();
  const dependencies = {
    stage: 'test',
    tenants,
    ledger,
    tokens: { read: async () => state.token, forget: () => undefined },
    publish: async (published: readonly RelayEvent[]) => void events.push(...contracted(published)),
    sendDeadLetter: async (letter: DeadLetter) => void letters.push(letter),
    connect: (_token: string, spend: () => Promise<void>) => ({
      call: async (call: Parameters<typeof sevdesk.call>[0]) => {
        await spend();
        return sevdesk.call(call);
      },
    }),
    files: () => noFiles,
    settings: {
      readOnly: false,
      readBackPauseMs: 60_000,
      recheckMs: 30_000,
      breakerMs: 60_000,
      backoffBaseSeconds: 2,
      backoffCapSeconds: 900,
      maxAgeMs: 86_400_000,
      ratePerMinute: 100,
    },
    now: () => state.nowMs,
    random: () => 0.5,
    sleep: async (ms: number) => {
      state.nowMs += ms;
    },
    log: silentLog(),
    count: noCount,
  };
  const deliver = (command: unknown = anInvoiceCommand(), facts = {}) =>
    executeCommand(dependencies, {
      messageId: 'm1',
      body: JSON.stringify(command),
      group: 'acme',
      sentAtMs: state.nowMs,
      receives: 1,
      deadlineMs: state.nowMs + 120_000,
      ...facts,
    });
  const entry = () => ledger.entries.get('acme/order-1042-invoice');
  const writes = () => sevdesk.calls.filter(({ method }) => method === 'POST').length;
  return { sevdesk, state, events, letters, tenants, ledger, dependencies, deliver, entry, writes };
}
