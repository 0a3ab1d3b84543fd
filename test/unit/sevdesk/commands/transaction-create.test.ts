import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { CommandData } from '../../../../shared/contract/command.ts';
import { transactionCreateData } from '../../../../shared/contract/commands/transaction.ts';
import { judgeRows } from '../../../../shared/sevdesk/commands/record/find-marked.ts';
import { berlinIso } from '../../../../shared/sevdesk/commands/record/wire-fields.ts';
import { soughtTransaction, transactionCreatePlan } from '../../../../shared/sevdesk/commands/transaction-create.ts';
import { transaction } from '../../../../shared/sevdesk/transaction.ts';
import { listOf } from '../../../support/fake-sevdesk.ts';
import { FIRST_ATTEMPT_MS, stepContext } from '../../../support/step-context.ts';

const [create] = transactionCreatePlan.steps;
const DATA: CommandData<'transaction.create'> = {
  reference: 'order-1042',
  account: { id: '77' },
  amount: '34.50',
  date: '2026-11-20',
  counterparty: 'Anna Muster',
  purpose: 'Danke',
};
const ours = {
  id: '1897434114',
  create: '2026-11-20T09:00:05+01:00',
  checkAccount: { id: '77', objectName: 'CheckAccount' },
  amount: '34.5',
  paymtPurpose: 'Danke [order-1042]',
};

async function prepare(data: CommandData<'transaction.create'>) {
  return create?.prepare(stepContext<'transaction.create'>(data).context);
}

describe('a transaction', () => {
  it('is created with its marker at the end of its purpose, and Berlin days', async () => {
    expect(await prepare(DATA)).toMatchObject({
      call: {
        method: 'POST',
        path: 'CheckAccountTransaction',
        body: {
          checkAccount: { id: '77', objectName: 'CheckAccount' },
          status: 100,
          amount: '34.50',
          valueDate: '2026-11-20T00:00:00+01:00',
          entryDate: '2026-11-20T00:00:00+01:00',
          payeePayerName: 'Anna Muster',
          paymtPurpose: 'Danke [order-1042]',
        },
      },
    });
  });

  it('is created with everything that is given', async () => {
    const data = { ...DATA, entryDate: '2026-07-01', iban: 'DE02100500000054540402', bic: 'BELADEBEXXX' };
    const body = {
      entryDate: '2026-07-01T00:00:00+02:00',
      payeePayerAcctNo: 'DE02100500000054540402',
      payeePayerBankCode: 'BELADEBEXXX',
    };
    expect(await prepare(data)).toMatchObject({ call: { body } });
  });

  it('carries the marker alone where no purpose is given, which the poller knows as ours', async () => {
    const { purpose: _, ...data } = DATA;
    const prepared = await prepare(data);
    expect(prepared).toHaveProperty('call.body.paymtPurpose', '[order-1042]');
    const made = { ...ours, paymtPurpose: '[order-1042]' };
    expect(transaction.marker?.(made)).toEqual({ type: 'transaction.create', marker: 'order-1042' });
  });

  it('is called by its marker from then on', () => {
    expect(transactionCreatePlan.externalId?.(DATA, 'order-1042')).toEqual({
      resource: 'CheckAccountTransaction',
      externalId: 'order-1042',
    });
  });
});

describe('the look for a transaction', () => {
  const sought = soughtTransaction({ data: DATA, marker: 'order-1042', firstAttemptAtMs: FIRST_ATTEMPT_MS });
  it.each([
    ['nothing', [], 'nothing', undefined],
    ['the one that carries the marker', [ours], 'found', undefined],
    [
      'it, though blanks of its purpose were lost',
      [{ ...ours, paymtPurpose: 'Danke\n [order-1042]' }],
      'found',
      undefined,
    ],
    ['two with the marker', [ours, { ...ours, id: '5' }], 'ambiguous', /ids 1897434114, 5/],
    ['one with another amount', [{ ...ours, amount: '34.51' }], 'ambiguous', /another amount \(34\.51\)/],
    [
      'one on another account',
      [{ ...ours, checkAccount: { id: '78', objectName: 'CheckAccount' } }],
      'ambiguous',
      /another account/,
    ],
    ['one with another purpose', [{ ...ours, paymtPurpose: 'Storno [order-1042]' }], 'ambiguous', /another purpose/],
    ['not the older one of somebody else', [{ ...ours, create: '2026-11-19T09:00:00+01:00' }], 'nothing', undefined],
    ['others, so the filter was ignored', [{ ...ours, paymtPurpose: 'Miete' }], 'ambiguous', /ignored the filter/],
  ])('finds %s', (_name, rows, kind, message) => {
    const finding = judgeRows(rows, sought, false);
    expect(finding.kind).toBe(kind);
    if (message) expect(finding).toMatchObject({ message: expect.stringMatching(message) });
  });

  it('finds nothing in a whole list in which other purposes hold the marker', () => {
    const rows = [
      { ...ours, paymtPurpose: 'Zu [order-1042] gehörig' },
      { ...ours, paymtPurpose: '[order-10421]' },
    ];
    expect(judgeRows(rows, sought, true)).toEqual({ kind: 'nothing' });
  });

  it('asks for the account and the marker', async () => {
    const { context, sevdesk } = stepContext<'transaction.create'>(DATA, {
      replies: { 'GET CheckAccountTransaction': listOf(ours) },
    });
    expect(await create?.lookFor?.(context)).toMatchObject({ kind: 'found', outcome: { recordId: ours.id } });
    expect(sevdesk.calls[0]?.query).toMatchObject({
      'checkAccount[id]': '77',
      'checkAccount[objectName]': 'CheckAccount',
      paymtPurpose: '[order-1042]',
    });
  });
});

describe('data of a transaction', () => {
  it.each([
    [{ amount: '0.00' }, /other than 0/],
    [{ amount: '1.005' }, /at most 2 decimals/],
    [{ reference: 'a[1]' }, /no square brackets/],
    [{ purpose: 'x'.repeat(151) }, /at most 150 characters/],
    [{ account: { id: '077' } }, /without zeros before them/],
    [{ date: '9999-12-31' }, /from 1900 to 2199/],
  ])('refuses %j', (wrong, message) => {
    const { issues } = v.safeParse(transactionCreateData, { ...DATA, ...wrong });
    expect(issues?.[0].message).toMatch(message);
  });
});

describe('a Berlin day with its offset', () => {
  it.each([
    ['2026-03-28', '+01:00'],
    ['2026-03-29', '+01:00'],
    ['2026-03-30', '+02:00'],
    ['2026-10-25', '+02:00'],
    ['2026-10-26', '+01:00'],
  ])('of %s is %s', (day, offset) => {
    expect(berlinIso(day)).toBe(`${day}T00:00:00${offset}`);
  });
});
