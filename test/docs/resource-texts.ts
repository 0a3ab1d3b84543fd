import type { ResourceName } from '../../shared/contract/event.ts';

interface ResourceText {
  readonly title: string;
  /** One of them, with its article. */
  readonly one: string;
  readonly about: string;
  /** What each field of the summary holds. */
  readonly summary: Readonly<Record<string, string>>;
}

const DOCUMENT_SUMMARY = {
  number: 'as printed; `null` for a draft',
  net: 'sum without tax',
  gross: 'sum with tax',
  currency: 'ISO 4217',
  contactId: 'id of the contact',
};
const PAYABLE_STATUS = '`draft`, `open`, `partially_paid`, `paid`, `cancelled`';
const OTHER = '`other`: one that sevdesk does not document';
const DUE_DATE = 'day in Berlin, `YYYY-MM-DD`, where sevdesk knows enough for one';

export const RESOURCE_TEXTS: Readonly<Record<ResourceName, ResourceText>> = {
  Contact: {
    title: 'Contacts',
    one: 'a contact',
    about: 'Customers, suppliers, partners and prospects: organisations and persons.',
    summary: {
      name: 'of the organisation, or first and last name',
      kind: '`organisation` or `person`',
      status: `\`lead\`, \`pending\`, \`active\`; ${OTHER}`,
      customerNumber: 'not guaranteed to be unique',
      categoryId: '2 supplier, 3 customer, 4 partner, 28 prospect, or one of the tenant',
      parentId: "id of a person's organisation",
    },
  },
  ContactAddress: {
    title: 'Addresses of contacts',
    one: 'an address',
    about: 'Addresses are records of their own; a contact may have several.',
    summary: {
      contactId: 'whose it is',
      name: 'where it differs from the contact',
      street: 'with number',
      zip: 'text: 01067 keeps its zero',
      city: 'city',
      countryId: 'id of the country: 1 is Germany, 3 is Austria',
      categoryId: 'id of the kind of address',
    },
  },
  CommunicationWay: {
    title: 'Communication ways',
    one: 'a communication way',
    about: 'E-mail addresses, phone numbers and websites of contacts.',
    summary: {
      contactId: 'whose it is',
      type: '`EMAIL`, `PHONE`, `MOBILE`, `WEB`',
      value: 'the address or number',
      keyId: 'what it is used for: 2 work, 8 invoicing, …',
      main: "1 for the contact's main one, else 0",
    },
  },
  AccountingContact: {
    title: 'Accounting contacts',
    one: 'an accounting contact',
    about: 'Debtor and creditor numbers of contacts.',
    summary: { contactId: 'whose they are', debitorNumber: 'as debtor', creditorNumber: 'as creditor' },
  },
  Invoice: {
    title: 'Invoices',
    one: 'an invoice',
    about:
      'All types: invoices (RE), cancellations (SR), partial, advance and final invoices (TR, AR, ER), reminders (MA) and recurring ' +
      'templates (WKR). A cancellation is a record of its own, which is neither sent nor paid; what it cancels becomes `cancelled`. A ' +
      'template means nothing either; the invoices that it makes do.',
    summary: {
      ...DOCUMENT_SUMMARY,
      type: '`RE`, `SR`, `TR`, `AR`, `ER`, `MA`, `WKR`',
      status: `${PAYABLE_STATUS}; \`cancellation\` (SR); \`recurring\`, \`deactivated\` (WKR); ${OTHER}`,
      paid: 'what was paid so far',
      dueDate: DUE_DATE,
    },
  },
  CreditNote: {
    title: 'Credit notes',
    one: 'a credit note',
    about:
      'sevdesk tells no paid amount of them, so that only the first part payment is seen. How one is cancelled was never recorded; it is read ' +
      'like an invoice: by another credit note that comes from it and takes its sum back.',
    summary: {
      ...DOCUMENT_SUMMARY,
      type: '`CN`',
      status: `${PAYABLE_STATUS}; \`cancellation\`; ${OTHER}`,
      paid: '`null`: sevdesk does not say',
      dueDate: DUE_DATE,
      bookingCategory: '`PROVISION`, `ROYALTY_ASSIGNED`, `ROYALTY_UNASSIGNED`, `UNDERACHIEVEMENT`',
      invoiceId: 'id of the invoice that it corrects',
    },
  },
  Order: {
    title: 'Orders',
    one: 'an order',
    about: 'Estimates (AN), confirmations (AB) and delivery notes (LI).',
    summary: {
      ...DOCUMENT_SUMMARY,
      type: '`AN`, `AB`, `LI`',
      status: `\`draft\`, \`sent\`, \`rejected\`, \`accepted\`, \`partially_invoiced\`, \`invoiced\`; ${OTHER}`,
      orderDate: 'day in Berlin',
    },
  },
  Voucher: {
    title: 'Vouchers',
    one: 'a voucher',
    about:
      'Receipts and invoices of others. They are opened, not sent. Recurring templates (RV) mean nothing; the vouchers that they make do. How ' +
      'one is cancelled was never recorded; it is read like an invoice.',
    summary: {
      ...DOCUMENT_SUMMARY,
      number: "what sevdesk calls `description`, usually the supplier's number",
      type: '`VOU`, `RV`',
      direction: '`expense` or `revenue`',
      status: `${PAYABLE_STATUS}, \`transferred\` (a payment was ordered); \`cancellation\`; \`recurring\` (RV); ${OTHER}`,
      paid: 'what was paid so far',
      contactId: 'id of the supplier, where it is a contact',
      supplierName: 'name of the supplier, where it is none',
      dueDate: DUE_DATE,
    },
  },
  Part: {
    title: 'Parts',
    one: 'a part',
    about: 'Products and services.',
    summary: {
      name: 'name',
      partNumber: "the tenant's number",
      status: `\`active\`, \`inactive\`; ${OTHER}`,
      priceNet: 'price without tax',
      priceGross: 'price with tax',
      taxRate: 'in percent',
      stock: 'in units',
      unityId: 'id of the unit',
    },
  },
  CheckAccount: {
    title: 'Check accounts',
    one: 'a check account',
    about:
      'Banks, cash registers and clearing accounts. The time of the last import alone is no change; a balance is one.',
    summary: {
      name: 'name',
      type: '`online`, `offline`, `register`',
      status: `\`active\`, \`archived\`; ${OTHER}`,
      balance: 'as the bank said it last',
      currency: 'ISO 4217',
      accountingNumber: 'booking account, for example 1200 or 1800',
      iban: 'IBAN',
    },
  },
  CheckAccountTransaction: {
    title: 'Transactions',
    one: 'a transaction',
    about: 'Money that came and went on a check account.',
    summary: {
      amount: 'negative for money that went',
      status: `\`created\`, \`linked\`, \`private\`, \`auto_booked\`, \`booked\`; ${OTHER}`,
      valueDate: 'day in Berlin',
      entryDate: 'day in Berlin',
      checkAccountId: 'id of the check account',
      payeePayerName: 'the other party',
      purpose: 'text of the transfer',
    },
  },
  Tag: {
    title: 'Tags',
    one: 'a tag',
    about: 'Which records carry a tag is not told.',
    summary: { name: 'name' },
  },
};
