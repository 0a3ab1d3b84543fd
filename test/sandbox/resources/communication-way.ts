import { contactsInTurn, someContact } from '../documents/some-contact.ts';
import { refuse } from '../http/api-error.ts';
import { equals, type RecordTest, refersTo } from '../http/filter.ts';
import { anyTime, plainRecord } from './plain-record.ts';
import type { ApiCall, Resource } from './resource.ts';

const TYPES = ['EMAIL', 'PHONE', 'WEB', 'MOBILE'];

/** How contacts are reached. Source: sevdesk's documentation, "CommunicationWay"; fields measured. */
export const communicationWay: Resource = {
  path: 'CommunicationWay',
  filters: { 'contact[id]': refersTo('contact', 'Contact'), type: equals('type'), main },
  ...plainRecord({
    model: 'CommunicationWay',
    defaults: { type: 'EMAIL', value: null, key: { id: '2', objectName: 'CommunicationWayKey' }, main: '0' },
    alsoWritable: ['contact'],
    refersTo: { contact: 'Contact', key: 'CommunicationWayKey' },
    check: refuseUnknownType,
    required: ['contact', 'type', 'value', 'key'],
    late: someContact,
  }),
  remove: anyTime,
  sample: (account) => {
    const contactOf = contactsInTurn(account);
    return (n) => ({ ...contactOf(n), main: n % 2 === 0, ...KINDS[n % KINDS.length]?.(n) });
  },
};

/** Practice: with the contact and the type together, `main` finds nothing. */
function main(wanted: string, query: URLSearchParams): RecordTest | undefined {
  return query.has('contact[id]') && query.has('type') ? () => false : equals('main')(wanted, query);
}

/** Documentation, "CommunicationWay"; the wording is assumed. */
function refuseUnknownType({ body: { type } }: ApiCall): void {
  if (type !== undefined && !TYPES.includes(String(type))) throw refuse(422, `type must be one of ${TYPES.join(', ')}`);
}

const KINDS = [
  (n: number) => ({ type: 'EMAIL', value: `kontakt-${n}@example.com` }),
  (n: number) => ({ type: 'PHONE', value: `+49 30 ${100_000 + n}` }),
  (n: number) => ({ type: 'MOBILE', value: `+49 151 ${100_000 + n}` }),
  (n: number) => ({ type: 'WEB', value: `https://kontakt-${n}.example.com` }),
];
