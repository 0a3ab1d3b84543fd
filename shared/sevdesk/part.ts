import type { Resource } from '../domain/resource.ts';
import { amount, referenceId, scalar } from '../domain/sevdesk-record.ts';
import { numberKey } from './note-key.ts';
import { statusName } from './status-name.ts';

const STATUS_NAMES = new Map([
  ['50', 'inactive'],
  ['100', 'active'],
] as const);

/** Parts (Artikel): products and services. Source: sevdesk's documentation, "Part"; no live answer was recorded. */
export const part: Resource<'Part'> = {
  name: 'Part',
  prefix: 'part',
  path: 'Part',
  query: {},
  strategy: 'listing',
  everyIntervals: 3,
  volatile: ['update'],
  noteKey: (record) => numberKey(scalar(record, 'partNumber')),
  summarize: (record) => ({
    name: scalar(record, 'name') ?? null,
    partNumber: scalar(record, 'partNumber') ?? null,
    status: statusName(record, STATUS_NAMES),
    priceNet: amount(record, 'priceNet') ?? amount(record, 'price') ?? null,
    priceGross: amount(record, 'priceGross') ?? null,
    taxRate: amount(record, 'taxRate') ?? null,
    stock: amount(record, 'stock') ?? null,
    unityId: referenceId(record, 'unity') ?? null,
  }),
  meanings: [],
};
