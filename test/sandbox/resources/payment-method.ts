import type { Resource } from './resource.ts';

const METHODS: readonly (readonly [id: string, name: string, electronicInvoiceId: string])[] = [
  ['21919', 'SEPA Überweisung', '58'],
  ['21920', 'SEPA Lastschrift', '59'],
  ['21921', 'Bargeld', '10'],
  ['21922', 'Schuldenausgleich zwischen beiden Parteien', '97'],
  ['21923', 'Scheck', '20'],
  ['114251', 'Online-Zahlung (z.B. PayPal)', '68'],
];

/** sevdesk's own payment methods: the same ids in every account, and they belong to none (measured). */
export const paymentMethod: Resource = {
  path: 'PaymentMethod',
  model: 'PaymentMethod',
  filters: {},
  furnish: (account) => {
    for (const [id, name, electronicInvoiceId] of METHODS) {
      const translationCode = `PAYMENT_METHOD_${electronicInvoiceId}`;
      const fields = { id, name, text: null, electronicInvoiceId, translationCode, sevClient: undefined };
      account.insert('PaymentMethod', fields);
    }
  },
};
