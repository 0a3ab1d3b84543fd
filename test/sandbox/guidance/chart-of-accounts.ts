import type { Chart } from '../account.ts';

export type ReceiptType = 'EXPENSE' | 'REVENUE';

/** A booking account (Buchungskonto): its id is sevdesk's own, its number is what accountants know. */
export interface BookingAccount extends AccountKind, Readonly<Record<Chart, readonly [id: string, number: string]>> {
  readonly name: string;
  readonly description: string;
  /** `forAccountNumber` answers with an object instead of a list (practice: clients meet both). */
  readonly isAnsweredBare?: true;
}

interface AccountKind {
  readonly receiptTypes: readonly ReceiptType[];
  /** Ids of the tax rules it goes with, for a regular and for a small business. */
  readonly rules: { readonly regular: readonly string[]; readonly small: readonly string[] };
}

const COST: AccountKind = {
  receiptTypes: ['EXPENSE'],
  rules: { regular: ['9', '12', '13', '14'], small: ['10', '13'] },
};
const GOODS: AccountKind = { ...COST, rules: { regular: ['8', '9', '12', '13', '14'], small: ['10', '13'] } };
const NOT_DEDUCTIBLE: AccountKind = { ...COST, rules: { regular: ['10'], small: ['10'] } };
const DEPOSIT: AccountKind = { ...COST, rules: { regular: ['16'], small: ['16'] } };
const SALES: AccountKind = {
  receiptTypes: ['REVENUE'],
  rules: { regular: ['1', '2', '3', '4', '5', '17'], small: ['11'] },
};
const IN_TRANSIT: AccountKind = {
  receiptTypes: ['REVENUE', 'EXPENSE'],
  rules: { regular: ['16', '22'], small: ['16', '22'] },
};

/**
 * A handful of accounts. Which rules go with which kind: documentation, "sevdesk-Update 2.0"; 4970, 1525 and 1590 of SKR03 are
 * measured with their ids, other ids are invented.
 */
export const BOOKING_ACCOUNTS: readonly BookingAccount[] = [
  {
    name: 'Nebenkosten des Geldverkehrs',
    description: 'Gebühren für Konten und Karten',
    SKR03: ['4285', '4970'],
    SKR04: ['3285', '6855'],
    ...COST,
  },
  {
    name: 'Bürobedarf',
    description: 'Papier, Stifte und was ein Büro sonst verbraucht',
    SKR03: ['4251', '4930'],
    SKR04: ['3251', '6815'],
    isAnsweredBare: true,
    ...COST,
  },
  {
    name: 'Wareneingang',
    description: 'Waren, die weiterverkauft werden',
    SKR03: ['3710', '3200'],
    SKR04: ['2710', '5200'],
    ...GOODS,
  },
  {
    name: 'Nicht abzugsfähige Betriebsausgaben',
    description: 'Ausgaben, die den Gewinn nicht mindern',
    SKR03: ['4187', '4655'],
    SKR04: ['3187', '6645'],
    ...NOT_DEDUCTIBLE,
  },
  {
    name: 'Kautionen',
    description: 'Hinterlegtes Geld, zum Beispiel für Räume',
    SKR03: ['2571', '1525'],
    SKR04: ['1571', '1350'],
    ...DEPOSIT,
  },
  {
    name: 'Durchlaufende Posten',
    description: 'Geld, das nur weitergereicht wird',
    SKR03: ['2578', '1590'],
    SKR04: ['1578', '1370'],
    ...IN_TRANSIT,
  },
  {
    name: 'Umsatzerlöse',
    description: 'Verkauf von Waren und Dienstleistungen',
    SKR03: ['5011', '8000'],
    SKR04: ['27', '4000'],
    ...SALES,
  },
  {
    name: 'Provisionsumsätze',
    description: 'Provisionen, die man erhält',
    SKR03: ['5094', '8510'],
    SKR04: ['94', '4560'],
    ...SALES,
  },
];
