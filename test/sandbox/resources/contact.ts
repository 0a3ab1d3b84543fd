import type { Account } from '../account.ts';
import { checkContact, checkNewContact, checkUnused } from '../contact/check-contact.ts';
import { assignedNumber, checkCustomerNumberAvailability, getNextCustomerNumber } from '../contact/customer-number.ts';
import { equals, TIME_FILTERS } from '../http/filter.ts';
import { pick, type WireRecord, wireFields } from '../wire-record.ts';
import type { NewRecord, Resource } from './resource.ts';

/** What sevdesk fills in (measured). `surename` and `exemptVat` are its spellings on the wire. */
const DEFAULTS = {
  name: null,
  status: '1000',
  customerNumber: null,
  surename: null,
  familyname: null,
  titel: null,
  category: { id: '3', objectName: 'Category' },
  description: null,
  academicTitle: null,
  gender: null,
  name2: null,
  birthday: null,
  vatNumber: null,
  bankAccount: null,
  bankNumber: null,
  mandateReference: null,
  defaultCashbackTime: null,
  defaultCashbackPercent: null,
  defaultTimeToPay: null,
  taxNumber: null,
  taxOffice: null,
  exemptVat: '0',
  taxType: null,
  defaultDiscountAmount: null,
  defaultDiscountPercentage: '1',
  buyerReference: null,
  governmentAgency: '0',
  defaultShowVat: '1',
};
const WRITABLE = [...Object.keys(DEFAULTS), 'parent'];

/** Contacts: organisations, and persons, which have no `name`. Source: sevdesk's documentation, "Contact". */
export const contact: Resource = {
  path: 'Contact',
  model: 'Contact',
  filters: {
    // Measured: exact.
    customerNumber: equals('customerNumber'),
    // Documentation, "Contact": name, surename or familyname.
    name: equals('name', 'surename', 'familyname'),
    ...TIME_FILTERS,
  },
  // Documentation, "Contact": without depth=1 only organisations.
  isListed: (query) => (query.get('depth') === '1' ? undefined : ({ name }) => name !== null),
  create: ({ account, body }) => {
    checkNewContact(account, body);
    const customerNumber = body.customerNumber ?? assignedNumber(account, body);
    return make(account, { fields: { ...pick(body, WRITABLE), customerNumber }, atMs: account.now });
  },
  // Measured: a partial update.
  change: ({ account, body }, record) => {
    checkContact(account, body);
    return account.change(record, pick(body, WRITABLE));
  },
  remove: checkUnused,
  actions: [
    { method: 'GET', path: 'Factory/getNextCustomerNumber', run: getNextCustomerNumber },
    { method: 'GET', path: 'Mapper/checkCustomerNumberAvailability', run: checkCustomerNumberAvailability },
  ],
  make,
  sample: () => (n) =>
    n % 5 === 4
      ? { surename: `Vorname ${n}`, familyname: `Nachname ${n}` }
      : { name: `Musterbetrieb ${n} GmbH`, description: `Saat ${n}` },
};

function make(account: Account, { fields, atMs }: NewRecord): WireRecord {
  // Measured: assigned when absent.
  const customerNumber = fields.customerNumber ?? account.nextNumber('Contact');
  return account.insert('Contact', wireFields(DEFAULTS, { ...fields, customerNumber }), atMs);
}
