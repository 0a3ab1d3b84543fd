import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { rule } from '../rule.ts';
import { date, described, oneOf, recordReference } from './fields.ts';

/** Data of `document.fetch`: the document as a file into the stage's bucket. A draft stays a draft. */
export const documentFetchData = v.pipe(
  closedObject({
    resource: oneOf(['Invoice', 'CreditNote', 'Order']),
    record: recordReference,
    format: described('`xml` is the machine-readable part of an e-invoice.', v.optional(oneOf(['pdf', 'xml']))),
  }),
  rule(({ resource, format }) => format !== 'xml' || resource === 'Invoice', {
    message: 'only an Invoice has xml',
    field: 'format',
  }),
);

/** Data of `datev.export`: documents of a period as a DATEV file into the stage's bucket. Nothing is enshrined. */
export const datevExportData = v.pipe(
  closedObject({
    from: date,
    to: described('Its last day.', date),
    format: described('`csv` unless given.', v.optional(oneOf(['csv', 'xml']))),
    byPayDate: described("By the day of payment instead of the document's.", v.optional(v.boolean())),
    includeEnshrined: described('Enshrined documents as well, unless `false`.', v.optional(v.boolean())),
    includeFiles: described("The documents' files as well (csv only).", v.optional(v.boolean())),
  }),
  rule(({ from, to }) => from <= to, { message: 'must not be before "from"', field: 'to' }),
  rule(({ format, includeFiles }) => format !== 'xml' || includeFiles === undefined, {
    message: 'only for "csv": leave it out',
    field: 'includeFiles',
  }),
);
