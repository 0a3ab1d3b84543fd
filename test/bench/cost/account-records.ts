import type { ResourceName } from '../../../shared/contract/event.ts';

/** A small business: 2,000 records. */
export const RECORDS: Readonly<Record<ResourceName, number>> = {
  Contact: 300,
  ContactAddress: 250,
  CommunicationWay: 250,
  AccountingContact: 50,
  Invoice: 500,
  CreditNote: 20,
  Order: 80,
  Voucher: 200,
  Part: 40,
  CheckAccount: 2,
  CheckAccountTransaction: 300,
  Tag: 8,
};
