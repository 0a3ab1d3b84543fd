import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { eitherOf, rule } from '../rule.ts';
import {
  bracketedName,
  currency,
  date,
  described,
  formed,
  oneOf,
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

/** Where a file is, below `uploads/<tenantId>/` in the stage's bucket. */
export const uploadKey = v.pipe(
  text(500),
  v.regex(
    /^(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9!_.*'()/-]+$/,
    'a key of S3 without "." and ".." such as "2026/receipt-17.pdf"',
  ),
);

const inlineFile = v.pipe(
  formed(/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'base64 without line breaks'),
  v.minLength(1, 'a file that is not empty'),
  v.maxLength(INLINE_FILE_CHARACTERS, `a file of at most ${INLINE_FILE_BYTES} bytes; a larger one by its "key"`),
  v.metadata({ contentEncoding: 'base64' }),
);

const onlyEuro = v.pipe(
  currency,
  rule((code: string) => code === 'EUR', {
    message: 'only "EUR": a voucher in another currency needs a rate, which the relay does not offer',
    inSchema: true,
  }),
  v.metadata({ const: 'EUR' }),
);

/** The receipt: as base64, or from the stage's bucket, below `uploads/<tenantId>/`. */
const voucherFile = v.pipe(
  closedObject({
    name: described(
      'With its ending: `receipt.pdf`.',
      v.pipe(
        text(200),
        v.regex(
          /^[^/\\\p{Cc}]+\.(pdf|PDF|xml|XML|jpe?g|JPE?G|png|PNG|gif|GIF|tiff?|TIFF?)$/u,
          'a file name that ends with ".pdf", ".xml", ".jpg", ".jpeg", ".png", ".gif", ".tif" or ".tiff"',
        ),
      ),
    ),
    base64: described('The file itself.', v.optional(inlineFile)),
    key: described("Where the file is, below `uploads/<tenantId>/` in the stage's bucket.", v.optional(uploadKey)),
  }),
  eitherOf('base64', 'key'),
);

/** Data of `voucher.create` (Beleg): a draft unless `open` says otherwise. */
export const voucherCreateData = v.pipe(
  closedObject({
    reference: described(
      "Your own reference, unique per tenant; it stands in the voucher's description, in brackets.",
      v.optional(bracketedName),
    ),
    kind: oneOf(['expense', 'revenue']),
    date,
    deliveryDate: v.optional(date),
    dueDate: described('Until when it is to be paid.', v.optional(date)),
    supplier: described('A contact of sevdesk, or else its name.', v.optional(recordReference)),
    supplierName: v.optional(text(200)),
    description: described(
      "Usually the number of the supplier's invoice (Belegnummer).",
      v.optional(text(DESCRIPTION)),
    ),
    currency: described('Only `EUR`.', v.optional(onlyEuro)),
    taxRule: described(
      '9 for expenses and 1 for revenue unless given (10 and 11 for small businesses).',
      v.optional(taxRule),
    ),
    amounts: described("Whether positions' amounts are gross (default) or net.", v.optional(oneOf(['gross', 'net']))),
    positions: v.pipe(
      v.array(
        closedObject({
          accountNumber: described(
            'Of the tenant\'s chart (SKR03 or SKR04), for example `"4970"`.',
            formed(/^\d{3,8}$/, ACCOUNT),
          ),
          taxRate: percentage,
          amount: described('Gross or net, as `amounts` says.', positiveMoney),
          comment: v.optional(text(500)),
        }),
      ),
      v.minLength(1, 'at least one position'),
      v.maxLength(100, 'at most 100 positions'),
    ),
    file: described('The receipt: PDF, XML or an image.', v.optional(voucherFile)),
    open: described('Open it at once (status 100), so that it can be paid.', v.optional(v.boolean())),
  }),
  eitherOf('supplier', 'supplierName'),
);
