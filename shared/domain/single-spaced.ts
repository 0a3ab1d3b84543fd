/** Text as people read it: without blanks at its ends, and with single ones between. */
export function singleSpaced(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
