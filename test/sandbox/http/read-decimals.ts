import { decimalText, parseDecimal } from '../decimal.ts';
import type { Fields } from '../wire-record.ts';
import { refuse } from './api-error.ts';

/**
 * Fields with the numbers among them as sevdesk writes them, `10` for `10.00` (measured).
 * @throws ApiError for what is no decimal number; the wording is assumed
 */
export function readDecimals(fields: Fields, names: readonly string[]): Fields {
  const given = names.filter((name) => fields[name] !== undefined && fields[name] !== null);
  const read = given.map((name) => {
    const number = parseDecimal(fields[name]);
    if (!number) throw refuse(400, `${name} must be a number`);
    return [name, decimalText(number)];
  });
  return { ...fields, ...Object.fromEntries(read) };
}
