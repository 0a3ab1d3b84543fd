import { bookkeepingVersion } from './bookkeeping-version.ts';
import { contact } from './contact.ts';
import { invoice } from './invoice.ts';
import { invoicePosition } from './invoice-position.ts';
import type { Resource } from './resource.ts';
import { sevUser } from './sev-user.ts';
import { staticCountry } from './static-country.ts';
import { unity } from './unity.ts';

/** Everything the sandbox serves. Users come first, since documents refer to them. */
export const allResources: readonly Resource[] = [
  sevUser,
  staticCountry,
  unity,
  bookkeepingVersion,
  contact,
  invoice,
  invoicePosition,
];
