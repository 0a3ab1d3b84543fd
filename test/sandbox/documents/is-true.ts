/** `true` in every way that clients write it and sevdesk stores it. */
export function isTrue(value: unknown): boolean {
  return value === true || ['1', 'true'].includes(String(value));
}
