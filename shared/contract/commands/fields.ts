import * as v from 'valibot';
import { closedObject } from '../json-object.ts';
import { eitherOf, rule } from '../rule.ts';

/** A schema with what its value means: for JSON Schema and the documentation. */
export function described<T extends v.GenericSchema>(description: string, schema: T) {
  return v.pipe(schema, v.description(description));
}

/** Text of one form; what is no text at all is told the same. */
export const formed = (expression: RegExp, told: string) => v.pipe(v.string(told), v.regex(expression, told));

/** One of our words. */
export const oneOf = <const T extends readonly string[]>(words: T) =>
  v.picklist(words, `must be ${words.length > 1 ? 'one of ' : ''}${words.join(', ')}`);

const NUMBER = '-?\\d{1,12}(\\.\\d{1,6})?';
const NUMBER_TOLD = 'a dot, at most 6 decimals, no thousands separator';

const numberAsText = (pattern: string, told: string) =>
  v.pipe(
    v.string('write it as text: a decimal number in quotes such as "19.99"'),
    v.regex(new RegExp(`^${pattern}$`), `${told}: ${NUMBER_TOLD}`),
  );

/** A decimal number as text, so that no amount ever passes through a float: `"19.99"`, `"-3"`. */
export const decimal = numberAsText(NUMBER, 'a decimal number such as "19.99"');

/** More than nothing: `"0.01"`. */
export const positiveDecimal = numberAsText('(?=.*[1-9])\\d{1,12}(\\.\\d{1,6})?', 'a number above 0 such as "19.99"');

const moneyAsText = (sign: '' | '-', told: string) =>
  v.pipe(
    v.string(`write it as text: an amount in quotes such as "${sign}19.99"`),
    v.regex(
      new RegExp(`^(?=.*[1-9])${sign && '-?'}\\d{1,12}(\\.\\d{1,2})?$`),
      `an amount ${told} such as "${sign}19.99": a dot, at most 2 decimals, no thousands separator`,
    ),
  );

/** Money that is paid, in whole cents: `"0.01"`. */
export const positiveMoney = moneyAsText('', 'above 0');

/** Money that moved one way or the other, in whole cents: `"-0.01"`. */
export const money = moneyAsText('-', 'other than 0');

export const wholeNumber = (minimum: number, maximum: number) =>
  v.pipe(
    v.number(),
    rule((number: number) => Number.isInteger(number), { message: 'must be a whole number', inSchema: true }),
    rule((number: number) => number >= minimum, { message: `must be at least ${minimum}`, inSchema: true }),
    rule((number: number) => number <= maximum, { message: `must be at most ${maximum}`, inSchema: true }),
    v.metadata({ type: 'integer', minimum, maximum }),
  );

/** A share of a hundred: `"10"`, `"2.5"`. */
export const percentage = numberAsText(
  '(100(\\.0{1,6})?|\\d{1,2}(\\.\\d{1,6})?)',
  'a number from 0 to 100 such as "10"',
);

const DATE = 'a date such as "2026-11-20", from 1900 to 2199';
const DAY =
  /^((19|20|21)\d\d-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29)$/;

/** A day in Berlin, as sevdesk's dates are. Whoever writes year 9999 for "open" must not get a date that can't be computed with. */
export const date = v.pipe(v.string(DATE), v.regex(DAY, DATE), v.metadata({ format: 'date' }));

/** Tabs and line breaks are text; other control characters and halves of characters are not. */
const READABLE = /^(?:[\t\n\r]|[^\p{Cc}\p{Cs}])*$/u;

/** Text that is not empty. */
export const text = (maximum: number) =>
  v.pipe(
    v.string(),
    v.minLength(1, 'at least one character'),
    v.maxLength(maximum, `at most ${maximum} characters`),
    v.regex(READABLE, 'no control characters but tabs and line breaks, and no lone surrogates'),
  );

/** A caller's own name for a record; it is compared character by character. */
export const ownName = v.pipe(
  text(100),
  v.regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, 'no blanks at its ends and no control characters'),
);

/**
 * A caller's own name that is written into sevdesk and found there again, character by character: nothing that it may store
 * otherwise (escapes, emojis, doubled blanks), or a document would be made twice.
 */
export const storedName = v.pipe(
  ownName,
  v.regex(
    /^(?:[\p{L}\p{N}.,:;/#+@()[\]*=!?|°§%_-]| (?! ))*$/u,
    'letters, digits, single blanks and . , : ; / # + @ ( ) [ ] * = ! ? | ° § % _ -',
  ),
);

/**
 * A caller's own name that stands in a text of sevdesk, in square brackets. A backslash has a meaning of its own where texts are
 * searched for it (assumed).
 */
export const bracketedName = v.pipe(
  storedName,
  v.regex(/^[^[\]\\]*$/, 'no square brackets, which enclose it in sevdesk, and no backslash'),
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
export const recordReference = v.pipe(
  closedObject({ id: v.optional(sevdeskId), externalId: v.optional(ownName) }),
  eitherOf('id', 'externalId', '"id" (of sevdesk) or "externalId" (yours)'),
);
export type RecordReference = v.InferOutput<typeof recordReference>;

export const country = formed(/^[A-Z]{2}$/, 'a country code (ISO 3166-1) of two capital letters such as "DE"');
export const currency = formed(/^[A-Z]{3}$/, 'a currency code of three capital letters such as "EUR"');
/** Id of a tax rule (Steuerregel) of sevdesk. */
export const taxRule = formed(/^\d{1,3}$/, 'the id of a tax rule in quotes such as "1"');
/** sevdesk's code of a unit, for example `UNITY_HOUR`. */
export const unit = formed(/^UNITY_[A-Z_]+$/, 'a unit code of sevdesk such as "UNITY_HOUR"');

/** Apostrophes and encoded domains (`xn--`) are in use. */
const ADDRESS = /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;
export const email = v.pipe(
  formed(ADDRESS, 'an e-mail address'),
  v.maxLength(200, 'at most 200 characters'),
  v.metadata({ format: 'email' }),
);
