/** `12,000`. */
export function showNumber(value: number): string {
  return value.toLocaleString('en-US');
}
