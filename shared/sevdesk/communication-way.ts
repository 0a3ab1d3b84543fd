import type { Resource } from '../domain/resource.ts';
import { amount, referenceId, scalar } from '../domain/sevdesk-record.ts';
import { contactKey } from './note-key.ts';

/** E-mail addresses, phone numbers and websites of contacts. Source: sevdesk's documentation, "CommunicationWay". */
export const communicationWay: Resource<'CommunicationWay'> = {
  name: 'CommunicationWay',
  prefix: 'communication_way',
  path: 'CommunicationWay',
  query: {},
  strategy: 'listing',
  everyIntervals: 3,
  volatile: ['update'],
  noteKey: (record) => contactKey(referenceId(record, 'contact')),
  summarize: (record) => ({
    contactId: referenceId(record, 'contact') ?? null,
    type: scalar(record, 'type') ?? null,
    value: scalar(record, 'value') ?? null,
    keyId: referenceId(record, 'key') ?? null,
    /** 1 for the contact's main one. */
    main: amount(record, 'main') ?? null,
  }),
  meanings: [],
};
