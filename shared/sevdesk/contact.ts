import type { Resource } from '../domain/resource.ts';
import { referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import { numberKey } from './note-key.ts';
import { statusName } from './status-name.ts';

const STATUS_NAMES = new Map([
  ['100', 'lead'],
  ['500', 'pending'],
  ['1000', 'active'],
] as const);

/** Contacts (Kontakte): organisations and, with `depth=1`, persons. Source: sevdesk's documentation, "Contact". */
export const contact: Resource<'Contact'> = {
  name: 'Contact',
  prefix: 'contact',
  path: 'Contact',
  query: { depth: '1' },
  strategy: 'cursor',
  everyIntervals: 1,
  volatile: ['update'],
  noteKey: (record) => numberKey(scalar(record, 'customerNumber')),
  summarize: (record) => ({
    name: contactName(record),
    kind: scalar(record, 'name') ? 'organisation' : 'person',
    status: statusName(record, STATUS_NAMES),
    customerNumber: scalar(record, 'customerNumber') ?? null,
    categoryId: referenceId(record, 'category') ?? null,
    parentId: referenceId(record, 'parent') ?? null,
  }),
  meanings: [],
};

/** `surename` is how sevdesk spells the first name on the wire. */
function contactName(record: SevdeskRecord): string | null {
  const person = [scalar(record, 'surename'), scalar(record, 'familyname')].filter(Boolean).join(' ');
  return scalar(record, 'name') || person || null;
}
