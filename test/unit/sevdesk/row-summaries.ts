import type { ResourceName } from '../../../shared/contract/event.ts';
import type { Summary } from '../../../shared/contract/summaries.ts';

const euros = (net: number, gross: number) => ({ net, gross, currency: 'EUR' });
const contactId = '140000815';

/** What production makes of each record of the fixtures, in their order. */
export const SUMMARIES: { readonly [N in ResourceName]: readonly Summary<N>[] } = {
  Contact: [
    {
      name: 'Frieda Lindner',
      kind: 'person',
      status: 'active',
      customerNumber: '1002',
      categoryId: '3',
      parentId: contactId,
    },
    {
      name: 'Bäckerei Morgenrot GmbH',
      kind: 'organisation',
      status: 'active',
      customerNumber: '1001',
      categoryId: '3',
      parentId: null,
    },
    {
      name: 'Papierhandel Uferlos KG',
      kind: 'organisation',
      status: 'pending',
      customerNumber: '70001',
      categoryId: '2',
      parentId: null,
    },
  ],
  ContactAddress: [
    {
      contactId,
      name: null,
      street: 'Mühlenweg 3',
      zip: '01067',
      city: 'Dresden',
      countryId: '1',
      categoryId: '47',
    },
    {
      contactId: '140000816',
      name: 'Frieda Lindner',
      street: 'Am Anger 12',
      zip: '4020',
      city: 'Linz',
      countryId: '3',
      categoryId: '43',
    },
  ],
  CommunicationWay: [
    { contactId, type: 'EMAIL', value: 'rechnung@morgenrot.example', keyId: '8', main: 1 },
    { contactId, type: 'PHONE', value: '+49 351 000000', keyId: '2', main: 0 },
  ],
  AccountingContact: [
    { contactId, debitorNumber: '10001', creditorNumber: null },
    { contactId: '140000814', debitorNumber: null, creditorNumber: '70001' },
  ],
  Invoice: [
    ['RE-1017', 'SR', 'cancellation', euros(-29, -34.51), 0, '2026-12-04'] as const,
    [null, 'RE', 'draft', euros(100, 119), 0, '2026-12-03'] as const,
    ['RE-1016', 'RE', 'open', euros(39.2, 46.65), 0, '2026-12-02'] as const,
    ['RE-1015', 'RE', 'partially_paid', euros(200, 238), 100, '2026-11-24'] as const,
    ['RE-1013', 'RE', 'paid', euros(55, 65.45), 65.45, '2026-11-19'] as const,
    ['RE-1012', 'RE', 'cancelled', euros(29, 34.51), 0, '2026-11-18'] as const,
    [null, 'WKR', 'recurring', euros(80, 95.2), 0, '2026-10-15'] as const,
  ].map(([number, type, status, sums, paid, dueDate]) => ({ number, type, status, ...sums, paid, contactId, dueDate })),
  CreditNote: [
    {
      number: 'GU-1002',
      type: 'CN',
      status: 'paid',
      ...euros(49, 58.31),
      paid: null,
      contactId,
      dueDate: null,
      bookingCategory: 'UNDERACHIEVEMENT',
      invoiceId: '136000103',
    },
    {
      number: 'GU-1001',
      type: 'CN',
      status: 'open',
      ...euros(150, 178.5),
      paid: null,
      contactId,
      dueDate: '2026-11-22',
      bookingCategory: 'PROVISION',
      invoiceId: null,
    },
  ],
  Order: [
    {
      number: 'AB-1001',
      type: 'AB',
      status: 'partially_invoiced',
      ...euros(400, 476),
      contactId,
      orderDate: '2026-11-14',
    },
    { number: 'AN-1002', type: 'AN', status: 'accepted', ...euros(400, 476), contactId, orderDate: '2026-11-12' },
    { number: 'AN-1001', type: 'AN', status: 'draft', ...euros(90, 107.1), contactId, orderDate: '2026-11-11' },
  ],
  Voucher: [
    ['Büromaterial', 'VOU', 'draft', euros(10, 11.9), 0, null, 'Kiosk am Elbufer', null] as const,
    ['UF-2026-88', 'VOU', 'transferred', euros(300, 357), 0, '140000814', null, '2026-11-29'] as const,
    ['UF-2026-81', 'VOU', 'open', euros(120, 142.8), 0, '140000814', null, '2026-11-26'] as const,
    ['WD-4410', 'VOU', 'paid', euros(87.49, 87.49), 87.49, null, 'Wolkendienst Europe Ltd.', null] as const,
    ['Miete', 'RV', 'recurring', euros(500, 595), 0, null, 'Hausverwaltung Nord', null] as const,
  ].map(([number, type, status, sums, paid, supplierId, supplierName, dueDate]) => {
    return { number, type, direction: 'expense', status, ...sums, paid, contactId: supplierId, supplierName, dueDate };
  }),
  Part: [
    {
      name: 'Beratung',
      partNumber: 'B-1',
      status: 'active',
      priceNet: 100,
      priceGross: 119,
      taxRate: 19,
      stock: 0,
      unityId: '9',
    },
    {
      name: 'Brotkorb',
      partNumber: 'K-20',
      status: 'inactive',
      priceNet: 18.691589,
      priceGross: 20,
      taxRate: 7,
      stock: 12.5,
      unityId: '1',
    },
  ],
  CheckAccount: [
    {
      name: 'Hausbank',
      type: 'online',
      status: 'active',
      balance: 1520.75,
      currency: 'EUR',
      accountingNumber: '1200',
      iban: 'DE00000000000000000000',
    },
    {
      name: 'Kasse',
      type: 'register',
      status: 'active',
      balance: null,
      currency: 'EUR',
      accountingNumber: '1000',
      iban: null,
    },
  ],
  CheckAccountTransaction: [
    {
      amount: 65.45,
      status: 'linked',
      valueDate: '2026-11-12',
      entryDate: '2026-11-12',
      checkAccountId: '6400017',
      payeePayerName: 'Bäckerei Morgenrot GmbH',
      purpose: 'RE-1013 Vielen Dank',
    },
    {
      amount: -87.49,
      status: 'booked',
      valueDate: '2026-11-10',
      entryDate: '2026-11-10',
      checkAccountId: '6400017',
      payeePayerName: 'Wolkendienst Europe Ltd.',
      purpose: 'WD-4410',
    },
  ],
  Tag: [{ name: 'Shop' }, { name: 'Mahnstopp' }],
};
