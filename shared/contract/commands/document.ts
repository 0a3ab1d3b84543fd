import * as z from 'zod/mini';
import { date, described, recordReference } from './fields.ts';

/** Data of `document.fetch`: the document as a file into the stage's bucket. A draft stays a draft. */
export const documentFetchData = z
  .strictObject({
    resource: z.enum(['Invoice', 'CreditNote', 'Order']),
    record: recordReference,
    format: described('`xml` is the machine-readable part of an e-invoice.', z.optional(z.enum(['pdf', 'xml']))),
  })
  .check(
    z.refine(({ resource, format }) => format !== 'xml' || resource === 'Invoice', {
      message: 'only an Invoice has xml',
      path: ['format'],
    }),
  );

/** Data of `datev.export`: documents of a period as a DATEV file into the stage's bucket. Nothing is enshrined. */
export const datevExportData = z
  .strictObject({
    from: date,
    to: described('Its last day.', date),
    format: described('`csv` unless given.', z.optional(z.enum(['csv', 'xml']))),
    byPayDate: described("By the day of payment instead of the document's.", z.optional(z.boolean())),
    includeEnshrined: described('Enshrined documents as well, unless `false`.', z.optional(z.boolean())),
    includeFiles: described("The documents' files as well (csv only).", z.optional(z.boolean())),
  })
  .check(
    z.refine(({ from, to }) => from <= to, { message: 'must not be before "from"', path: ['to'] }),
    z.refine(({ format, includeFiles }) => format !== 'xml' || includeFiles === undefined, {
      message: 'only for "csv": leave it out',
      path: ['includeFiles'],
    }),
  );
