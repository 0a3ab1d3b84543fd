/** An exact decimal: `units` / 10^`scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Reads `"10.00"`, `10`, `true` (sevdesk's 1). Undefined: not a decimal number. */
export function parseDecimal(input: unknown): Decimal | undefined {
  const text = input === true ? '1' : String(input ?? '').trim();
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  return { units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, scale: left.scale + right.scale };
}

/** Cents, half a cent rounded away from zero. */
export function toCents({ units, scale }: Decimal): bigint {
  return divideRounded(units * 100n, 10n ** BigInt(scale));
}

/** Exact division of integers, rounded half away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [up, down] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * up + down) / (2n * down);
  return negative ? -rounded : rounded;
}

/** A decimal as sevdesk writes it: `55`, `10.45`, `39.2` (measured: no trailing zeros). */
export function decimalText({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction && `.${fraction}`}`;
}

export function centsText(cents: bigint): string {
  return decimalText({ units: cents, scale: 2 });
}

/** @throws Error for what is no decimal number */
export function decimal(input: unknown): Decimal {
  const parsed = parseDecimal(input);
  if (!parsed) throw new Error(`"${String(input)}" is no decimal number`);
  return parsed;
}
