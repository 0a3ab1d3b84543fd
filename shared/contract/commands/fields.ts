import * as z from 'zod/mini';

/** A schema with what its value means: for JSON Schema and the documentation. */
export function described<T extends z.ZodMiniType>(description: string, schema: T): T {
  return schema.check(z.describe(description));
}

/** Text of one form; what is no text at all is told the same. */
const formed = (expression: RegExp, told: string) => z.string(told).check(z.regex(expression, told));

const NUMBER = '-?\\d{1,12}(\\.\\d{1,6})?';
const NUMBER_TOLD = 'a dot, at most 6 decimals, no thousands separator';

const numberAsText = (pattern: string, told: string) =>
  z
    .string('write it as text: a decimal number in quotes such as "19.99"')
    .check(z.regex(new RegExp(`^${pattern}$`), `${told}: ${NUMBER_TOLD}`));

/** A decimal number as text, so that no amount ever passes through a float: `"19.99"`, `"-3"`. */
export const decimal = numberAsText(NUMBER, 'a decimal number such as "19.99"');

/** More than nothing: `"0.01"`. */
export const positiveDecimal = numberAsText('(?=.*[1-9])\\d{1,12}(\\.\\d{1,6})?', 'a number above 0 such as "19.99"');

/** Money that is paid, in whole cents: `"0.01"`. */
export const positiveMoney = z
  .string('write it as text: an amount in quotes such as "19.99"')
  .check(
    z.regex(
      /^(?=.*[1-9])\d{1,12}(\.\d{1,2})?$/,
      'an amount above 0 such as "19.99": a dot, at most 2 decimals, no thousands separator',
    ),
  );

/** Money that moved one way or the other, in whole cents: `"-0.01"`. */
export const money = z
  .string('write it as text: an amount in quotes such as "-19.99"')
  .check(
    z.regex(
      /^(?=.*[1-9])-?\d{1,12}(\.\d{1,2})?$/,
      'an amount other than 0 such as "-19.99": a dot, at most 2 decimals, no thousands separator',
    ),
  );

/** A share of a hundred: `"10"`, `"2.5"`. */
export const percentage = numberAsText(
  '(100(\\.0{1,6})?|\\d{1,2}(\\.\\d{1,6})?)',
  'a number from 0 to 100 such as "10"',
);

const DATE = 'a date such as "2026-11-20", from 1900 to 2199';

/** A day in Berlin, as sevdesk's dates are. Whoever writes year 9999 for "open" must not get a date that can't be computed with. */
export const date = z.iso.date({ message: DATE, abort: true }).check(z.refine((day) => /^(19|20|21)/.test(day), DATE));

/** Tabs and line breaks are text; other control characters and halves of characters are not. */
const READABLE = /^(?:[\t\n\r]|[^\p{Cc}\p{Cs}])*$/u;

/** Text that is not empty. */
export const text = (maximum: number) =>
  z
    .string()
    .check(
      z.minLength(1, 'at least one character'),
      z.maxLength(maximum, `at most ${maximum} characters`),
      z.regex(READABLE, 'no control characters but tabs and line breaks, and no lone surrogates'),
    );

/** A caller's own name for a record; it is compared character by character. */
export const ownName = text(100).check(
  z.regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, 'no blanks at its ends and no control characters'),
);

/**
 * A caller's own name that is written into sevdesk and found there again, character by character: nothing that it may store
 * otherwise (escapes, emojis, doubled blanks), or a document would be made twice.
 */
export const storedName = ownName.check(
  z.regex(
    /^(?:[\p{L}\p{N}.,:;/#+@()[\]*=!?|°§%_-]| (?! ))*$/u,
    'letters, digits, single blanks and . , : ; / # + @ ( ) [ ] * = ! ? | ° § % _ -',
  ),
);

/**
 * A caller's own name that stands in a text of sevdesk, in square brackets. A backslash has a meaning of its own where texts are
 * searched for it (assumed).
 */
export const bracketedName = storedName.check(
  z.regex(/^[^[\]\\]*$/, 'no square brackets, which enclose it in sevdesk, and no backslash'),
);

/** Id of a record in sevdesk. */
export const sevdeskId = formed(
  /^[1-9]\d{0,19}$/,
  'an id of sevdesk: digits in quotes such as "4711", without zeros before them',
);

/**
 * A record, by sevdesk's `id` or by the caller's `externalId`: the one that was given to `contact.upsert` or `part.upsert`, and the
 * `reference` (or else the commandId) of the command that created a document.
 */
export const recordReference = z.strictObject({ id: z.optional(sevdeskId), externalId: z.optional(ownName) }).check(
  z.refine(({ id, externalId }) => (id === undefined) !== (externalId === undefined), {
    message: 'give either "id" (of sevdesk) or "externalId" (yours)',
    abort: true,
  }),
);
export type RecordReference = z.infer<typeof recordReference>;

export const country = formed(/^[A-Z]{2}$/, 'a country code (ISO 3166-1) of two capital letters such as "DE"');
export const currency = formed(/^[A-Z]{3}$/, 'a currency code of three capital letters such as "EUR"');
/** Id of a tax rule (Steuerregel) of sevdesk. */
export const taxRule = formed(/^\d{1,3}$/, 'the id of a tax rule in quotes such as "1"');
/** sevdesk's code of a unit, for example `UNITY_HOUR`. */
export const unit = formed(/^UNITY_[A-Z_]+$/, 'a unit code of sevdesk such as "UNITY_HOUR"');
export const email = z.email('an e-mail address').check(z.maxLength(200, 'at most 200 characters'));
