import { contactsInTurn, someContact } from '../documents/some-contact.ts';
import { equals, refersTo } from '../http/filter.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { Resource } from './resource.ts';

/** How contacts are reached. Source: sevdesk's documentation, "CommunicationWay"; fields measured. */
export const communicationWay: Resource = {
  path: 'CommunicationWay',
  filters: { 'contact[id]': refersTo('contact', 'Contact'), type: equals('type'), main: equals('main') },
  ...plainRecord({
    model: 'CommunicationWay',
    defaults: { type: 'EMAIL', value: null, key: { id: '2', objectName: 'CommunicationWayKey' }, main: '0' },
    alsoWritable: ['contact'],
    required: ['contact', 'type', 'value', 'key'],
    late: someContact,
  }),
  remove: anyTime,
  sample: (account) => {
    const contactOf = contactsInTurn(account);
    return (n) => ({ ...contactOf(n), main: n % 2 === 0, ...KINDS[n % KINDS.length]?.(n) });
  },
};

const KINDS = [
  (n: number) => ({ type: 'EMAIL', value: `kontakt-${n}@example.com` }),
  (n: number) => ({ type: 'PHONE', value: `+49 30 ${100_000 + n}` }),
  (n: number) => ({ type: 'MOBILE', value: `+49 151 ${100_000 + n}` }),
  (n: number) => ({ type: 'WEB', value: `https://kontakt-${n}.example.com` }),
];
