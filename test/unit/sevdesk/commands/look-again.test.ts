import { describe, expect, it } from 'vitest';
import type { CommandType } from '../../../../shared/contract/command.ts';
import type { LookUps } from '../../../../shared/domain/look-ups.ts';
import { planOf } from '../../../../shared/sevdesk/commands/plans.ts';
import { anInvoice, invoiceData } from '../../../support/builders.ts';
import { listOf, type Replies } from '../../../support/fake-sevdesk.ts';
import { lookUps, stepContext, stepOf } from '../../../support/step-context.ts';
import { expense } from '../../../support/voucher-world.ts';

/** A command that may have made something, and what sevdesk lists of it by now. */
interface Repeated {
  readonly type: CommandType;
  readonly step: string;
  readonly data: unknown;
  /** Where its effect is looked for. */
  readonly list: string;
  readonly ours: Readonly<Record<string, unknown>>;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** What else it reads. */
  readonly replies?: Replies;
}

const contact = { id: '815', objectName: 'Contact' };
const positions = [{ name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' }];
const note = { customerInternalNote: 'order-1042', contact, sumNet: '200', sumGross: '238' };
const origin = { id: '31', objectName: 'Order' };
const numbers = (format: string) => listOf({ id: '1', format, nextSequence: '1001' });
const account = { accountDatevId: '1', accountNumber: '4930', allowedReceiptTypes: ['EXPENSE'] };
const accounts = { 4930: [{ ...account, allowedTaxRules: [{ id: '9', taxRates: ['NINETEEN'] }] }] };
const purchase = { ...expense, supplier: undefined, supplierName: 'Papier GmbH' };

const COMMANDS: readonly Repeated[] = [
  {
    type: 'invoice.create',
    step: 'save',
    data: invoiceData(),
    list: 'Invoice',
    ours: anInvoice(note),
    facts: { contactId: '815' },
  },
  {
    type: 'invoice.create',
    step: 'save',
    data: { fromOrder: { order: { id: '31' } } },
    list: 'Invoice',
    ours: anInvoice({ origin }),
    facts: { orderId: '31', contactId: '815', earlier: [] },
    replies: { 'GET Order/31': listOf({ id: '31', contact }) },
  },
  {
    type: 'order.create',
    step: 'save',
    data: { contact: { id: '815' }, date: '2026-11-20', positions },
    list: 'Order',
    ours: { id: '99', orderNumber: 'AN-1001', orderType: 'AN', ...note },
    facts: { contactId: '815', number: 'AN-1001' },
    replies: { 'GET Contact/815': listOf(contact), 'GET SevSequence/Factory/getByType': numbers('AN-%NUMBER') },
  },
  {
    type: 'credit_note.create',
    step: 'save',
    data: { invoice: { id: '4711' }, date: '2026-11-20' },
    list: 'CreditNote',
    ours: { id: '99', creditNoteNumber: 'GU-1001', ...note },
    facts: { contactId: '815', number: 'GU-1001', expected: { field: 'sumNet', sum: '200', lines: 1 } },
    replies: {
      'GET Invoice/4711': listOf(anInvoice(note)),
      'GET Invoice/4711/getPositions': listOf(),
      'GET SevSequence/Factory/getByType': numbers('GU-%NUMBER'),
    },
  },
  {
    type: 'voucher.create',
    step: 'save',
    data: purchase,
    list: 'Voucher',
    ours: {
      id: '99',
      description: 'RG-17 [order-1042]',
      creditDebit: 'C',
      supplierName: 'Papier GmbH',
      sumGross: '11.9',
    },
  },
  {
    type: 'transaction.create',
    step: 'create',
    data: { account: { id: '77' }, amount: '34.50', date: '2026-11-20', counterparty: 'Anna Muster' },
    list: 'CheckAccountTransaction',
    ours: { id: '99', checkAccount: { id: '77' }, amount: '34.5', paymtPurpose: '[order-1042]' },
  },
];

function tryAgain(
  { type, step, data, list, facts = {}, replies }: Repeated,
  rows: readonly unknown[],
  isRepeated = true,
) {
  const { context, sevdesk } = stepContext(data as never, {
    facts,
    isRepeated,
    lookUps: async (): Promise<LookUps> => ({ ...lookUps, accounts }),
    replies: { [`GET ${list}`]: listOf(...rows), ...replies },
  });
  return { prepared: stepOf(planOf(type), step, data as never).prepare(context as never), sevdesk };
}

describe.each(COMMANDS)('$type, whose call took effect after the looks ($list)', (command) => {
  const { ours, list } = command;

  it('is not called again: what it made is adopted', async () => {
    const { prepared } = tryAgain(command, [ours]);
    expect(await prepared).toMatchObject({ kind: 'done', outcome: { resource: list, recordId: ours.id } });
  });

  it('is not called again where it can not be known', async () => {
    const { prepared } = tryAgain(command, [ours, { ...ours, id: '5' }]);
    await expect(prepared).rejects.toMatchObject({ reason: 'ambiguous', message: expect.stringContaining('ids') });
  });

  it('is called again where nothing is there', async () => {
    expect(await tryAgain(command, []).prepared).toMatchObject({ kind: 'call' });
  });

  it('asks for nothing at its first try', async () => {
    const looks = async (isRepeated: boolean) => {
      const { prepared, sevdesk } = tryAgain(command, [], isRepeated);
      await prepared;
      return sevdesk.calls.filter(({ path }) => path === list).length;
    };
    // An order's invoices are listed before its first call, and after it only to look.
    const known = 'earlier' in (command.facts ?? {}) ? 1 : 0;
    expect(await looks(false)).toBe((await looks(true)) - 1 + known);
  });
});
