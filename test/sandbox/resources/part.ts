import { centsText } from '../decimal.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import { equals } from '../http/filter.ts';
import { plainRecord } from './plain-record.ts';
import type { ApiCall, Resource } from './resource.ts';

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
    decimals: ['stock', 'price', 'priceNet', 'priceGross', 'pricePurchase', 'taxRate'],
    refersTo: { unity: 'Unity', category: 'Category' },
    check: refuseUnknownRate,
    required: ['name', 'partNumber', 'stock', 'unity', 'taxRate'],
    late: (account, { fields }) => (fields.partNumber ? {} : { partNumber: account.nextNumber('Part') }),
  }),
  actions: [{ method: 'GET', path: '{id}/getStock', run: getStock }],
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

/** `GET /Part/{id}/getStock`: a number (documentation, "Part"). */
function getStock({ account, id }: ApiCall): ApiAnswer {
  return objects(Number(account.get('Part', id).stock));
}

/** Documentation, "sevdesk-Update 2.0": no other rates; status and wording are assumed. */
function refuseUnknownRate({ account, body: { taxRate } }: ApiCall): void {
  if (taxRate === undefined || account.identity.bookkeepingVersion === '1.0') return;
  if (![0, 7, 19].includes(Number(taxRate))) throw refuse(422, `The tax rate ${String(taxRate)} is not allowed`);
}
