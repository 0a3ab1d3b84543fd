/** Text from outside as one line of a terminal: no control characters (it could hold escape sequences), not endless. */
export function oneLine(text: string, maximum = 1000): string {
  const clean = text.replace(/\p{Cc}+/gu, ' ').trim();
  return clean.length > maximum ? `${clean.slice(0, maximum - 1)}…` : clean;
}
