import { centsText } from '../decimal.ts';
import { equals } from '../http/filter.ts';
import { plainRecord } from './plain-record.ts';
import type { Resource } from './resource.ts';

/**
 * Articles. Source: sevdesk's documentation, "Part": no time filters, no deletion. No answer was ever recorded: fields as
 * documented, scalars as everywhere.
 */
export const part: Resource = {
  path: 'Part',
  filters: { partNumber: equals('partNumber'), name: equals('name') },
  ...plainRecord({
    model: 'Part',
    defaults: {
      name: 'Artikel',
      text: null,
      stock: '0',
      stockEnabled: '0',
      unity: { id: '1', objectName: 'Unity' },
      price: '100',
      priceNet: '100',
      priceGross: '119',
      pricePurchase: null,
      taxRate: '19',
      status: '100',
      internalComment: null,
    },
    alsoWritable: ['category', 'partNumber'],
    required: ['name', 'partNumber', 'stock', 'unity', 'taxRate'],
    late: (account, { fields }) => (fields.partNumber ? {} : { partNumber: account.nextNumber('Part') }),
  }),
  sample: () => (n) => {
    const price = centsText(BigInt(500 + (n % 900) * 100));
    return {
      name: `Artikel ${n}`,
      partNumber: `A-${n}`,
      price,
      priceNet: price,
      priceGross: centsText((BigInt(500 + (n % 900) * 100) * 119n) / 100n),
      stock: n % 50,
      stockEnabled: n % 2 === 0,
      status: n % 10 === 9 ? 50 : 100,
    };
  },
};
