import * as v from 'valibot';
import { openObject } from './json-object.ts';
import { knownWord } from './known-word.ts';

const text = v.nullable(v.string());
const number = v.nullable(v.number());
/** One of our words; `other` for a status that sevdesk does not document: `record` has it. `null` where there is none. */
const status = <const T extends readonly string[]>(...words: T) => v.nullable(knownWord([...words, 'other']));

const PAYABLE = ['draft', 'open', 'partially_paid', 'paid', 'cancelled', 'cancellation'] as const;

const sums = {
  /** Sum without tax. */
  net: number,
  /** Sum with tax. */
  gross: number,
  /** ISO 4217. */
  currency: text,
};

/** The same facts of a record for every tenant, with real numbers, for rules with `numeric`. `null`: sevdesk does not say. */
export const summaries = {
  Contact: openObject({
    /** Of the organisation, or first and last name. */
    name: text,
    kind: knownWord(['organisation', 'person']),
    status: status('lead', 'pending', 'active'),
    /** Not guaranteed to be unique. */
    customerNumber: text,
    /** 2 supplier, 3 customer, 4 partner, 28 prospect, or one of the tenant. */
    categoryId: text,
    /** Of a person's organisation. */
    parentId: text,
  }),
  ContactAddress: openObject({
    contactId: text,
    /** Where it differs from the contact. */
    name: text,
    street: text,
    zip: text,
    city: text,
    /** 1 is Germany, 3 is Austria. */
    countryId: text,
    /** Of the kind of address. */
    categoryId: text,
  }),
  CommunicationWay: openObject({
    contactId: text,
    /** `EMAIL`, `PHONE`, `MOBILE`, `WEB`. */
    type: text,
    value: text,
    /** What it is used for: 2 work, 8 invoicing, … */
    keyId: text,
    /** 1 for the contact's main one, else 0. */
    main: number,
  }),
  AccountingContact: openObject({ contactId: text, debitorNumber: text, creditorNumber: text }),
  Invoice: openObject({
    /** As printed; `null` for a draft. */
    number: text,
    /** `RE`, `SR`, `TR`, `AR`, `ER`, `MA`, `WKR`. */
    type: text,
    /** `cancellation` (Stornorechnung): it cancels another one, which becomes `cancelled`. */
    status: status(...PAYABLE, 'recurring', 'deactivated'),
    ...sums,
    /** What was paid so far. */
    paid: number,
    contactId: text,
    /** Day in Berlin, `YYYY-MM-DD`, where sevdesk knows enough for one. */
    dueDate: text,
  }),
  CreditNote: openObject({
    /** As printed; `null` for a draft. */
    number: text,
    type: text,
    status: status(...PAYABLE),
    ...sums,
    /** `null`: sevdesk does not say. */
    paid: number,
    contactId: text,
    /** Day in Berlin, `YYYY-MM-DD`, where sevdesk knows enough for one. */
    dueDate: text,
    bookingCategory: text,
    /** Of the invoice that it corrects. */
    invoiceId: text,
  }),
  Order: openObject({
    number: text,
    /** `AN` (Angebot), `AB` (Auftragsbestätigung), `LI` (Lieferschein). */
    type: text,
    status: status('draft', 'sent', 'rejected', 'accepted', 'partially_invoiced', 'invoiced'),
    ...sums,
    contactId: text,
    /** Day in Berlin, `YYYY-MM-DD`. */
    orderDate: text,
  }),
  Voucher: openObject({
    /** What sevdesk calls `description`, usually the supplier's number. */
    number: text,
    type: text,
    direction: v.nullable(knownWord(['expense', 'revenue'])),
    /** `transferred`: a payment was ordered. */
    status: status(...PAYABLE, 'transferred', 'recurring'),
    ...sums,
    /** What was paid so far. */
    paid: number,
    /** Of the supplier, where it is a contact. */
    contactId: text,
    /** Of the supplier, where it is none. */
    supplierName: text,
    /** Day in Berlin, `YYYY-MM-DD`. */
    dueDate: text,
  }),
  Part: openObject({
    name: text,
    partNumber: text,
    status: status('active', 'inactive'),
    priceNet: number,
    priceGross: number,
    /** In percent. */
    taxRate: number,
    stock: number,
    unityId: text,
  }),
  CheckAccount: openObject({
    name: text,
    /** `online`, `offline`, `register`. */
    type: text,
    status: status('active', 'archived'),
    /** As the bank said it last. */
    balance: number,
    currency: text,
    /** For example 1200 or 1800. */
    accountingNumber: text,
    iban: text,
  }),
  CheckAccountTransaction: openObject({
    /** Below 0 for money that went. */
    amount: number,
    status: status('created', 'linked', 'private', 'auto_booked', 'booked'),
    /** Day in Berlin, `YYYY-MM-DD`. */
    valueDate: text,
    /** Day in Berlin, `YYYY-MM-DD`. */
    entryDate: text,
    checkAccountId: text,
    /** The other party. */
    payeePayerName: text,
    purpose: text,
  }),
  Tag: openObject({ name: text }),
} as const;

type Summaries = { readonly [N in keyof typeof summaries]: Readonly<v.InferOutput<(typeof summaries)[N]>> };
/** What `summary` holds of a record of this resource. */
export type Summary<N extends keyof Summaries = keyof Summaries> = Summaries[N];
