import * as z from 'zod/mini';
import {
  bracketedName,
  currency,
  date,
  described,
  percentage,
  positiveMoney,
  recordReference,
  taxRule,
  text,
} from './fields.ts';

/** Of the file itself: more does not fit into a message. */
export const INLINE_FILE_BYTES = 180_000;
const INLINE_FILE_CHARACTERS = Math.ceil(INLINE_FILE_BYTES / 3) * 4;

/** With the reference behind it, it fits into 255 characters, and is not cut off there (assumed). */
const DESCRIPTION = 150;

const ACCOUNT = 'the number of an account in quotes such as "4970"';
const ONLY_EURO = 'only "EUR": a voucher in another currency needs a rate, which the relay does not offer';

/** Where a file is, below `uploads/<tenantId>/` in the stage's bucket. */
export const uploadKey = text(500).check(
  z.regex(
    /^(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9!_.*'()/-]+$/,
    'a key of S3 without "." and ".." such as "2026/receipt-17.pdf"',
  ),
);

const inlineFile = z
  .base64('base64 without line breaks')
  .check(
    z.minLength(1, 'a file that is not empty'),
    z.maxLength(INLINE_FILE_CHARACTERS, `a file of at most ${INLINE_FILE_BYTES} bytes; a larger one by its "key"`),
  );

/** The receipt: as base64, or from the stage's bucket, below `uploads/<tenantId>/`. */
const voucherFile = z
  .strictObject({
    name: described(
      'With its ending: `receipt.pdf`.',
      text(200).check(
        z.regex(
          /^[^/\\\p{Cc}]+\.(pdf|PDF|xml|XML|jpe?g|JPE?G|png|PNG|gif|GIF|tiff?|TIFF?)$/u,
          'a file name that ends with ".pdf", ".xml", ".jpg", ".jpeg", ".png", ".gif", ".tif" or ".tiff"',
        ),
      ),
    ),
    base64: described('The file itself.', z.optional(inlineFile)),
    key: described("Where the file is, below `uploads/<tenantId>/` in the stage's bucket.", z.optional(uploadKey)),
  })
  .check(
    z.refine(({ base64, key }) => (base64 === undefined) !== (key === undefined), {
      message: 'give either "base64" or "key"',
      abort: true,
    }),
  );

/** Data of `voucher.create` (Beleg): a draft unless `open` says otherwise. */
export const voucherCreateData = z
  .strictObject({
    reference: described(
      "Your own reference, unique per tenant; it stands in the voucher's description, in brackets.",
      z.optional(bracketedName),
    ),
    kind: z.enum(['expense', 'revenue']),
    date,
    deliveryDate: z.optional(date),
    dueDate: described('Until when it is to be paid.', z.optional(date)),
    supplier: described('A contact of sevdesk, or else its name.', z.optional(recordReference)),
    supplierName: z.optional(text(200)),
    description: described(
      "Usually the number of the supplier's invoice (Belegnummer).",
      z.optional(text(DESCRIPTION)),
    ),
    currency: described('Only `EUR`.', z.optional(currency.check(z.refine((code) => code === 'EUR', ONLY_EURO)))),
    taxRule: described(
      '9 for expenses and 1 for revenue unless given (10 and 11 for small businesses).',
      z.optional(taxRule),
    ),
    amounts: described("Whether positions' amounts are gross (default) or net.", z.optional(z.enum(['gross', 'net']))),
    positions: z
      .array(
        z.strictObject({
          accountNumber: described(
            'Of the tenant\'s chart (SKR03 or SKR04), for example `"4970"`.',
            z.string(ACCOUNT).check(z.regex(/^\d{3,8}$/, ACCOUNT)),
          ),
          taxRate: percentage,
          amount: described('Gross or net, as `amounts` says.', positiveMoney),
          comment: z.optional(text(500)),
        }),
      )
      .check(z.minLength(1, 'at least one position'), z.maxLength(100, 'at most 100 positions')),
    file: described('The receipt: PDF, XML or an image.', z.optional(voucherFile)),
    open: described('Open it at once (status 100), so that it can be paid.', z.optional(z.boolean())),
  })
  .check(
    z.refine(({ supplier, supplierName }) => (supplier === undefined) !== (supplierName === undefined), {
      message: 'give either "supplier" or "supplierName"',
      abort: true,
    }),
  );
