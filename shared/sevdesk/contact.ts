import type { Resource } from '../domain/resource.ts';
import { referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';

/** Contacts (Kontakte): organisations and, with `depth=1`, persons. Source: sevdesk's documentation, "Contact". */
export const contact: Resource = {
  name: 'Contact',
  prefix: 'contact',
  path: 'Contact',
  query: { depth: '1' },
  volatile: ['update'],
  summarize: (record) => ({
    name: contactName(record),
    kind: scalar(record, 'name') ? 'organisation' : 'person',
    customerNumber: scalar(record, 'customerNumber') ?? null,
    categoryId: referenceId(record, 'category') ?? null,
  }),
  meanings: [],
};

/** `surename` is how sevdesk spells the first name on the wire. */
function contactName(record: SevdeskRecord): string | null {
  const person = [scalar(record, 'surename'), scalar(record, 'familyname')].filter(Boolean).join(' ');
  return scalar(record, 'name') ?? (person || null);
}
