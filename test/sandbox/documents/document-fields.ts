import { sumFields } from './sums.ts';

/** What invoices, credit notes and orders have in common (measured for invoices and credit notes). */
export const ADDRESS_DEFAULTS = {
  addressName: null,
  addressStreet: null,
  addressZip: null,
  addressCity: null,
  address: null,
  addressParentName: null,
  addressParentName2: null,
  addressName2: null,
  addressGender: null,
};

export const FOREIGN_SUMS = {
  sumNetForeignCurrency: '0',
  sumTaxForeignCurrency: '0',
  sumGrossForeignCurrency: '0',
  sumDiscountsForeignCurrency: '0',
  sumDiscountNetForeignCurrency: '0',
  sumDiscountGrossForeignCurrency: '0',
};

export const DISCOUNT_SUMS = { sumDiscounts: '0', sumDiscountNet: '0', sumDiscountGross: '0' };

/** Sums of what has no positions yet. */
export const NO_SUMS = sumFields({ net: 0n, tax: 0n, gross: 0n });
