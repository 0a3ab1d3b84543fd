/** What is allowed, for a message: `"0", "7", "19"`. */
export function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(', ');
}
