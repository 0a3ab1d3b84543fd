import Big from 'big.js';

/** An exact number, read from text such as `"19.00"`; `undefined` for what is none. */
export function parseDecimal(text: string): Big | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? new Big(text) : undefined;
}

/** Whether two texts are the same number: `"19"`, `"19.0"` and `"19.00"` are. */
export function isSameNumber(one: string, other: string): boolean {
  const [left, right] = [parseDecimal(one), parseDecimal(other)];
  return left !== undefined && right !== undefined && left.eq(right);
}
