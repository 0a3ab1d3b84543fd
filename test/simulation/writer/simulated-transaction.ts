import { reference } from '../../sandbox/wire-record.ts';
import { FAILS_OVER, markerInName, recordName } from './record-name.ts';
import type { SimulatedCommand } from './simulated-commands.ts';
import { NOBODY } from './simulated-invoice.ts';

/** `transaction.create` on the bank account. */
export const simulatedTransaction: SimulatedCommand = {
  model: 'CheckAccountTransaction',
  creation: 'POST CheckAccountTransaction',
  data: (wish) => ({
    ...(wish.reference !== undefined && { reference: wish.reference }),
    account: { id: wish.flaw === 'refused' ? NOBODY : wish.bankId },
    amount: wish.flaw === 'unreadable' ? '0' : `${wish.content}.25`,
    date: '2026-11-20',
    counterparty: recordName(wish.reference ?? wish.commandId, wish),
    ...(wish.flaw === 'error' && { purpose: FAILS_OVER }),
  }),
  marker: ({ commandId, reference: own }) => own ?? commandId,
  markerOf: ({ payeePayerName }) => markerInName(payeePayerName),
  differs(record, { content, bankId }) {
    if (Number(record.amount) !== content + 0.25) return `its amount is ${record.amount}`;
    return reference(record.checkAccount)?.id === bankId ? undefined : 'it is on another account';
  },
  writes: () => ['POST CheckAccountTransaction'],
  mayBeAmbiguous: () => false,
};
